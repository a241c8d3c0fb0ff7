/** What an editor shows of a file: hovers, outline, links, lenses, colors, hints. */

import type { Markdown } from '../markdown';
import type { Span } from '../span';

export interface Hover {
  readonly span: Span;
  readonly markdown: Markdown;
}

export interface Outline {
  readonly name: string;
  readonly detail?: string;
  readonly kind: 'object' | 'array' | 'string' | 'property' | 'function' | 'variable' | 'module' | 'key' | 'class' | 'event';
  readonly span: Span;
  readonly selection: Span;
  readonly children?: readonly Outline[];
}

export interface Link {
  readonly span: Span;
  readonly target: string;
  readonly tooltip?: string;
}

export interface Lens {
  readonly span: Span;
  readonly title: string;
  /** One of the client's commands, without the `confine.` prefix: `reportDifferences`, `harden`, `ask`, `showProblems`. */
  readonly command: string;
  readonly arguments?: readonly unknown[];
}

export interface SemanticToken {
  readonly span: Span;
  readonly type:
    | 'keyword'
    | 'variable'
    | 'property'
    | 'enumMember'
    | 'string'
    | 'comment'
    | 'operator'
    | 'number'
    | 'namespace'
    | 'function'
    | 'type'
    | 'modifier';
  readonly modifiers?: readonly ('allow' | 'deny' | 'dangerous' | 'declaration')[];
}

/** Neighboring tokens. The list is the same object as long as the tokens and their text are unchanged; places count from the group's start. */
export interface TokenGroup {
  readonly start: number;
  readonly tokens: readonly SemanticToken[];
}

export interface Hint {
  readonly at: number;
  readonly text: string;
  readonly tooltip?: string;
}
