/** Small builders for the Markdown of hovers, pages and reports. */

/** Inline code; survives backticks inside. */
export function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  return text.includes('`') ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`;
}

export const bold = (text: string): string => `**${text}**`;

export const link = (title: string, url: string): string => `[${title}](${url})`;

/** A place in a file; without `uri` in the file that an answer is about, which only the edges know by its address. */
export const lineLink = (line: number, uri = ''): string =>
  link(`line ${line}`, `${uri.replace(/[()]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}#L${line}`);

/** With the address of the file in the links that have none. */
export const linkedTo = (markdown: string, uri: string): string => markdown.replaceAll('](#L', () => `](${uri}#L`);

/** With other numbers in the links to lines of the file itself: where the text is only a region of it. */
export const withMovedLines = (markdown: string, lineOf: (line: number) => number): string =>
  markdown.replace(/\[line (\d+)\]\(#L\d+\)/g, (_, line: string) => lineLink(lineOf(Number(line))));

/** For a terminal, which follows no links. */
export const withoutLineLinks = (markdown: string): string => markdown.replace(/\[(line \d+)\]\([^()]*#L\d+\)/g, '$1');

export const fenced = (text: string, language = ''): string => `\`\`\`${language}\n${text.replace(/\n$/, '')}\n\`\`\``;

/** A table; cells may hold Markdown but no line breaks. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replace(/\|/g, '\\|').replace(/\n/g, ' ')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Paragraphs with a blank line between; empty ones are left out. */
export const paragraphs = (...parts: readonly (string | undefined | false)[]): string => parts.filter(Boolean).join('\n\n');

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[], join = 'and'): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${join} ${words[words.length - 1]}`;
}

/** For a sentence that goes on inside another. */
export const uncapitalised = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);

/** `1 call`, `2 calls`. */
export const counted = (count: number, noun: string, plural = `${noun}s`): string => `${count} ${count === 1 ? noun : plural}`;
