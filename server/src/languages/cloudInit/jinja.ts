/** A cloud-config that Jinja renders first (`## template: jinja`): its YAML without the lines of the template. */

const isTemplate = /^##[ \t]*template:[ \t]*jinja\b/i;

/** A line of tags or comments alone. */
const isTagLine = /^[ \t]*(?:\{%[^\n]*?%\}|\{#[^\n]*?#\})(?:[ \t]*(?:\{%[^\n]*?%\}|\{#[^\n]*?#\}))*[ \t]*\r?$/;

/** A line that opens a block scalar: what is indented further is text of a file, whose own language reads the tags in it. */
const opensBlock = /(?:^|[\s:-])[|>][-+\d]{0,2}[ \t]*(?:#.*)?\r?$/;

/** As long as the source, with blanks in place of lines of the template. */
export function yamlOf(source: string): string {
  if (!isTemplate.test(source)) return source;
  let block: number | undefined;
  return withoutLongComments(source)
    .split('\n')
    .map((line) => {
      const indent = /^ */.exec(line)?.[0].length ?? 0;
      if (line.trim() === '' || (block !== undefined && indent > block)) return line;
      if (isTagLine.test(line)) return blanks(line);
      block = opensBlock.test(line) ? indent : undefined;
      return line;
    })
    .join('\n');
}

/** Comments over several lines. */
const withoutLongComments = (source: string): string =>
  source.replace(/^[ \t]*\{#(?:(?!#\})[^\n])*\n(?:(?!#\})[\s\S])*#\}[ \t]*$/gm, blanks);

function blanks(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
