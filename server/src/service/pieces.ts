import {
  type Context,
  type DividedPart,
  type DividedPiece,
  judgedPieces,
  type Language,
  type Part,
  type PieceJudgement,
  type Report,
  type Rule,
  type Span,
  type Steps,
} from '../core';

/** Where an offset keeps its distance: from the beginning of a piece, or from the beginning or the end of the part. */
type Anchor = 'piece' | 'start' | 'end';

type Found = PieceJudgement['found'][number];

/** A report as it is kept with a piece: plain, with offsets from the beginning of the piece. */
interface KeptReport extends Report {
  readonly relatedTo?: readonly Anchor[];
}

/**
 * Judges the pieces of a part that are not judged yet, with a pause after each. What was reported of a piece is kept with it, so that an edit has the pieces
 * judged that it touches.
 */
export function* judgePieces<P extends Part>(language: Language<P>, divided: DividedPart<P>, context: Context): Steps<FoundInPieces<P>> {
  for (const piece of divided.pieces) {
    if (piece.slot.judged?.by === divided.by) continue;
    judgedPieces.count++;
    const alone = piece.alone();
    const found: Found[] = [];
    for (const rule of language.rules) {
      if (!rule.byPiece) continue;
      const reports: Report[] = [];
      try {
        for (const report of rule.check(alone, context))
          if (isIn(report.span, piece.span)) reports.push(kept(report, piece, divided, alone));
        if (reports.length) found.push({ check: rule, reports });
      } catch (error) {
        found.push({ check: rule, reports, error });
      }
    }
    piece.slot.judged = { by: divided.by, found };
    yield;
  }
  return byRule(divided);
}

/** What was found in pieces, by rule. */
export type FoundInPieces<P extends Part> = ReadonlyMap<unknown, readonly (Found & { readonly piece: DividedPiece<P> })[]>;

function byRule<P extends Part>({ pieces }: DividedPart<P>): FoundInPieces<P> {
  const all = new Map<unknown, (Found & { readonly piece: DividedPiece<P> })[]>();
  for (const piece of pieces) {
    for (const found of piece.slot.judged?.found ?? []) {
      const own = all.get(found.check);
      if (own) own.push({ ...found, piece });
      else all.set(found.check, [{ ...found, piece }]);
    }
  }
  return all;
}

/** What a rule reports of a part whose pieces are judged. A cure is made by the rule as it judges the whole part. */
export function* reportsByPiece<P extends Part>(
  rule: Rule<P>,
  part: P,
  { around }: DividedPart<P>,
  found: FoundInPieces<P>,
  context: Context,
): Iterable<Report> {
  for (const report of rule.check(around, context))
    yield report.cure ? { ...report, cure: () => curesOf(rule, part, context, report) } : report;
  for (const { piece, reports, error } of found.get(rule) ?? []) {
    for (const report of reports) {
      const placed = placedReport(report, piece, part.text.length);
      yield report.cure ? { ...placed, cure: () => curesOf(rule, part, context, placed) } : placed;
    }
    if (error !== undefined) throw error;
  }
}

const isIn = (inner: Span, outer: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;

function curesOf<P extends Part>(
  rule: Rule<P>,
  part: P,
  context: Context,
  { span, message }: Report,
): ReturnType<NonNullable<Report['cure']>> {
  for (const report of rule.check(part, context))
    if (report.span.start === span.start && report.span.end === span.end && report.message === message) return report.cure?.() ?? [];
  return [];
}

/** In the place of a cure, which is made again when it is requested. */
const curable = () => [];

function kept<P extends Part>({ cure, ...report }: Report, piece: DividedPiece<P>, { span }: DividedPart<P>, { text }: P): KeptReport {
  const own = report.related?.filter(({ uri }) => uri === undefined);
  const anchorOf = (place: Span): Anchor => (isIn(place, piece.span) ? 'piece' : place.start < span.start ? 'start' : 'end');
  return {
    ...report,
    span: moved(report.span, -piece.span.start),
    ...(cure && { cure: curable }),
    ...(own?.length && {
      related: report.related?.map((one) =>
        one.uri === undefined ? { ...one, span: moved(one.span, -originOf(anchorOf(one.span), piece, text.length)) } : one,
      ),
      relatedTo: report.related?.map((one) => anchorOf(one.span)),
    }),
  };
}

function placedReport<P extends Part>({ relatedTo, ...report }: KeptReport, piece: DividedPiece<P>, length: number): Report {
  return {
    ...report,
    span: moved(report.span, piece.span.start),
    ...(relatedTo && {
      related: report.related?.map((one, i) =>
        one.uri === undefined ? { ...one, span: moved(one.span, originOf(relatedTo[i] as Anchor, piece, length)) } : one,
      ),
    }),
  };
}

const originOf = (anchor: Anchor, { span }: DividedPiece<Part>, length: number): number =>
  anchor === 'piece' ? span.start : anchor === 'start' ? 0 : length;

const moved = ({ start, end }: Span, by: number): Span => ({ start: start + by, end: end + by });
