import { wordTable } from '../../../core';

/** What a word of the text stands for: quotes and escapes resolved as upstream's processunquoted() does. */

const simple: Readonly<Record<string, string>> = wordTable({
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  ' ': ' ',
  '\t': '\t',
  '!': '!',
  '#': '#',
});

/** Characters that keep their backslash, because they mean something in a glob. */
const globCharacters = new Set(['*', '?', '[', ']', '{', '}', '^', ',', '\\']);

const escapePattern = /\\(?:x([0-9a-fA-F]{1,2})|d([0-9]{1,3})|([0-3]?[0-7]{1,2})|([\s\S]))/g;

/** The value of a word: without its quotes, escapes resolved, escaped glob characters still escaped. */
export function wordValue(raw: string): string {
  const inner = raw.startsWith('"') && raw.endsWith('"') && raw.length > 1 ? raw.slice(1, -1) : raw;
  if (!inner.includes('\\')) return inner;
  return inner.replace(escapePattern, (whole, hex, decimal, octal, other) => {
    if (other !== undefined) return globCharacters.has(other) ? whole : (simple[other] ?? whole);
    const code = hex ? Number.parseInt(hex, 16) : decimal ? Number.parseInt(decimal, 10) : Number.parseInt(octal, 8);
    const character = String.fromCharCode(code & 0xff);
    return globCharacters.has(character) ? `\\${character}` : character;
  });
}

/** A set variable in a word: `@{name}` from start to end. */
export interface NamedVariable {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const noVariables: readonly NamedVariable[] = [];

/** The set variables in a word, in order. */
export function variablesIn(raw: string): readonly NamedVariable[] {
  if (!raw.includes('@{')) return noVariables;
  const found: NamedVariable[] = [];
  for (const match of raw.matchAll(/(\\*)@\{([^{}]*)\}/g)) {
    const escapes = (match[1] as string).length;
    if (escapes % 2 === 1) continue;
    found.push({ name: match[2] as string, start: match.index + escapes, end: match.index + match[0].length });
  }
  return found;
}
