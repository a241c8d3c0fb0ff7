/** What a person gets while they write a file: completion, signatures, formatting, actions, templates. */

import type { Edit } from '../edit';
import type { Fix } from '../finding';
import type { Markdown } from '../markdown';
import type { Span } from '../span';

export interface Completion {
  readonly label: string;
  /** What is replaced: from the start of the word to its end. */
  readonly span: Span;
  readonly insert: string;
  /** `insert` has placeholders in the editor's snippet syntax. */
  readonly snippet?: boolean;
  readonly kind: 'property' | 'value' | 'keyword' | 'enum' | 'file' | 'folder' | 'variable' | 'snippet' | 'reference' | 'constant';
  /** Short, right-hand: `high risk · Docker default`. */
  readonly detail?: string;
  /** Markdown; made only when it is looked at. */
  readonly documentation?: Markdown | (() => Markdown);
  /** Most useful first; default: the label. */
  readonly sort?: string;
  readonly filter?: string;
  readonly deprecated?: boolean;
  readonly edits?: readonly Edit[];
}

export interface Action extends Fix {
  readonly kind: 'harden' | 'rewrite';
  /** Which changes it is made of, for a person to choose from. */
  readonly pieces?: () => readonly ActionPiece[];
  /** The action without some of its pieces. */
  readonly without?: (left: ReadonlySet<string>) => Action | undefined;
}

/** One change of an action. */
export interface ActionPiece {
  readonly id: string;
  /** What is changed. */
  readonly title: string;
  /** What may break. */
  readonly note?: string;
  /** As of a fix. */
  readonly breaks?: string;
}

export interface Template {
  readonly title: string;
  readonly description: string;
  readonly fileName: string;
  readonly languageId: string;
  readonly text: string;
}

export interface FormatOptions {
  readonly indent: string;
}

export interface Signature {
  readonly label: string;
  readonly documentation?: Markdown;
  readonly parameters: readonly { readonly label: string; readonly documentation?: Markdown }[];
  readonly active: number;
}
