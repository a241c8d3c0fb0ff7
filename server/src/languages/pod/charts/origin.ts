/** A place in a file. `exact`: text that comes from there is the file's own, character by character. */
export interface Origin {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
  readonly exact: boolean;
}

/** Where a stretch of a text comes from. Stretches without a piece come from nowhere in particular. */
export interface OriginPiece {
  readonly start: number;
  readonly end: number;
  readonly origin: Origin;
}

/** A text and where it comes from; pieces are in order and don't overlap. */
export interface Traced {
  readonly text: string;
  readonly pieces: readonly OriginPiece[];
}

export const untraced = (text: string): Traced => ({ text, pieces: [] });

/** A text that comes from one place as a whole. */
export const tracedTo = (text: string, origin: Origin | undefined): Traced =>
  origin && text ? { text, pieces: [{ start: 0, end: text.length, origin }] } : untraced(text);

/** A file's own text. */
export const fileText = (uri: string, text: string): Traced => tracedTo(text, { uri, start: 0, end: text.length, exact: true });

function clipped(piece: OriginPiece, start: number, end: number): OriginPiece {
  const { origin } = piece;
  const from = Math.max(piece.start, start);
  const to = Math.min(piece.end, end);
  const own = origin.exact ? { ...origin, start: origin.start + from - piece.start, end: origin.start + to - piece.start } : origin;
  return { start: from - start, end: to - start, origin: own };
}

export function sliceOf({ text, pieces }: Traced, start: number, end: number = text.length): Traced {
  if (start === 0 && end === text.length) return { text, pieces };
  return {
    text: text.slice(start, end),
    pieces: pieces.flatMap((piece) => (piece.end > start && piece.start < end ? [clipped(piece, start, end)] : [])),
  };
}

/** Puts texts together, one after the other. */
export class Joiner {
  private readonly texts: string[] = [];
  private readonly pieces: OriginPiece[] = [];
  length = 0;

  add({ text, pieces }: Traced): this {
    for (const { start, end, origin } of pieces) this.piece(this.length + start, this.length + end, origin);
    this.texts.push(text);
    this.length += text.length;
    return this;
  }

  /** A piece that goes on where the last one ends is the same piece. */
  private piece(start: number, end: number, origin: Origin): void {
    const last = this.pieces.at(-1);
    if (
      last &&
      last.end === start &&
      last.origin.uri === origin.uri &&
      last.origin.exact &&
      origin.exact &&
      last.origin.end === origin.start
    )
      this.pieces[this.pieces.length - 1] = { start: last.start, end, origin: { ...last.origin, end: origin.end } };
    else if (end > start) this.pieces.push({ start, end, origin });
  }

  joined(): Traced {
    return { text: this.texts.join(''), pieces: this.pieces };
  }
}

export const joined = (parts: readonly Traced[]): Traced => parts.reduce((all, part) => all.add(part), new Joiner()).joined();

/** Where most of a span of a text comes from: the piece at its start, else the first one in it. */
export function originOf({ pieces }: Traced, start: number, end: number): Origin | undefined {
  const piece = pieces.find((one) => one.end > start && one.start <= Math.max(start, end - 1));
  return piece && clipped(piece, Math.max(start, piece.start), Math.max(start, Math.min(end, piece.end))).origin;
}

/** A file that a text was built from, among others. */
export interface OriginHost {
  readonly uri: string;
  readonly text: string;
}
