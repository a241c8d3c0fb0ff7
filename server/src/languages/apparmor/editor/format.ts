/**
 * The formatter. It changes white space between tokens and nothing else:
 *
 * - Lines are indented by the depth of their block. The lines of one rule keep their distance from its first line,
 *   at least one step. In abstractions and their like, whose rules will be in a block of another file, what is
 *   indented stays indented, by one step.
 * - One blank around `->`, around the operator of a variable, around a list and before `{`; none before a comma, inside of the edges of
 *   parentheses and around the `=` of a conditional. Other runs of blanks become one.
 * - Permissions that neighbouring rules put into one column stay in a column.
 * - Where lines end is the author's choice, but a block over several lines begins after its `{` and ends before its `}`.
 *   At most one line is empty in a row, none at the edges of a block; the file ends with a line end.
 *
 * The text of a broken rule stays as it is, and so does a file whose braces or quotes do not match.
 */

import type { Edit, FormatOptions, Span } from '../../../core';
import type { ApparmorPart } from '../policy/model';
import { digestOf } from '../syntax/digest';
import { problemsOf } from '../syntax/form';
import type { Statement } from '../syntax/tree';
import { type Atom, type Atoms, atomsOf } from './atoms';
import { type Cell, column, columnBehind, type Gap } from './columns';
import { windowAround } from './formatWindow';

/** Problems that leave it open where a block or a word ends. */
const structural = new Set(['unclosed-block', 'stray-brace', 'unterminated-string', 'missing-open-brace']);

export function format(part: ApparmorPart, options: FormatOptions, range?: Span): readonly Edit[] {
  // The layout of a template is that of its actions too.
  if (part.template) return [];
  const flawed = [...digestOf(part.tree).flawed];
  if (flawed.some(({ statement }) => statement.problems.some((problem) => structural.has(problem.kind)))) return [];
  const gaps = layOut(part, atomsOf(part.tree, range && windowAround(part, range)), options.indent);
  const edits = gaps.map(({ start, end, text }) => ({ span: { start, end }, text }));
  const changed = edits.filter(({ span, text }) => part.text.slice(span.start, span.end) !== text);
  return range ? changed.flatMap((edit) => clip(part.text, edit, range)) : changed;
}

function layOut({ text: source, fragment }: ApparmorPart, { atoms, torn }: Atoms, step: string): readonly Gap[] {
  const gaps: Gap[] = [];
  const cells: Cell[] = [];
  const ending = source.includes('\r\n') ? '\r\n' : '\n';
  /** Indentation of the current line, and of the line that the current statement begins on, as it was and as it shall be. */
  let lineIndent = '';
  let was = '';
  let shall = '';
  /** Steps by which the outermost statement of a fragment is indented. */
  let margin = 0;
  let width = 0;
  let row = 0;
  /** The statement that the current line begins with. */
  let leading: Statement | undefined;
  let before: Atom | undefined;
  for (const atom of [...atoms, undefined]) {
    // Where something is left out a line begins, in no column with what was before.
    const isTorn = atom ? atom.torn : torn;
    if (isTorn) {
      before = undefined;
      row += 2;
      width = 0;
    }
    const start = before?.end ?? 0;
    const end = atom?.start ?? source.length;
    const original = source.slice(start, end);
    const breaks = lineBreaks(before, atom, original);
    const gap: Gap = { start, end, text: original };
    if (!isTorn) gaps.push(gap);
    if (atoms.length === 0) break;
    const indented = atom && fragment && atom.depth === 0 && leadingBlanks(source, atom.start) !== '' ? 1 : 0;
    // One that begins after another on its line is indented as that line.
    if (atom?.first && atom.depth === 0 && (breaks > 0 || !before)) margin = indented;
    if (!(before && atom && isFrozen(before, atom))) {
      if (breaks > 0 || !before || before.kind === 'continuation') {
        const outer = atom?.kind === 'comment' && atom.depth === 0 ? indented : margin;
        if (!atom) lineIndent = '';
        else lineIndent = atom.leads ? step.repeat(atom.depth + outer) : continued(atom, original, { step, was, shall });
        gap.text = (original.match(/\r?\n/)?.[0] ?? ending).repeat(breaks) + lineIndent;
      } else gap.text = atom ? sameLine(before, atom, original) : '';
    }
    width = columnBehind(width, gap.text);
    row += gap.text.split('\n').length - 1;
    if (!atom) break;
    if (!before || gap.text.includes('\n')) leading = atom.statement;
    if (atom.first) {
      was = leadingBlanks(source, atom.start);
      shall = lineIndent;
    }
    const inColumn = atom.permissions && atom.statement === leading && !isBroken(atom);
    if (inColumn && !gap.text.includes('\n') && gap.text !== '') cells.push({ at: atom.start, row, width, gap });
    const text = source.slice(atom.start, atom.end);
    width = columnBehind(width, text);
    row += text.split('\n').length - 1;
    before = atom;
  }
  column(source, cells);
  return gaps;
}

const lineStart = (text: string, offset: number) => (offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1);

/** The blanks at the start of the line of an offset. */
const leadingBlanks = (text: string, offset: number) => /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? '';

/** Inside of a rule that upstream refuses nothing moves: where its lines end decides what is read. */
const isFrozen = (before: Atom, after: Atom) => before.statement === after.statement && !after.leads && isBroken(after);

/** A comment without line end is cured by formatting, not kept. */
const isBroken = ({ statement }: Atom) => problemsOf(statement).some(({ kind }) => kind !== 'comment-without-newline');

/** How many line ends are between two tokens. */
function lineBreaks(before: Atom | undefined, after: Atom | undefined, original: string): number {
  if (!before) return 0;
  const found = original.split('\n').length - 1;
  if (!after) return found > 0 || !isBroken(before) ? 1 : 0;
  if (found > 0) return before.opens || after.closes ? 1 : Math.min(found, 2);
  if (isBroken(before) || isBroken(after) || after.kind === 'comment') return 0;
  const leaves = before.closes?.tall && after.statement !== before.statement;
  return before.opens?.tall || after.closes?.tall || leaves ? 1 : 0;
}

/** The indentation of a line inside of a rule, from that of the line that the rule begins on. */
function continued(
  atom: Atom,
  original: string,
  { step, was, shall }: { readonly step: string; readonly was: string; readonly shall: string },
): string {
  const had = original.slice(original.lastIndexOf('\n') + 1);
  const more = had.startsWith(was) ? had.slice(was.length) : '';
  return shall + (more || atom.kind === ')' ? more : step);
}

/** The blanks between two tokens of one line. */
function sameLine(before: Atom, after: Atom, original: string): string {
  if (after.kind === 'comment') return original || ' ';
  if (before.statement !== after.statement) return before.opens && after.closes ? original && ' ' : ' ';
  if (after.opens || before.kind === '->' || after.kind === '->' || after.kind === 'continuation') return ' ';
  if (after.kind === ',' || after.kind === ')' || before.kind === '(' || before.kind === '^') return '';
  if (before.closes || after.closes) return original && ' ';
  // A blank is between words and a list; a conditional's own follows its sign.
  if (before.kind === ')' || (after.kind === '(' && before.kind !== 'operator')) return ' ';
  if (before.kind === 'operator' || after.kind === 'operator') {
    const { kind } = after.statement;
    if (kind === 'set-variable' || kind === 'boolean-variable' || before.limit || after.limit) return ' ';
    if (before.equals || after.equals) return '';
  }
  return original && ' ';
}

/** What of an edit lies on the lines of the range. */
export function clip(source: string, { span, text }: Edit, range: Span): readonly Edit[] {
  const from = lineStart(source, range.start);
  const next = source.indexOf('\n', range.end);
  const to = next < 0 ? source.length : source[next - 1] === '\r' ? next - 1 : next;
  if (span.end < from || span.start > to) return [];
  const cutHead = span.start < from;
  const cutTail = span.end > to;
  // Between two lines of the range the whole gap belongs to it; at its edges only the side that is in it.
  const kept = cutHead ? text.slice(text.lastIndexOf('\n') + 1) : cutTail ? (/^[^\r\n]*/.exec(text)?.[0] ?? '') : text;
  if (cutHead && cutTail) return [];
  const start = Math.max(span.start, from);
  const end = Math.min(span.end, to);
  return source.slice(start, end) === kept ? [] : [{ span: { start, end }, text: kept }];
}
