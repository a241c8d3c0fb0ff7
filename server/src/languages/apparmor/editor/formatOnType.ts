/**
 * Indentation while typing, of the one line that the cursor is on: a closing brace goes below the line that opened its block;
 * a new line goes one step in after `{`, and back to where its rule began after the comma of a rule over several lines.
 * Everything else is left to the editor, which keeps the indentation of the line before.
 */

import type { Edit, FormatOptions } from '../../../core';
import type { ApparmorPart } from '../policy/model';
import { statementAt } from '../syntax/locate';

export function formatOnType(part: ApparmorPart, offset: number, typed: string, { indent }: FormatOptions): readonly Edit[] {
  const { text } = part;
  const line = lineStart(text, offset);
  const blanks = blanksAt(text, line);
  const wanted = typed === '}' ? behindBlock(part, offset - 1) : behindLine(part, line, offset, indent);
  if (wanted === undefined || wanted === blanks) return [];
  // The cursor of a new line is after its blanks; text before the cursor is not ours to move.
  if (typed === '}' && line + blanks.length !== offset - 1) return [];
  return [{ span: { start: line, end: line + blanks.length }, text: wanted }];
}

/** The indentation of the line on which the block begins that a brace closes. */
function behindBlock({ text, tree }: ApparmorPart, brace: number): string | undefined {
  const located = statementAt(tree, brace);
  for (const { statement, start } of located ? [located, ...located.parents] : []) {
    const body = statement.bodies.find(({ close }) => close && start + close.start === brace);
    if (body) return blanksAt(text, lineStart(text, start + body.open.start));
  }
  return undefined;
}

function behindLine({ text, tree }: ApparmorPart, line: number, offset: number, indent: string): string | undefined {
  if (offset < line || text.slice(line, offset).trim() !== '') return undefined;
  const end = text.slice(0, line).trimEnd().length;
  const last = text[end - 1];
  const previous = lineStart(text, end);
  // An empty line before this one, or a comment, after which braces and commas are text.
  if (text.slice(end, line).split('\n').length > 2 || last === undefined) return undefined;
  const located = statementAt(tree, end - 1);
  if (!located) return undefined;
  const { statement, start } = located;
  const body = statement.bodies.find(({ open }) => start + open.start === end - 1);
  if (body) {
    const outer = blanksAt(text, previous);
    return text[line + blanksAt(text, line).length] === '}' ? outer : outer + indent;
  }
  const ends = last === ',' && statement.kind === 'rule' && start + statement.span.end === end;
  const began = lineStart(text, start + statement.span.start);
  return ends && began < previous ? blanksAt(text, began) : undefined;
}

const lineStart = (text: string, offset: number) => (offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1);

const blanksAt = (text: string, line: number) => /^[ \t]*/.exec(text.slice(line, line + 400))?.[0] ?? '';
