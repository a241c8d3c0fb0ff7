/** The unit that is parsed, checked and asked, and its pieces. */

import type { Finding, Severity } from '../finding';
import type { PieceSlot } from '../pieces';
import type { Category } from '../rule';
import type { Span } from '../span';

/**
 * The unit that is parsed, checked and asked: a whole seccomp profile, AppArmor file or policy, one document of a
 * YAML stream. An immutable snapshot; its spans count from the start of its own text. As long as a part is the same
 * object its findings are the same, so an edit costs only the parts it touches.
 */
export interface Part {
  readonly text: string;
}

/** Findings with the severities and categories of their rules, made when they are asked for. */
export type Findings = () => readonly (Finding & { readonly severity: Severity; readonly category: Category })[];

/** A part and the offset at which its text is in the file. */
export interface Placed<P extends Part> {
  readonly start: number;
  readonly part: P;
}

/** A part as its pieces, and what is around them. */
export interface DividedPart<P extends Part> {
  /** All that is around the pieces, and how they are judged: the same object for the same. */
  readonly by: object;
  /** The part without pieces. */
  readonly around: P;
  /** The first and last offset of the pieces and of what is between them: what is outside keeps its distance from the beginning or the end of the part. */
  readonly span: Span;
  readonly pieces: readonly DividedPiece<P>[];
}

export interface DividedPiece<P extends Part> {
  readonly span: Span;
  /** The same object as long as the piece says the same. */
  readonly slot: PieceSlot;
  /** The part with this piece alone, everything at its place. */
  alone(): P;
}
