import type { PositionMap, Segment } from './positionMap';
import type { Span } from './span';

/** A text that a program makes of values of the host: what it takes from the host, and where. */
export interface GeneratedText {
  readonly text: string;
  /** In the order of the text; a value may come more than once. */
  readonly taken: readonly Segment[];
}

/** Puts a text together, and remembers which of it the host says. */
export class TextMaker {
  private text = '';
  private readonly taken: Segment[] = [];

  add(text: string): this {
    this.text += text;
    return this;
  }

  /** `host` is where the value is written; with escapes or not. */
  take(value: string, host: Span): this {
    if (value) this.taken.push({ region: this.text.length, length: value.length, host: host.start, hostLength: host.end - host.start });
    return this.add(value);
  }

  get made(): GeneratedText {
    return { text: this.text, taken: this.taken };
  }
}

/**
 * The places of a generated text: those of a value that it takes, else of the value on the same line, else `whole`. What is on the line of a value
 * inside of `about` is the host's to change; but there is no way to write an edit of the text into the host.
 */
export function generatedMap({ text, taken }: GeneratedText, whole: Span, about: Span): PositionMap {
  const lineOf = (offset: number) => (offset > 0 ? text.lastIndexOf('\n', offset - 1) : -1);
  const beside = (offset: number) => taken.findLast(({ region }) => region <= offset && lineOf(region) === lineOf(offset));
  const after = (offset: number) => taken.find(({ region }) => region > offset && lineOf(region) === lineOf(offset));
  return {
    extent: whole,
    verbatim: false,
    toHost(offset) {
      const segment = beside(offset);
      if (segment) return within(segment, offset - segment.region);
      return after(offset)?.host ?? (offset < text.length ? whole.start : whole.end);
    },
    toRegion(offset) {
      const segment = taken.find(({ host, hostLength }) => host <= offset && offset <= host + hostLength);
      return segment && segment.region + (segment.length === segment.hostLength ? offset - segment.host : 0);
    },
    editToHost: () => undefined,
    shows({ start }) {
      const host = (beside(start) ?? after(start))?.host;
      return host !== undefined && about.start <= host && host <= about.end;
    },
  };
}

function within({ host, hostLength, length }: Segment, offset: number): number {
  if (offset >= length) return host + hostLength;
  return length === hostLength ? host + offset : host;
}
