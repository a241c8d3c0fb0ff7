import { wordTable } from '../../../core';
import { TemplateError } from './syntax';

/** A token inside an action. */
export interface TemplateToken {
  readonly kind: 'word' | 'field' | 'variable' | 'string' | 'number' | 'char' | 'sign';
  readonly text: string;
  readonly at: number;
  /** Blanks are before it: `.a .b` are two operands, `.a.b` is one. */
  readonly spaced: boolean;
}

/** A stretch of plain text, or an action with what is between its braces. */
export type TemplateChunk =
  | { readonly kind: 'text'; readonly start: number; readonly end: number }
  | { readonly kind: 'action'; readonly start: number; readonly end: number; readonly tokens: readonly TemplateToken[] };

/** Cuts a template into text and actions; trim markers have been carried out, comments are gone. */
export function chunksOf(text: string): readonly TemplateChunk[] {
  const chunks: TemplateChunk[] = [];
  let position = 0;
  let trimLeft = false;
  const push = (end: number, trimRight: boolean) => {
    let [from, to] = [position, end];
    if (trimLeft) while (from < to && isBlank(text[from])) from++;
    if (trimRight) while (to > from && isBlank(text[to - 1])) to--;
    if (to > from) chunks.push({ kind: 'text', start: from, end: to });
  };
  for (;;) {
    const start = text.indexOf('{{', position);
    if (start < 0) break;
    const trims = text[start + 2] === '-' && isBlank(text[start + 3]);
    push(start, trims);
    const inside = start + (trims ? 3 : 2);
    const comment = /\s*\/\*/y;
    comment.lastIndex = inside;
    if (comment.test(text)) {
      const close = text.indexOf('*/', inside);
      const end = close < 0 ? null : /^\*\/\s*(-?)\}\}/.exec(text.slice(close, close + 1000));
      if (!end) throw new TemplateError('unclosed comment', start);
      trimLeft = end[1] === '-';
      position = close + end[0].length;
      continue;
    }
    const { tokens, end, trimmed } = tokensFrom(text, inside, start);
    chunks.push({ kind: 'action', start, end, tokens });
    trimLeft = trimmed;
    position = end;
  }
  push(text.length, false);
  return chunks;
}

const isBlank = (char: string | undefined): boolean => char === ' ' || char === '\t' || char === '\r' || char === '\n';

const token =
  /(\s+)|("(?:[^"\\\n]|\\.)*")|(`[^`]*`)|('(?:[^'\\\n]|\\.)+')|([+-]?(?:0[xXbBoO][\da-fA-F_]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?))|(\$[\p{L}\d_]*)|(\.[\p{L}_][\p{L}\d_]*)|([\p{L}_][\p{L}\d_]*)|(:=|[=|(),.])/uy;

function tokensFrom(text: string, from: number, start: number): { tokens: readonly TemplateToken[]; end: number; trimmed: boolean } {
  const tokens: TemplateToken[] = [];
  let at = from;
  let spaced = true;
  for (;;) {
    if (text.startsWith('}}', at)) return { tokens, end: at + 2, trimmed: false };
    if (spaced && text.startsWith('-}}', at)) return { tokens, end: at + 3, trimmed: true };
    token.lastIndex = at;
    const found = token.exec(text);
    if (!found)
      throw new TemplateError(at >= text.length ? 'unclosed action' : `unexpected ${JSON.stringify(text[at])} in an action`, start);
    const [all, blank, quoted, raw, char, number, variable, field, word, sign] = found;
    if (blank !== undefined) spaced = true;
    else {
      const make = (kind: TemplateToken['kind'], content: string) => tokens.push({ kind, text: content, at, spaced });
      if (quoted !== undefined) make('string', unquoted(quoted.slice(1, -1)));
      else if (raw !== undefined) make('string', raw.slice(1, -1));
      else if (char !== undefined) make('char', unquoted(char.slice(1, -1)));
      else if (number !== undefined) make('number', number);
      else if (variable !== undefined) make('variable', variable);
      else if (field !== undefined) make('field', field.slice(1));
      else if (word !== undefined) make('word', word);
      else make('sign', sign as string);
      spaced = false;
    }
    at += all.length;
  }
}

const escapes = wordTable({ n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' });

const unquoted = (inside: string): string =>
  inside.replace(/\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3})|(.))/gs, (_, x, u, long, octal, one: string) => {
    const code = x ?? u ?? long;
    if (code !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff));
    return octal === undefined ? (escapes[one] ?? one) : String.fromCharCode(Number.parseInt(octal, 8));
  });
