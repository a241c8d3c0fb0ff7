/** Cases of words, as xstrings and goutils write them. */
export const titled = (text: string): string =>
  text.replace(/(^|[^\p{L}\p{N}_'])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());

export const untitled = (text: string): string =>
  text.replace(/(^|\s)(\p{L})/gu, (_, before: string, letter: string) => before + letter.toLowerCase());

export const swapCase = (text: string): string =>
  [...text].map((c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())).join('');

const separated = (text: string, by: string): string =>
  text
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, `$1${by}$2`)
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, `$1${by}$2`)
    .replace(/[\s_-]+/g, by)
    .toLowerCase();

export const snakeCase = (text: string): string => separated(text, '_');
export const kebabCase = (text: string): string => separated(text, '-');

export const camelCase = (text: string): string =>
  text
    .split(/[\s_-]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

export const initials = (text: string): string =>
  text
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .join('');

export function wrapped(text: string, width: number, by: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join(by);
}
