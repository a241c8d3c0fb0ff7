/** What all statements of an AppArmor file have in common. */

import type { Span } from '../../../core';
import type { Token } from './lexer';
import type { BodyOf } from './lists';
import { unpacked } from './pieces';
import type { Problem } from './problem';

/** One word as it is in the text, quotes included. */
export class Word {
  constructor(
    readonly raw: string,
    readonly start: number,
    readonly end: number,
  ) {}

  get span(): Span {
    return { start: this.start, end: this.end };
  }
}

/** What the parser knows of any statement once it has read it; offsets are relative to the statement's start. */
export interface Extent<S = unknown> {
  /** Of the first word. */
  readonly start: number;
  /** Of the last token. */
  readonly end: number;
  readonly length: number;
  readonly reach: number;
  readonly pieces: readonly number[];
  readonly bodies: readonly BodyOf<S>[];
  readonly problems: readonly Problem[];
}

/** `S`: the statements of its bodies. */
export abstract class StatementBase<S> {
  private readonly spanStart: number;
  private readonly spanEnd: number;
  /** With the space before. */
  readonly length: number;
  /** How far after its start the parser looked to read it; a change of the text after that, line ends apart, leaves it as it is. */
  readonly reach: number;
  readonly bodies: readonly BodyOf<S>[];
  readonly problems: readonly Problem[];
  /** What the checks know of the statement: in a map of all statements it would cost the garbage collector a walk each time. */
  allProblems: readonly Problem[] | undefined = undefined;
  traits = 0;
  private readonly packed: readonly number[];

  constructor(extent: Extent<S>) {
    this.spanStart = extent.start;
    this.spanEnd = extent.end;
    this.length = extent.length;
    this.reach = extent.reach;
    this.bodies = extent.bodies;
    this.problems = extent.problems;
    this.packed = extent.pieces;
  }

  /** From the first word to the last token, without the space and comments before. */
  get span(): Span {
    return { start: this.spanStart, end: this.spanEnd };
  }

  /** Its tokens, space and comments too, and its bodies; made when asked for. */
  get pieces(): readonly (Token | BodyOf<S>)[] {
    return unpacked(this.packed, this.bodies);
  }
}
