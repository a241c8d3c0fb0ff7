import { type Edit, type PositionMap, type Segment, segmentMap } from '../core';

/** A line of a region in its host. */
interface Line {
  /** Where its text begins in the region. */
  readonly region: number;
  /** Where the line begins in the host, and how much of its indentation the host has. */
  readonly host: number;
  readonly indent: number;
  readonly length: number;
}

export interface LineRegion {
  readonly text: string;
  readonly map: PositionMap;
}

export interface LineOptions {
  /** What every line of the host begins with; blank lines may have less. */
  readonly indent: string;
  /** Whether the host would read this text as it is, as far as an edit of these lines changed it. */
  accepts(text: string, changed: { readonly from: number; readonly to: number }): boolean;
}

/** Lines of the host, `[start, end)`, without their indentation: a literal block scalar, a code block. */
export function lineRegion(host: string, start: number, end: number, { indent, accepts }: LineOptions): LineRegion {
  const lines: Line[] = [];
  const segments: Segment[] = [];
  let text = '';
  for (let at = start; at < end; ) {
    const newline = host.indexOf('\n', at);
    const stop = newline < 0 || newline >= end ? end : newline;
    const content = stop > at && host[stop - 1] === '\r' ? stop - 1 : stop;
    let skipped = 0;
    while (skipped < indent.length && at + skipped < content && host[at + skipped] === indent[skipped]) skipped++;
    const from = at + skipped;
    lines.push({ region: text.length, host: at, indent: skipped, length: content - from });
    if (content > from) segments.push({ region: text.length, length: content - from, host: from, hostLength: content - from });
    text += host.slice(from, content);
    if (stop === end) break;
    segments.push({ region: text.length, length: 1, host: content, hostLength: stop + 1 - content });
    text += '\n';
    at = stop + 1;
  }
  const open = !text.endsWith('\n');
  // After the last line break a line begins that belongs to the host.
  if (!open || !lines.length) lines.push({ region: text.length, host: end, indent: 0, length: 0 });
  const eol = host.slice(start, end).includes('\r\n') ? '\r\n' : '\n';
  const lineAt = (offset: number) =>
    Math.max(
      0,
      lines.findLastIndex((line) => line.region <= offset),
    );

  function editToHost(edit: Edit): Edit | undefined {
    const first = lineAt(edit.span.start);
    const last = lineAt(edit.span.end);
    const [one, other] = [lines[first] as Line, lines[last] as Line];
    const before = text.slice(one.region, edit.span.start);
    const after = text.slice(edit.span.end, other.region + other.length);
    const made = (before + edit.text + after).split(/\r?\n/);
    if (made.some(hasControlCharacters)) return undefined;
    const whole = text.slice(0, one.region) + made.join('\n') + text.slice(other.region + other.length);
    if (!accepts(whole, { from: one.region, to: one.region + made.join('\n').length })) return undefined;
    const closing = last === lines.length - 1 && !open && made.at(-1) !== '' ? eol : '';
    const written = made.map((line) => (line === '' ? '' : indent + line)).join(eol) + closing;
    const hostEnd = other.host + other.indent + other.length;
    const old = host.slice(one.host, hostEnd);
    // No more of the host changes than has to: what is before and after the edit stays, where it is the same.
    const most = Math.min(old.length, written.length);
    const head = Math.min(most, one.indent + before.length);
    let same = 0;
    while (same < head && old[same] === written[same]) same++;
    const tail = Math.min(most - same, after.length);
    let tailLength = 0;
    while (tailLength < tail && old[old.length - 1 - tailLength] === written[written.length - 1 - tailLength]) tailLength++;
    return {
      span: { start: one.host + same, end: hostEnd - tailLength },
      text: written.slice(same, written.length - tailLength),
    };
  }

  const map = segmentMap(segments, { extent: { start, end }, verbatim: true, open, editToHost });
  return { text, map };
}

/** Characters that no text format has as they are. */
export const hasControlCharacters = (text: string): boolean => /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/.test(text);
