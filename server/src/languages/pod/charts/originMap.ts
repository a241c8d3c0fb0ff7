import { type Edit, type Place, type PositionMap, type Span, span } from '../../../core';
import { type Origin, type OriginHost, originOf, type Traced } from './origin';
import { editsOfOrigin } from './originEdits';

/** Where a built text lies in one of its files: piece by piece, and most of it elsewhere. */
export function originMap(built: Traced, host: OriginHost): PositionMap {
  const own = built.pieces.filter(({ origin }) => origin.uri === host.uri);
  const toHost = (offset: number): number => originOf(built, offset, offset + 1)?.start ?? 0;
  return {
    extent: { start: 0, end: host.text.length },
    verbatim: false,
    toHost,
    toRegion(offset) {
      const piece = own.find(({ origin }) => offset >= origin.start && offset <= origin.end);
      return piece && (piece.origin.exact ? piece.start + offset - piece.origin.start : piece.start);
    },
    placeOf: (span) => placeIn(built, span, host.uri),
    editToHost: (edit) => editsOfOrigin(built, host, [edit])?.[0],
    editsToHost: (edits: readonly Edit[]) => editsOfOrigin(built, host, edits),
  };
}

function placeIn(built: Traced, { start, end }: Span, host: string): Place | undefined {
  const first = originOf(built, start, Math.max(end, start + 1));
  if (!first) return undefined;
  const place = { span: span(first.start, lastOf(built, first, start, end)) };
  return first.uri === host ? place : { uri: first.uri, ...place };
}

/** To the end of what the same file has of a span; else only to the end of the first piece. */
function lastOf(built: Traced, first: Origin, start: number, end: number): number {
  const last = end > start + 1 ? originOf(built, end - 1, end) : undefined;
  return last && last.uri === first.uri && last.end > first.end ? last.end : first.end;
}
