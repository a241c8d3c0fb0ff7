/**
 * The Markdown of hovers, pages and reports. Text of files goes into it only through `escaped`, `code`, `fenced` and the title and address of a
 * link, so that it makes no image, link, command or HTML: an editor would load, run or show them.
 */

import { type Terminal, visible } from './terminal';
import { shown } from './visible';

declare const markdown: unique symbol;
export type Markdown = string & { readonly [markdown]: 'Markdown' };

/** Our own words, Markdown as they are written; what goes in is Markdown already. */
export const md = (words: TemplateStringsArray, ...values: readonly (Markdown | number)[]): Markdown =>
  String.raw({ raw: words }, ...values) as Markdown;

/** A sentence of our own tables, which are written in Markdown. Never for text of a file. */
export const ours = (sentence: string): Markdown => sentence as Markdown;

/** Text of a file, as text: nothing in it is Markdown, not even what would become a link of itself. */
export const escaped = (text: string): Markdown =>
  shown(text)
    .replace(/[\\`*_{}[\]<>#|~&!@$^]|:(?=\/\/)|(?<=www)\.|^[-+=]|(?<=^\d+)[.)]/gi, '\\$&')
    .replace(/^\s+|\s+$/g, ' ') as Markdown;

/** Inline code, on one line, whatever is in the text. */
export function code(text: string): Markdown {
  const line = shown(text) || ' ';
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  // Blanks at both ends would be taken off, and a backtick would lengthen the fence.
  const pad = /^`|`$/.test(line) || (/^ .* $/.test(line) && line.trim() !== '') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}` as Markdown;
}

export const bold = (text: Markdown): Markdown => `**${text}**` as Markdown;

export const link = (title: Markdown, url: string): Markdown => `[${title}](${address(url)})` as Markdown;

/** An address has none of the signs that would end it; only those that open a page or a file are any. */
const address = (url: string): string =>
  /^(?:https:\/\/|file:|[\w.+-]+:\/|#L|[\w./-]+\.md$)/i.test(url) && !/^(?:command|javascript|data|http):/i.test(url)
    ? url.replace(/[\s()<>"\\`]/g, (sign) => encodeURIComponent(sign).replace(/[()]/g, (one) => `%${one.charCodeAt(0).toString(16)}`))
    : '#';

/** A place in a file; without `uri` in the file that an answer is about, which only the edges know by its address. */
export const lineLink = (line: number, uri = ''): Markdown => link(md`line ${line}`, `${uri}#L${line}`);

export const numbered = (items: readonly Markdown[]): Markdown =>
  items.map((item, index) => `${index + 1}. ${item}`).join('\n') as Markdown;

/** With the address of the file in the links that have none. */
export const linkedTo = (text: Markdown, uri: string): Markdown => text.replaceAll('](#L', () => `](${address(uri)}#L`) as Markdown;

/** With other numbers in the links to lines of the file itself: where the text is only a region of it. */
export const withMovedLines = (text: Markdown, lineOf: (line: number) => number): Markdown =>
  text.replace(/\[line (\d+)\]\(#L\d+\)/g, (_, line: string) => lineLink(lineOf(Number(line)))) as Markdown;

/**
 * For a terminal: the signs of Markdown stay, since backticks set names apart from words; only links to lines and escapes become text.
 * `plainText` is for editors that show no Markdown.
 */
export const terminalOf = (text: Markdown): Terminal =>
  linesIn(
    text.replace(
      /(`+)[^`][\s\S]*?[^`]?\1(?!`)|\[(line \d+)\]\([^()]*#L\d+\)|\\([!-/:-@[-`{-~])/g,
      (whole, _, line?: string, sign?: string) => line ?? sign ?? whole,
    ),
  );

/** Markdown on a terminal as it is written. */
export const sourceOfMarkdown = (text: Markdown): Terminal => linesIn(text);

const linesIn = (text: string): Terminal => text.split('\n').map(visible).join('\n') as Terminal;

/** A block of code; the fence is longer than any in the text. */
export function fenced(text: string, language = ''): Markdown {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const lines = text.replace(/\n$/, '').split('\n').map(shown);
  return `${fence}${language}\n${lines.join('\n')}\n${fence}` as Markdown;
}

/** A table; cells may have Markdown but no line breaks. */
export function table(header: readonly Markdown[], rows: readonly (readonly Markdown[])[]): Markdown {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n') as Markdown;
}

/** A bar ends a cell, in code too; the one after a backslash cannot be written in code. */
const cell = (text: string): string =>
  text
    .replace(/\n/g, ' ')
    .replace(/(\\*)\|/g, (_, slashes: string) => (slashes.length % 2 ? `${slashes}|` : slashes ? `${slashes}\u00a6` : '\\|'));

/** Paragraphs with a blank line between; empty ones are left out. */
export const paragraphs = (...parts: readonly (Markdown | '' | undefined | false)[]): Markdown =>
  parts.filter(Boolean).join('\n\n') as Markdown;

export const bullets = (items: readonly Markdown[]): Markdown => items.map((item) => `- ${item}`).join('\n') as Markdown;

/** With something else where a pattern of our own words matches. */
export const replaced = (text: Markdown, pattern: RegExp, by: Markdown): Markdown => text.replace(pattern, () => by) as Markdown;

/** With a separator of our own. */
export const joined = (parts: readonly Markdown[], separator: string): Markdown => parts.join(separator) as Markdown;

/** `a`, `a and b`, `a, b and c`. */
export function listed<T extends string>(words: readonly T[], join = 'and'): T {
  return (words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${join} ${words[words.length - 1]}`) as T;
}

/** For a sentence that goes on inside another. */
export const uncapitalised = <T extends string>(sentence: T): T => (sentence.charAt(0).toLowerCase() + sentence.slice(1)) as T;

/** `1 call`, `2 calls`. */
export const counted = (count: number, noun: string, plural = `${noun}s`): string => `${count} ${count === 1 ? noun : plural}`;

/** Up to the first full stop before a space. */
export const firstSentence = (text: string): string => /^.*?\.(?=\s|$)/s.exec(text)?.[0] ?? text;
