import fc from 'fast-check';
import type { Edit } from '../../../server/src/core';

/** One random change of a text, whatever the text: numbers that `editOf` turns into an edit. */
export interface Step {
  readonly kind: EditKind;
  /** Where, and a second place or choice. */
  readonly at: number;
  readonly other: number;
}

const pieces = [
  ...['"', "'", '{', '}', '[', ']', '(', ')', '<', '>', ',', ':', ';', '#', '=', '|', '&', '*', '\\', '-', '^'],
  ...['\n', '\r\n', '\r', '\t', ' ', '- ', '&a ', '*a', '<<: ', '---\n', '|\n', '{{ x }}', '@{', '${', '->', '/**', '..', '+='],
  ...[
    '\u0000',
    '\ud800',
    '\ufeff',
    '\u2028',
    '😀',
    'true',
    'null',
    '~',
    '0x',
    '1e999',
    '-1',
    '18446744073709551616',
    '__proto__',
    'constructor',
  ],
];

/** `start`, `end`, and what is written there. */
type Made = readonly [start: number, end: number, text: string];

const wordsOf = (text: string) => [...text.matchAll(/\w+/g)];
const matchAt = (text: string, what: RegExp, at: number): RegExpExecArray | undefined => {
  const all = [...text.matchAll(what)];
  return all[at % Math.max(1, all.length)];
};
const pieceAt = (at: number): string => pieces[at % pieces.length] as string;

interface Line {
  readonly start: number;
  readonly end: number;
}

function linesIn(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline + 1;
    lines.push({ start, end });
    start = end;
  }
  return lines.length > 0 ? lines : [{ start: 0, end: 0 }];
}

const lineAt = (text: string, at: number): Line => {
  const lines = linesIn(text);
  return lines[at % lines.length] as Line;
};

const replaced = (match: RegExpExecArray | undefined, by: (word: string) => string): Made =>
  match ? [match.index, match.index + match[0].length, by(match[0])] : [0, 0, ''];

/** What people, their tools and their mistakes do to a text. */
const kinds = {
  insert: (text, at, other) => [at % (text.length + 1), at % (text.length + 1), pieceAt(other)],
  deleteCharacter: (text, at) => [at % (text.length + 1), Math.min(text.length, (at % (text.length + 1)) + 1), ''],
  deleteWord: (text, at) => replaced(matchAt(text, /\w+/g, at), () => ''),
  deleteLine: (text, at) => [lineAt(text, at).start, lineAt(text, at).end, ''],
  deleteRange: (text, at, other) => [at % (text.length + 1), Math.min(text.length, (at % (text.length + 1)) + (other % 40)), ''],
  duplicateWord: (text, at) => replaced(matchAt(text, /\w+/g, at), (word) => `${word} ${word}`),
  duplicateLine: (text, at) => {
    const { start, end } = lineAt(text, at);
    return [end, end, text.slice(start, end)];
  },
  duplicateLines: (text, at, other) => {
    const lines = linesIn(text);
    const from = at % lines.length;
    const last = lines[Math.min(lines.length - 1, from + (other % 8))] as Line;
    return [last.end, last.end, text.slice((lines[from] as Line).start, last.end)];
  },
  swapLines: (text, at) => {
    const [one, two] = [lineAt(text, at), lineAt(text, at + 1)];
    const inOrder = one.end === two.start;
    return inOrder ? [one.start, two.end, text.slice(two.start, two.end) + text.slice(one.start, one.end)] : [0, 0, ''];
  },
  swapWords: (text, at) => replaced(matchAt(text, /(\w+)(\W+)(\w+)/g, at), (match) => match.replace(/^(\w+)(\W+)(\w+)$/, '$3$2$1')),
  replaceWord: (text, at, other) => {
    const words = wordsOf(text);
    return replaced(words[at % Math.max(1, words.length)], (word) => words[other % words.length]?.[0] ?? word);
  },
  misspell: (text, at, other) =>
    replaced(matchAt(text, /\w\w+/g, at), (word) => {
      const place = other % word.length;
      return word.slice(0, place) + (other % 2 ? (word[place + 1] ?? '') + word[place] + word.slice(place + 2) : word.slice(place + 1));
    }),
  deleteBracket: (text, at) => replaced(matchAt(text, /[[\]{}()<>]/g, at), () => ''),
  replaceBracket: (text, at, other) => replaced(matchAt(text, /[[\]{}()<>]/g, at), () => '[]{}()<>'[other % 8] as string),
  deleteQuote: (text, at) => replaced(matchAt(text, /["']/g, at), () => ''),
  addQuotes: (text, at, other) => replaced(matchAt(text, /[\w./*-]+/g, at), (word) => (other % 2 ? `"${word}"` : `'${word}'`)),
  deleteSeparator: (text, at) => replaced(matchAt(text, /[,:=]/g, at), () => ''),
  indent: (text, at, other) => {
    const { start } = lineAt(text, at);
    return [start, start, other % 4 === 0 ? '\t' : ' '.repeat((other % 4) * 2)];
  },
  dedent: (text, at) => {
    const { start } = lineAt(text, at);
    return [start, start + (/^[ \t]{1,2}/.exec(text.slice(start, start + 2))?.[0].length ?? 0), ''];
  },
  changeNumber: (text, at, other) =>
    replaced(matchAt(text, /\d+/g, at), () => ['0', '-1', '4294967296', '1e400', '08', '0x7fffffff'][other % 6] as string),
  truncate: (text, at) => [at % (text.length + 1), text.length, ''],
  carriageReturn: (text, at) => replaced(matchAt(text, /\r?\n/g, at), (line) => (line === '\n' ? '\r\n' : '\n')),
} as const satisfies Readonly<Record<string, (text: string, at: number, other: number) => Made>>;

export type EditKind = keyof typeof kinds;
export const editKinds = Object.keys(kinds) as readonly EditKind[];

export function editOf(text: string, { kind, at, other }: Step): Edit {
  const [start, end, written] = kinds[kind](text, at, other);
  return { span: { start, end }, text: written };
}

const place = fc.integer({ min: 0, max: 0x7fffffff });

/** Which file, what is done to it, and where an editor then asks. */
export interface Plan {
  readonly language: number;
  readonly file: number;
  readonly steps: readonly (Step & { readonly asked: number })[];
}

export const plans: fc.Arbitrary<Plan> = fc.noBias(
  fc.record({
    language: place,
    file: place,
    steps: fc.array(fc.record({ kind: fc.constantFrom(...editKinds), at: place, other: place, asked: place }), {
      minLength: 1,
      maxLength: 6,
    }),
  }),
);
