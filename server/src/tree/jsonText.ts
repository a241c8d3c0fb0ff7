// JSON as text: how it is laid out, and what a person does about the usual slips.

import { format } from 'jsonc-parser';
import { code, type Edit, type Fix, type FormatOptions, type Span, wordTable } from '../core';
import type { Tree } from './tree';

/** The edits that lay JSON out; comments stay. A text that does not parse is left alone. */
export function formatJson({ syntax, text, problems }: Tree, { indent }: FormatOptions, range?: Span): readonly Edit[] {
  if (syntax !== 'json' || problems.length) return [];
  const within = range && { offset: range.start, length: range.end - range.start };
  const insertSpaces = !indent.includes('\t');
  const options = { insertSpaces, tabSize: insertSpaces ? indent.length : 1, eol: text.includes('\r\n') ? '\r\n' : '\n' };
  return format(text, within, options).map(({ offset, length, content }) => ({
    span: { start: offset, end: offset + length },
    text: content,
  }));
}

/** Takes out the comments, a byte order mark or a comma too many; puts in a missing comma; cuts off what follows. `place` is where the problem is. */
export function jsonSyntaxFixes({ syntax, text, comments, root }: Tree, place: Span): readonly Fix[] {
  if (syntax !== 'json') return [];
  if (comments.some(({ start, end }) => start <= place.start && place.start < end))
    return [
      repair(
        'Remove the comments',
        comments.map((comment) => remove(withBlanks(text, comment))),
      ),
    ];
  if (text.charCodeAt(0) === 0xfeff && place.start === 0) return [repair('Remove the byte order mark', [remove({ start: 0, end: 1 })])];
  const rest = text.slice(place.end);
  const here = text.slice(place.start, place.end);
  if (here === ',' && /^[\]}]/.test(withoutComments(rest))) return [repair('Remove the comma', [remove(place)])];
  const end = root?.span.end;
  if (end !== undefined && place.start >= end && text.slice(end, place.start).trim() === '')
    return [{ title: 'Remove what follows', edits: [remove({ start: end, end: text.trimEnd().length })], safe: false, preferred: true }];
  if (/^[^\S \t\r\n]+$/.test(here)) return [repair('Write a blank', [{ span: place, text: ' ' }])];
  const quote = quoteFixes(text, place);
  if (quote) return quote;
  const instead = asJson(here);
  if (instead !== undefined) return [repair(`Write as ${code(instead)}`, [{ span: place, text: instead }])];
  const control = /^"?[^"]*?([\u0000-\u001f])/.exec(here)?.[1];
  if (control !== undefined && !/[\r\n]/.test(here)) {
    const escaped = [...here].map((char) => (char < ' ' ? JSON.stringify(char).slice(1, -1) : char)).join('');
    return [repair('Write it as an escape', [{ span: place, text: escaped }])];
  }
  const at = text.trimEnd().length;
  const closing = place.end >= at ? openBrackets(text) : '';
  if (closing) return [{ title: `Close with ${code(closing)}`, edits: [{ span: { start: at, end: at }, text: closing }], safe: false }];
  // A missing comma is shown at what is before it.
  if (/^["\]}\w]$/.test(here) && /^["{[]/.test(withoutComments(rest)))
    return [repair('Add the missing comma', [{ span: { start: place.end, end: place.end }, text: ',' }])];
  return [];
}

/**
 * What a string with one quote needs: the other one. Undefined where no quote is beside the place; no fix where it isn't clear which quote is
 * missing.
 */
function quoteFixes(text: string, place: Span): readonly Fix[] | undefined {
  const addQuote = (at: number) => [repair('Add the missing quote', [{ span: { start: at, end: at }, text: '"' }])];
  const rest = /^[^\r\n]*/.exec(text.slice(place.end))?.[0] ?? '';
  const here = text.slice(place.start, place.end);
  // `"a: "b": 1`: the string before the word ends where the next one was meant to begin.
  if (text[place.start - 1] === '"' && /^\w/.test(here)) {
    const before = text.slice(text.lastIndexOf('\n', place.start - 1) + 1, place.start);
    const swallowed = /"[^"\\]*?([ \t]*[,:][ \t]*)"$/.exec(before)?.[1];
    return swallowed === undefined ? [] : addQuote(place.start - 1 - swallowed.length);
  }
  if (/^"[^"\\\r\n]+$/.test(here) && rest === '') return addQuote(place.start + here.replace(/[\s,\]}]*$/, '').length);
  if (!rest.startsWith('"') || here.includes('"')) return undefined;
  return rest.split('"').length % 2 === 0 ? addQuote(place.start) : [];
}

/** A text from its first character on that is neither a blank nor in a comment. */
const withoutComments = (text: string): string => text.replace(/^(?:\s+|#[^\r\n]*|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/)+/, '');

/** The brackets that close what is open at the end, innermost first; '' where they do not match on the way. */
function openBrackets(text: string): string {
  const open: string[] = [];
  for (const [token] of text.matchAll(/"(?:[^"\\\r\n]|\\.)*"|[{}[\]]/g)) {
    if (token === '{') open.unshift('}');
    else if (token === '[') open.unshift(']');
    else if (token.length === 1 && open.shift() !== token) return '';
  }
  return open.join('');
}

/** What other languages write for the words of JSON. */
const literals: Readonly<Record<string, string>> = wordTable({ True: 'true', False: 'false', None: 'null', nil: 'null' });

/** A word or a text in single quotes, as JSON writes it. */
function asJson(token: string): string | undefined {
  const inner = /^'([^'"\\]*)'$/.exec(token)?.[1];
  if (inner !== undefined) return JSON.stringify(inner);
  const literal = literals[token];
  return literal ?? (/^[A-Za-z_]\w*$/.test(token) && !/^(?:true|false|null)$/.test(token) ? JSON.stringify(token) : undefined);
}

const repair = (title: string, edits: readonly Edit[]): Fix => ({ title, edits, safe: true, preferred: true });

const remove = (span: Span): Edit => ({ span, text: '' });

/** A comment with the blanks in front of it; with its line, where it has one for itself. */
function withBlanks(text: string, { start, end }: Span): Span {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const alone = text.slice(lineStart, start).trim() === '' && /^[ \t]*(?:\r?\n|$)/.test(text.slice(end));
  if (!alone) return { start: lineStart + text.slice(lineStart, start).trimEnd().length, end };
  const newline = text.indexOf('\n', end);
  return { start: lineStart, end: newline < 0 ? end : newline + 1 };
}
