/**
 * What has to be laid out for some lines to come out as if the whole file were: the statements around them, from one that begins a
 * line and shares no column with what is before it, to another such.
 */

import type { Span } from '../../../core';
import type { ApparmorPart } from '../policy/model';
import { type LocatedStatement, statementAt } from '../syntax/locate';
import type { FileTree } from '../syntax/tree';

export function windowAround({ text, tree }: ApparmorPart, range: Span): Span {
  const from = range.start > 0 ? text.lastIndexOf('\n', range.start - 1) + 1 : 0;
  const next = text.indexOf('\n', range.end);
  const isPlaced = (located: LocatedStatement) =>
    standsApart(text, located, located.start > 0 ? statementAt(tree, located.start - 1) : undefined);
  let first = statementAt(tree, Math.max(0, from - 1));
  // The white space before the first one is not laid out, so it has to lie before the lines that are asked for.
  while (first && (first.start + first.statement.span.start >= from || !isPlaced(first)))
    first = first.start > 0 ? statementAt(tree, first.start - 1) : undefined;
  let last = next < 0 ? undefined : statementAfter(tree, statementAt(tree, next + 1));
  while (last && !isPlaced(last)) last = statementAfter(tree, last);
  return { start: first?.start ?? 0, end: last?.start ?? text.length };
}

/** Whether a statement begins on a line of its own and nothing before it can be in one column with its contents. */
function standsApart(text: string, { statement, start }: LocatedStatement, before: LocatedStatement | undefined): boolean {
  const lines = linesBefore(text, start, start + statement.span.start);
  if (lines === 0) return false;
  if (!before || lines > 1) return true;
  const hasCell = before.statement.kind === 'rule' && before.statement.verb === 'file';
  return !hasCell && linesBefore(text, before.start, before.start + before.statement.span.start) > 0;
}

const linesBefore = (text: string, start: number, end: number) => text.slice(start, end).split('\n').length - 1;

/** The next statement that begins where one ends, or a block around it. */
function statementAfter(tree: FileTree, located: LocatedStatement | undefined): LocatedStatement | undefined {
  if (!located) return undefined;
  for (const { statement, start } of [located, ...[...located.parents].reverse()]) {
    const end = start + statement.length;
    const next = end < tree.text.length ? statementAt(tree, end) : undefined;
    // Before a closing brace it is still the last of its block.
    if (!next || next.start >= end) return next;
  }
  return undefined;
}
