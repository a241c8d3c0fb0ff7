import { type Edit, type PositionMap, type Segment, segmentMap, wordTable } from '../core';
import { hasControlCharacters, type LineRegion, lineRegion } from './lineRegion';
import { type Node, resolved, type ScalarNode, type Tree } from './tree';

/** The text that a string of the tree stands for, with its place there; undefined for what is no string, or cannot be followed letter by letter. */
export function textRegion(tree: Tree, node: Node | undefined): LineRegion | undefined {
  const scalar = resolved(node);
  if (scalar?.kind !== 'scalar' || typeof scalar.value !== 'string') return undefined;
  const opening = tree.text[scalar.span.start];
  if (opening === '"') return quotedRegion(tree, scalar, '"');
  if (tree.syntax !== 'yaml') return undefined;
  if (opening === "'") return quotedRegion(tree, scalar, "'");
  if (opening === '|') return literalRegion(tree, scalar);
  if (opening === '>') return foldedRegion(tree, scalar);
  return undefined;
}

interface Block {
  readonly start: number;
  readonly end: number;
  readonly indent: number;
  /** The header says how far the text is indented. */
  readonly explicit: boolean;
}

/** The lines of a block scalar, trailing blank ones too, whatever its header says of them. */
function blockOf({ text }: Tree, scalar: ScalarNode): Block | undefined {
  const header = /[|>]([-+]?)(\d?)[-+]?[ \t]*(?:#[^\n]*)?\r?\n/y;
  header.lastIndex = scalar.span.start;
  const match = header.exec(text);
  if (!match) return undefined;
  const start = header.lastIndex;
  const explicit = match[2] !== '';
  let indent: number | undefined;
  let end = start;
  for (let at = start; at < text.length; at = end) {
    const newline = text.indexOf('\n', at);
    const stop = newline < 0 ? text.length : newline + 1;
    const line = text.slice(at, stop);
    if (line.trim() !== '') {
      const leading = (/^ */.exec(line)?.[0] ?? '').length;
      indent ??= leading - (explicit ? leadingOf(scalar.value as string) : 0);
      if (leading < indent || indent <= 0) break;
    }
    end = stop;
  }
  return indent === undefined || indent <= 0 ? undefined : { start, end, indent, explicit };
}

const leadingOf = (value: string): number => (/^\n*( *)/.exec(value)?.[1] ?? '').length;

/** What a reader makes of the end of a block is a matter of its header. */
const sameText = (a: string, b: string): boolean => a.replace(/\n+$/, '') === b.replace(/\n+$/, '');

function literalRegion(tree: Tree, scalar: ScalarNode): LineRegion | undefined {
  const block = blockOf(tree, scalar);
  if (!block) return undefined;
  const region = lineRegion(tree.text, block.start, block.end, {
    indent: ' '.repeat(block.indent),
    accepts: (text, changed) => startsAsIndented(text, changed.from, block) && endsAsWritten(text, changed.to),
  });
  return sameText(region.text, scalar.value as string) ? region : undefined;
}

/** The first line that says something tells YAML how far the text is indented. */
const startsAsIndented = (text: string, from: number, { explicit }: Block): boolean =>
  explicit || from > Math.max(0, text.search(/[^\n]/)) || (!/^\n*[ \t]/.test(text) && (text.trim() !== '' || text === ''));

/** Blanks on lines after the last that says something are lost. */
function endsAsWritten(text: string, to: number): boolean {
  const end = text.trimEnd().length;
  return to < end || !/(?:^|\n)[ \t]/.test(end ? text.slice(end) : text);
}

/** Lines that YAML joins: an edit stays within one of them. */
function foldedRegion(tree: Tree, scalar: ScalarNode): LineRegion | undefined {
  const block = blockOf(tree, scalar);
  if (!block) return undefined;
  const text = scalar.value as string;
  const segments: Segment[] = [];
  let at = 0;
  for (let host = block.start; host < block.end; ) {
    const newline = tree.text.indexOf('\n', host);
    const stop = newline < 0 || newline >= block.end ? block.end : newline;
    const line = tree.text.slice(host, stop).replace(/\r$/, '').slice(block.indent);
    if (line !== '') {
      const from = at;
      while (!text.startsWith(line, at) && /[ \n]/.test(text[at] ?? '')) at++;
      if (!text.startsWith(line, at)) return undefined;
      if (at > from) segments.push(foldOf(segments, from, at, block.start, host + block.indent));
      segments.push({ region: at, length: line.length, host: host + block.indent, hostLength: line.length });
      at += line.length;
    }
    host = stop + 1;
  }
  const last = segments.at(-1);
  if (!last || text.slice(at).trim() !== '') return undefined;
  if (at < text.length) segments.push(foldOf(segments, at, text.length, block.start, block.end));
  const map = segmentMap(segments, {
    extent: { start: block.start, end: block.end },
    verbatim: false,
    open: false,
    editToHost: (edit) => editWithin(segments, edit, (line, before) => isFoldedLine(line) && beginsAlike(line, before), text),
  });
  return { text, map };
}

/** What the host writes as line breaks and indentation. One character more or less would make it look like a stretch of equal text. */
function foldOf(segments: readonly Segment[], region: number, end: number, start: number, hostEnd: number): Segment {
  const last = segments.at(-1);
  const host = last ? last.host + last.hostLength : start;
  return { region, length: end - region, host, hostLength: hostEnd - host };
}

const isFoldedLine = (line: string): boolean => line.trim() !== '' && !/[\r\n]/.test(line) && !hasControlCharacters(line);

/** Lines that begin with a blank are not joined with others, and a space at the head of the first would count as indentation. */
const beginsAlike = (line: string, before: string): boolean =>
  /^[ \t]/.test(line) === /^[ \t]/.test(before) && (!line.startsWith(' ') || before.startsWith(' '));

/** An edit inside one stretch of equal text: what is joined with what, its line decides before and after. */
function editWithin(
  segments: readonly Segment[],
  { span, text }: Edit,
  accepts: (line: string, before: string) => boolean,
  region: string,
): Edit | undefined {
  // The break at the end of a block is one character on both sides, and is no part of a line.
  const holder = segments.find(
    ({ region: start, length, hostLength }) =>
      length === hostLength && start <= span.start && span.end <= start + length && !region.slice(start, start + length).includes('\n'),
  );
  if (!holder) return undefined;
  const end = holder.region + holder.length;
  const line = region.slice(holder.region, span.start) + text + region.slice(span.end, end);
  const by = holder.host - holder.region;
  return accepts(line, region.slice(holder.region, end)) ? { span: { start: span.start + by, end: span.end + by }, text } : undefined;
}

const escapes = wordTable<string>({
  ...{ '0': '\0', a: '\x07', b: '\b', e: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\t': '\t' },
  ...{ N: '\u0085', _: '\u00a0', L: '\u2028', P: '\u2029', ' ': ' ', '"': '"', '/': '/', '\\': '\\' },
});

const digits = wordTable({ x: 2, u: 4, U: 8 });

/** A string in quotes: escapes stand for other characters, and in YAML line breaks are folded. */
function quotedRegion(tree: Tree, scalar: ScalarNode, quote: '"' | "'"): LineRegion | undefined {
  const host = tree.text;
  const start = scalar.span.start + 1;
  const end = scalar.span.end - 1;
  if (end < start || host[end] !== quote) return undefined;
  const segments: Segment[] = [];
  let text = '';
  let folded = false;
  const add = (value: string, from: number, to: number) => {
    const last = segments.at(-1);
    const plain = value.length === to - from;
    if (
      plain &&
      last &&
      last.length === last.hostLength &&
      last.host + last.hostLength === from &&
      last.region + last.length === text.length
    )
      segments[segments.length - 1] = { ...last, length: last.length + value.length, hostLength: last.hostLength + value.length };
    else segments.push({ region: text.length, length: value.length, host: from, hostLength: to - from });
    text += value;
  };
  for (let at = start; at < end; ) {
    const char = host[at] as string;
    const fold = /[ \t]*\r?\n\s*/y;
    fold.lastIndex = at;
    const lines = /[ \t\r\n]/.test(char) && tree.syntax === 'yaml' ? fold.exec(host)?.[0] : undefined;
    if (lines !== undefined) {
      const breaks = lines.split('\n').length - 2;
      const value = breaks === 0 ? ' ' : '\n'.repeat(breaks);
      segments.push({ region: text.length, length: value.length, host: at, hostLength: Math.min(lines.length, end - at) });
      text += value;
      folded = true;
      at += lines.length;
    } else if (quote === "'" && char === "'") {
      add("'", at, at + 2);
      at += 2;
    } else if (quote === '"' && char === '\\') {
      const joined = /\\\r?\n[ \t]*/y;
      joined.lastIndex = at;
      const skipped = joined.exec(host)?.[0];
      const letter = host[at + 1] ?? '';
      const length = digits[letter];
      if (skipped !== undefined) {
        folded = true;
        at += skipped.length;
      } else if (length !== undefined) {
        const point = Number.parseInt(host.slice(at + 2, at + 2 + length), 16);
        if (Number.isNaN(point) || point > 0x10ffff) return undefined;
        add(String.fromCodePoint(point), at, at + 2 + length);
        at += 2 + length;
      } else {
        const value = escapes[letter];
        if (value === undefined) return undefined;
        add(value, at, at + 2);
        at += 2;
      }
    } else {
      add(char, at, at + 1);
      at++;
    }
  }
  if (text !== scalar.value) return undefined;
  const editToHost = ({ span, text: inserted }: Edit, map: PositionMap): Edit | undefined => {
    const written = quote === '"' ? escaped(inserted) : inserted.replaceAll("'", "''");
    if (quote === "'" && (inserted.includes('\n') || hasControlCharacters(inserted))) return undefined;
    const place = { start: map.toHost(span.start), end: map.toHost(span.end) };
    // Blanks beside a line break are folded away, and a line that gets empty is one break more.
    if (
      folded &&
      !editWithin(segments, { span, text: inserted }, (line, before) => ![line, before].some((one) => /^$|^[ \t]|[ \t]$/.test(one)), text)
    )
      return undefined;
    return { span: place, text: written };
  };
  return { text, map: segmentMap(segments, { extent: { start, end }, verbatim: false, open: true, editToHost }) };
}

/** As JSON and YAML both read it; go-yaml takes some more characters for line breaks. */
const escaped = (text: string): string =>
  JSON.stringify(text)
    .slice(1, -1)
    .replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
