import type { Context } from './context';
import type { Report } from './finding';
import { memoPair } from './memo';
import type { Steps } from './steps';

/** A piece of a part that is judged by itself, such as one rule of a profile or the requirements of one scope. */
export interface PartPiece {
  /** Where its offsets count from. */
  readonly start: number;
  /** The same object as long as what the piece says is the same. */
  readonly slot: PieceSlot;
  /** All else that its checks read: the same value as long as that is the same. */
  readonly by: unknown;
}

/** Where it is kept what was found in a piece. */
export interface PieceSlot {
  judged?: PieceJudgement;
}

export interface PieceJudgement {
  readonly by: unknown;
  readonly found: readonly { readonly check: unknown; readonly reports: readonly Report[]; readonly error?: unknown }[];
}

/** The pieces of a part. */
export interface Pieces<I, P extends PartPiece> {
  readonly pieces: readonly P[];
  /** What a check of a piece is given: the piece as if it were all there is. */
  readonly inputOf: (piece: P) => I;
}

/** A report of a piece, at its place in the part. */
export interface PieceReport<R extends Report, P> {
  readonly report: R;
  readonly piece: P;
  /** Which of the reports of the check in that piece it is. */
  readonly index: number;
}

/** How often a piece was judged, for tests: the work must follow the change. */
export const judgedPieces = { count: 0 };

/**
 * Checks that need nothing but a piece to judge it. What they report of a piece is kept with it, so that an edit has the pieces judged that it touches.
 * `kept` makes of a report what may be kept: a plain value, since a closure would keep the version alive that was judged first.
 */
export class PieceChecks<S extends object, I, R extends Report, P extends PartPiece> {
  readonly #checks: ((input: I) => Iterable<R>)[] = [];
  readonly #piecesOf: (part: S, context: Context) => Pieces<I, P> | undefined;
  readonly #found: (part: S, context: Context) => ReadonlyMap<unknown, readonly (PieceReport<R, P> | { readonly error: unknown })[]>;

  constructor(
    piecesOf: (part: S, context: Context) => Pieces<I, P> | undefined,
    private readonly kept: (report: R, input: I) => R,
  ) {
    this.#piecesOf = memoPair(piecesOf);
    this.#found = memoPair((part, context) => {
      const all = new Map<unknown, (PieceReport<R, P> | { readonly error: unknown })[]>();
      const pieces = this.#piecesOf(part, context);
      for (const piece of pieces?.pieces ?? []) {
        for (const { check, reports, error } of this.#judged(piece, pieces as Pieces<I, P>)) {
          const found = all.get(check) ?? [];
          all.set(check, found);
          for (const [index, report] of reports.entries()) found.push({ report: movedReport(report as R, piece.start), piece, index });
          if (error !== undefined) found.push({ error });
        }
      }
      return all;
    });
  }

  /** Adds a check. All are to be there before the first part is judged. */
  add(check: (input: I) => Iterable<R>): void {
    this.#checks.push(check);
  }

  /** Judges the pieces of a part that are not judged yet, with a pause after each; without it the first check judges all of them at once. */
  *judging(part: S, context: Context): Steps<void> {
    const pieces = this.#piecesOf(part, context);
    if (!pieces) return;
    for (const piece of pieces.pieces) {
      if (piece.slot.judged?.by === piece.by) continue;
      this.#judged(piece, pieces);
      yield;
    }
  }

  /** What a check reports of the pieces of a part. */
  *of(check: (input: I) => Iterable<R>, part: S, context: Context): Iterable<PieceReport<R, P>> {
    for (const one of this.#found(part, context).get(check) ?? []) {
      if ('error' in one) throw one.error;
      yield one;
    }
  }

  #judged(piece: P, { inputOf }: Pieces<I, P>): PieceJudgement['found'] {
    const { by, slot } = piece;
    const { judged } = slot;
    if (judged && judged.by === by) return judged.found;
    const found = this.#judge(inputOf(piece));
    slot.judged = { by, found };
    return found;
  }

  #judge(input: I): PieceJudgement['found'] {
    judgedPieces.count++;
    const found: PieceJudgement['found'][number][] = [];
    for (const check of this.#checks) {
      const reports: Report[] = [];
      try {
        for (const report of check(input)) reports.push(this.kept(report, input));
        if (reports.length) found.push({ check, reports });
      } catch (error) {
        found.push({ check, reports, error });
      }
    }
    return found;
  }
}

function movedReport<R extends Report>(report: R, by: number): R {
  const { span, related } = report;
  return {
    ...report,
    span: { start: span.start + by, end: span.end + by },
    ...(related && {
      related: related.map((one) =>
        one.uri === undefined ? { ...one, span: { start: one.span.start + by, end: one.span.end + by } } : one,
      ),
    }),
  };
}
