/** A place in a text: offsets in UTF-16 code units, `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export const span = (start: number, end: number): Span => ({ start, end });

/** Whether an offset lies in the span or at either edge: where a cursor "touches" a word. */
export const touches = (place: Span, offset: number): boolean => place.start <= offset && offset <= place.end;

/** Whether two spans share a character, or one is a cursor at the edge of the other. */
export const meet = (a: Span, b: Span): boolean => a.start <= b.end && b.start <= a.end;

export const contains = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;

export const shift = (place: Span, by: number): Span => ({ start: place.start + by, end: place.end + by });
