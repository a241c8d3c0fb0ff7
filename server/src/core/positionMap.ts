import type { Edit } from './edit';
import { type Span, shift } from './span';

/** Where the text of a region lies in the text around it. Offsets count in UTF-16 code units. */
export interface PositionMap {
  /** What the region covers in its host. */
  readonly extent: Span;
  /** The region's text is the host's, apart from the indentation of its lines: inserted text needs no escapes. */
  readonly verbatim: boolean;
  /** Where each offset of the region is that of the host without so many characters; absent where that differs from place to place. */
  readonly start?: number;
  toHost(offset: number): number;
  /** Undefined outside of the region. */
  toRegion(offset: number): number | undefined;
  /** Whether a span is of something that the host says. Absent: all of the region's text is. */
  shows?(span: Span): boolean;
  /** The edit of the host that makes this edit of the region; undefined where the host has no safe way to write it. */
  editToHost(edit: Edit): Edit | undefined;
  /** Of a text that was built from several files: where a stretch was written; undefined where nowhere in particular. */
  placeOf?(span: Span): Place | undefined;
  /** Where edits that belong together are one change of the host. */
  editsToHost?(edits: readonly Edit[]): readonly Edit[] | undefined;
}

/** A place in a file; without `uri` in the host. */
export interface Place {
  readonly uri?: string;
  readonly span: Span;
}

/** A region whose text is the host's own, from an offset on. */
export function startingAt(start: number, length: number): PositionMap {
  const extent = { start, end: start + length };
  return {
    extent,
    verbatim: true,
    start,
    toHost: (offset) => start + offset,
    toRegion: (offset) => (offset < extent.start || offset > extent.end ? undefined : offset - start),
    editToHost: (edit) => (start === 0 ? edit : { span: shift(edit.span, start), text: edit.text }),
  };
}

/** A stretch of a region's text and of the host's. Of equal length: character by character; else an escape, as a whole. */
export interface Segment {
  readonly region: number;
  readonly length: number;
  readonly host: number;
  readonly hostLength: number;
}

/** What a map of segments needs besides them. */
export interface SegmentOptions {
  readonly extent: Span;
  readonly verbatim: boolean;
  /** The region's end belongs to it: a cursor there writes into it. */
  readonly open: boolean;
  editToHost(edit: Edit, map: PositionMap): Edit | undefined;
}

/** A region that is indented or escaped in its host. Segments are in order and leave out what only the host has. */
export function segmentMap(segments: readonly Segment[], { extent, verbatim, open, editToHost }: SegmentOptions): PositionMap {
  const before = (field: 'region' | 'host', offset: number): Segment | undefined => {
    let low = 0;
    let high = segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((segments[middle] as Segment)[field] <= offset) low = middle;
      else high = middle - 1;
    }
    return segments[low];
  };
  const map: PositionMap = {
    extent,
    verbatim,
    toHost(offset) {
      const segment = before('region', offset);
      if (!segment) return extent.end;
      const within = offset - segment.region;
      if (within >= segment.length) return Math.min(extent.end, segment.host + segment.hostLength);
      return segment.host + (segment.length === segment.hostLength ? Math.max(0, within) : 0);
    },
    toRegion(offset) {
      if (offset < extent.start || offset > extent.end || (offset === extent.end && !open)) return undefined;
      const segment = before('host', offset);
      if (!segment) return 0;
      const within = Math.max(0, offset - segment.host);
      if (within >= segment.hostLength) return segment.region + segment.length;
      return segment.region + (segment.length === segment.hostLength ? within : 0);
    },
    editToHost: (edit) => editToHost(edit, map),
  };
  return map;
}

/** A region inside a region. */
export function nested(outer: PositionMap, inner: PositionMap): PositionMap {
  // What was built from several files speaks of whole files.
  if (inner.placeOf) return inner;
  if (outer.start !== undefined && inner.start !== undefined)
    return startingAt(outer.start + inner.start, inner.extent.end - inner.extent.start);
  const toHost = (offset: number) => outer.toHost(inner.toHost(offset));
  const { placeOf } = outer;
  const between = (edits: readonly Edit[]) => editsToHost(inner, edits);
  return {
    ...(placeOf && {
      placeOf: (span: Span) => placeOf(spanToHost(inner, span)),
      editsToHost: (edits: readonly Edit[]) => {
        const moved = between(edits);
        return moved && editsToHost(outer, moved);
      },
    }),
    extent: spanToHost(outer, inner.extent),
    verbatim: outer.verbatim && inner.verbatim,
    toHost,
    toRegion(offset) {
      const between = outer.toRegion(offset);
      return between === undefined ? undefined : inner.toRegion(between);
    },
    ...(inner.shows && { shows: (span) => inner.shows?.(span) ?? true }),
    editToHost(edit) {
      const between = inner.editToHost(edit);
      return between && outer.editToHost(between);
    },
  };
}

export const spanToHost = (map: PositionMap, { start, end }: Span): Span => ({ start: map.toHost(start), end: map.toHost(end) });

/** A span in the host; undefined where a region's text was written elsewhere. */
export function spanInHost(map: PositionMap, span: Span): Span | undefined {
  if (!map.placeOf) return spanToHost(map, span);
  const place = map.placeOf(span);
  return place && place.uri === undefined ? place.span : undefined;
}

/** The part of a host's span that lies in the region, in the region's offsets; undefined where they do not meet. */
export function spanToRegion(map: PositionMap, { start, end }: Span): Span | undefined {
  const { extent } = map;
  if (start > extent.end || end < extent.start) return undefined;
  const from = map.toRegion(Math.max(start, extent.start));
  const to = map.toRegion(Math.min(end, extent.end)) ?? map.toRegion(Math.max(extent.start, extent.end - 1));
  return from === undefined || to === undefined ? undefined : { start: from, end: Math.max(from, to) };
}

/** Edits that belong together: all of them, or undefined where one has no place in the host. */
export function editsToHost(map: PositionMap, edits: readonly Edit[]): readonly Edit[] | undefined {
  if (map.editsToHost) return map.editsToHost(edits);
  const placed: Edit[] = [];
  for (const edit of edits) {
    const own = map.editToHost(edit);
    if (!own) return undefined;
    placed.push(own);
  }
  return placed;
}
