import type { TextChange } from '../../../../core';
import { FileTree } from '../tree';
import { reuseOf } from './reuse';
import { parseStatements } from './statement';

/** The tree of a text. Any text has one; nothing throws. With the tree before an edit, only what the edit touched is read again. */
export const parse = (text: string, before?: { readonly tree: FileTree; readonly change: TextChange }): FileTree =>
  new FileTree(text, parseStatements(text, before && reuseOf(before.tree, before.change)));
