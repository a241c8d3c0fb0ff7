/** Markdown as plain text, for readers that render none: blocks keep their lines, tables their columns, links their addresses. */
export function plainText(markdown: string): string {
  const result: string[] = [];
  let fence: string | undefined;
  let rows: string[][] = [];
  const endTable = () => {
    result.push(...tableLines(rows));
    rows = [];
  };
  for (const line of markdown.split(/\r?\n/)) {
    const mark = /^ {0,3}(```+|~~~+)/.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence)) fence = undefined;
      else result.push(`    ${line}`.trimEnd());
    } else if (/^\s*\|.*\|\s*$/.test(line)) {
      const cells = cellsOf(line);
      if (!cells.every((cell) => /^:?-+:?$/.test(cell))) rows.push(cells.map((cell) => inline(cell, false)));
    } else {
      endTable();
      if (mark) fence = mark;
      else result.push(block(line));
    }
  }
  endTable();
  return result
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\n+$/g, '');
}

function block(line: string): string {
  if (/^ {0,3}(?:(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,})$/.test(line)) return '';
  const [, sign = '', text = ''] = /^(\s*(?:[-*+]|\d+[.)])\s+)?(?:#{1,6}\s+|(?:>\s?)+)?(.*)$/.exec(line) ?? [];
  return `${sign.replace(/[*+]/, '-')}${inline(text)}`.trimEnd();
}

/** A backslash keeps a `|` in its cell. */
const cellsOf = (line: string): string[] =>
  line
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replace(/\\\|/g, '|').trim());

/** Wider than this, columns would not stay below each other. */
const mostWidth = 100;

/** Columns below each other; of a wide table each row by itself, a line for each cell. */
function tableLines(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, cell.length);
    });
  }
  if (widths.reduce((sum, width) => sum + width + 2, -2) > mostWidth) {
    const [header = [], ...others] = rows;
    return others.flatMap((row, i) => [
      ...(i > 0 ? [''] : []),
      ...row.flatMap((cell, column) => (cell ? [header[column] ? `${header[column]}: ${cell}` : cell] : [])),
    ]);
  }
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Code, links and images, bare addresses, bold, emphasis, an escaped sign; the first that matches wins. */
const spans =
  /(?<ticks>`+)(?<code>(?:(?!\k<ticks>)[\s\S]|(?<=`)`)+?)\k<ticks>(?!`)|!?\[(?<title>(?:`[^`]*`|\\.|[^\]\\`])*)\]\((?<url>[^()\s]*)(?:\s+"[^"]*")?\)|<(?<bare>(?:https?|file|mailto):[^\s<>]+)>|(?<![\w*])\*\*(?<bold>[^\s*](?:[^*]*[^\s*])?)\*\*(?!\*)|(?<![\w*])\*(?<star>[^\s*](?:[^*]*[^\s*])?)\*(?![\w*])|(?<!\w)_(?<line>[^\s_](?:[^_]*[^\s_])?)_(?!\w)|\\(?<sign>[!-/:-@[-`{-~])/g;

/** `addresses`: those of links are written out. */
function inline(text: string, addresses = true): string {
  return text.replace(spans, (...match) => {
    const { code, title, url = '', bare, bold, star, line, sign } = match.at(-1) as Record<string, string | undefined>;
    if (code !== undefined) return code.replace(/^ (.*[^ ].*) $/s, '$1');
    if (title !== undefined) return linked(inline(title, addresses), url, addresses);
    return bare ?? sign ?? inline(bold ?? star ?? line ?? '', addresses);
  });
}

/** A place in a file is told by its line; a command has nothing to follow. */
function linked(title: string, url: string, addresses: boolean): string {
  const place = /#L(\d+)$/.exec(url)?.[1];
  if (place !== undefined) return title === `line ${place}` ? title : `${title} (line ${place})`;
  return !addresses || url === title || !/^\w+:\/\//.test(url) ? title : `${title} (${url})`;
}
