import type { FileTree } from '../tree';
import { parseStatements } from './statement';

/** The tree of a text. Any text has one; nothing throws. */
export const parse = (text: string): FileTree => ({ text, statements: parseStatements(text) });
