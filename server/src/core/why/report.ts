/** The answers of `confine why`. */

import type { Fix } from '../finding';
import type { Span } from '../span';
import type { WhyLayer } from './event';
import type { Certainty } from './suspect';

/** A place in a file of the workspace. */
export interface WhyPlace {
  readonly uri: string;
  readonly span: Span;
  /** As the file has it now, for a range and for edits. */
  readonly text: string;
}

/** One candidate for the cause of one event. */
export interface WhyAnswer {
  /** The line as read. */
  readonly event: string;
  /** The first and the last line that report it, counted from 1. */
  readonly line: number;
  readonly lastLine: number;
  readonly template: string;
  /** Which releases print the message, where that is known: `runc since 1.2`. */
  readonly printedBy?: string;
  readonly layer: WhyLayer;
  readonly certainty: Certainty;
  /** Undefined: no file of the workspace decides. */
  readonly decides?: WhyPlace;
  readonly message: string;
  /** Edits are in the offsets of the file that decides; without any only a person can make the change. */
  readonly fix?: Pick<Fix, 'title' | 'edits'>;
  /** Other changes of that file, such as one that makes the refusal visible. */
  readonly alternatives?: readonly Pick<Fix, 'title' | 'edits'>[];
  /** A command that confirms the answer. */
  readonly next?: string;
  /** Of candidates in two layers; each of them has it. */
  readonly distinction?: Distinction;
}

/** One command whose result decides between two layers. */
export interface Distinction {
  readonly command: string;
  /** What each result means, in a sentence. */
  readonly results: readonly string[];
}

export interface WhyReport {
  /** In the order of the text; candidates for one event in the order of likelihood. */
  readonly answers: readonly WhyAnswer[];
  /** Lines that report an error which isn't known, or whose cause no file of the workspace shows. */
  readonly unread: readonly UnreadLine[];
}

/** A line that reports an error and has no answer. */
export interface UnreadLine {
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
  /** What was understood of it, in a sentence. */
  readonly recognized?: string;
}
