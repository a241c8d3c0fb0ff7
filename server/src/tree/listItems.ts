/** The text of one item of a `List`, at its place in the file. */
export interface ListItem {
  readonly start: number;
  /** As long as what the file says there, with blanks in place of the dash and of what is around the items. */
  readonly text: string;
}

/** A `List`, divided. */
export interface DividedList {
  readonly items: readonly ListItem[];
  /** What is around the items: a document of its own, whose `items` have no value. */
  readonly frame: string;
}

/**
 * A document that is a `List` in block style, divided into its items, each a document of its own, so that an edit costs the item that it touches.
 * Undefined where the lines alone don't tell where an item ends, and where something says more of an item than its own lines: with anchors, several
 * documents, or comments about the whole file.
 */
export function divideList(text: string): DividedList | undefined {
  if (!/^kind:[ \t]*["']?\w*List["']?[ \t]*(?:#.*)?\r?$/m.test(text) || !/^apiVersion:[ \t]*\S/m.test(text)) return undefined;
  const opening = [...text.matchAll(/^items:[ \t]*(?:#.*)?\r?\n/gm)];
  const [first] = opening;
  if (!first || opening.length > 1 || hasMore.test(text)) return undefined;
  const begin = first.index + first[0].length;
  const indent = /^(?:[ \t]*(?:#[^\n]*)?\n)*( *)-(?=[ \r\n])/.exec(text.slice(begin, begin + 10_000))?.[1]?.length;
  if (indent === undefined) return undefined;
  const end = endOfItems(text, begin, indent);
  if (end === undefined) return undefined;
  const frame = text.slice(0, begin) + text.slice(end);
  const starts = startsOfItems(text, begin, end, indent);
  const items = starts.map((start, i) => {
    const from = i ? start : 0;
    const to = starts[i + 1] ?? text.length;
    const dash = text.indexOf('-', start);
    // Comments around the items stay, since they may silence a finding; all else there says nothing of an item.
    const head = i ? '' : withoutCode(text.slice(0, start));
    const tail = i === starts.length - 1 ? withoutCode(text.slice(end)) : '';
    const own = text.slice(start, Math.min(to, end));
    return { start: from, text: `${head}${own.slice(0, dash - start)} ${own.slice(dash - start + 1)}${tail}` };
  });
  return { items, frame };
}

/** Anchors, aliases, directives and further documents reach from one item into another, and some comments are about all items. */
const hasMore =
  /^# Source:|confine-ignore-file|^(?:---|\.\.\.|%)(?!\s*(?:#.*)?\r?\n(?:#.*\n|\s*\n)*(?:apiVersion|kind|items|metadata):)|(?:^|[\s[{,:-])[&*][^\s"'*&,\]}]/m;

/** The first line after the items that is no deeper than their dashes. */
function endOfItems(text: string, begin: number, indent: number): number | undefined {
  const shallower = indent ? `|^ {0,${indent - 1}}-(?=\\s)` : '';
  const outside = new RegExp(`^ {0,${indent}}(?:[^\\s#-]|-(?![\\s]|$))${shallower}`, 'gm');
  outside.lastIndex = begin;
  const found = outside.exec(text);
  if (!found) return text.length;
  // What follows may only be keys of the List itself.
  return /^[A-Za-z]\w*:/.test(text.slice(found.index, found.index + 200)) ? found.index : undefined;
}

function startsOfItems(text: string, begin: number, end: number, indent: number): readonly number[] {
  const dash = new RegExp(`^ {${indent}}-(?=[ \\r\\n]|$)`, 'gm');
  dash.lastIndex = begin;
  const starts: number[] = [];
  for (let match = dash.exec(text); match && match.index < end; match = dash.exec(text)) starts.push(match.index);
  return starts;
}

const withoutCode = (text: string): string =>
  text.replace(/^[^\r\n]*/gm, (line) => (line.trimStart().startsWith('#') ? line : ' '.repeat(line.length)));
