import { type Language, type Part, type Span, type StatedFact, span } from '../../core';

interface Containerfile extends Part {
  readonly images: readonly NamedImage[];
}

interface NamedImage {
  readonly name: string;
  readonly span: Span;
}

/** A Containerfile or Dockerfile: it names the images that a build pulls. */
export const containerfile: Language<Containerfile> = {
  name: 'containerfile',
  title: 'Containerfile',
  rules: [],
  examplePath: 'Containerfile',
  load: async ({ text }) => ({ parts: [{ start: 0, part: { text, images: imagesIn(text) } }], reads: [] }),
  unchecked: () => 'no rules for a Containerfile',
  facts: ({ images }): readonly StatedFact[] => images.map((image) => ({ kind: 'uses-image', detail: 'build', ...image })),
};

interface Instruction {
  readonly word: string;
  readonly rest: string;
  readonly start: number;
}

/**
 * The images of `FROM`, `COPY --from=` and `RUN --mount=…,from=`, without the stages of the build itself. Arguments before the first `FROM` are put
 * in with their defaults; an image whose name depends on another one is left out.
 */
function imagesIn(text: string): readonly NamedImage[] {
  const found: NamedImage[] = [];
  const stages = new Set<string>();
  const values = new Map<string, string>();
  let count = 0;
  const take = (written: string, start: number, known: ReadonlyMap<string, string>) => {
    const name = expanded(written, known);
    if (!name || name === 'scratch' || stages.has(name.toLowerCase()) || (/^\d+$/.test(name) && Number(name) < count)) return;
    found.push({ name, span: span(start, start + written.length) });
  };
  for (const { word, rest, start } of instructionsOf(text)) {
    if (word === 'ARG' && count === 0) readArguments(rest, values);
    else if (word === 'FROM') {
      const [, flags = '', image = '', stage] = /^((?:\s*--\S+)*\s*)(\S+)(?:\s+as\s+(\S+))?/is.exec(rest) ?? [];
      take(unquoted(image), start + flags.length + (/^["']/.test(image) ? 1 : 0), values);
      if (stage) stages.add(stage.toLowerCase());
      count++;
    } else if (word === 'COPY' || word === 'ADD' || word === 'RUN') {
      // A build refuses arguments here.
      const flags = /^(?:\s*--\S+)*/.exec(rest)?.[0] ?? '';
      for (const { 1: image = '', index, 0: whole } of flags.matchAll(/(?:--|[,=])from=([^\s,]+)/g))
        take(image, start + index + whole.length - image.length, new Map());
    }
  }
  return found;
}

function readArguments(rest: string, values: Map<string, string>): void {
  for (const [, name = '', value] of rest.matchAll(/([A-Za-z_]\w*)(?:=("[^"]*"|'[^']*'|\S*))?/g)) {
    const known = value === undefined ? undefined : expanded(unquoted(value), values);
    if (known !== undefined) values.set(name, known);
  }
}

const unquoted = (text: string): string => text.replace(/^(["'])(.*)\1$/s, '$2');

/** With variables put in; undefined where one has no known value. */
function expanded(text: string, values: ReadonlyMap<string, string>): string | undefined {
  let isKnown = true;
  const value = text.replace(
    /\$(?:(\w+)|\{(\w+)(?::?([-+])([^}]*))?\})/g,
    (_, plain?: string, braced?: string, kind?: string, other = '') => {
      const own = values.get(plain ?? braced ?? '');
      if (kind === '-') return own || other;
      if (kind === '+') return own ? other : '';
      if (own === undefined) isKnown = false;
      return own ?? '';
    },
  );
  return isKnown && !value.includes('$') ? value : undefined;
}

/** Instruction by instruction; a line that ends with the escape goes on in the next one, and the text of a heredoc is left out. */
function* instructionsOf(text: string): Generator<Instruction> {
  const continuation = /^(?:\s*#[^\n]*\n)*?\s*#\s*escape\s*=\s*`/i.test(text.slice(0, 2000)) ? '`' : '\\';
  let at = 0;
  const nextLine = () => {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? text.length : end);
    at = end < 0 ? text.length : end + 1;
    return line;
  };
  while (at < text.length) {
    const from = at;
    const line = nextLine();
    const [lead = '', word = ''] = /^\s*([A-Za-z]+)\s/.exec(`${line} `) ?? [];
    if (!word) continue;
    const pieces = [line.slice(lead.length)];
    // What is taken out is replaced by blanks, so that places stay.
    while (pieces.at(-1)?.trimEnd().endsWith(continuation) && at < text.length) {
      const last = pieces.pop() ?? '';
      const next = nextLine();
      const isComment = /^\s*#/.test(next);
      pieces.push(
        last.trimEnd().slice(0, -1),
        ' '.repeat(last.length - last.trimEnd().length + 2),
        isComment ? `${' '.repeat(Math.max(0, next.length - 1))}${continuation}` : next,
      );
    }
    const rest = pieces.join('');
    yield { word: word.toUpperCase(), rest, start: from + lead.length };
    if (/^(?:RUN|COPY|ADD)$/i.test(word))
      for (const [, name = ''] of rest.matchAll(/<<-?["']?(\w+)["']?/g)) while (at < text.length && nextLine().trim() !== name);
  }
}
