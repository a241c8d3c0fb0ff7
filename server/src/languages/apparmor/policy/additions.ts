/** Where a new rule goes: after the last of its kind, in the indentation of its block. */

import type { Edit, Span } from '../../../core';
import type { PlacedStatement, RuleStatement, Statement } from '../syntax/tree';
import type { ApparmorPart } from './model';
import type { NamedProfile } from './profiles';

/** A rule to add, with its comma; an include; or the lines of a child profile. */
export interface Addition {
  readonly verb: RuleStatement['verb'] | 'include' | 'profile';
  readonly text: string;
}

/** The edits that add rules to a profile, or to a fragment where there is none; one for each place. */
export function additionEdits(
  part: Pick<ApparmorPart, 'text' | 'tree'>,
  profile: NamedProfile | undefined,
  additions: readonly Addition[],
): readonly Edit[] {
  const edits = new Map<number, { span: Span; text: string; tail: string }>();
  for (const addition of inOrder(additions)) {
    const slot = slotFor(part, profile, addition.verb);
    const same = edits.get(slot.span.start);
    if (same) same.text += pieceOf(addition, slot.between);
    else edits.set(slot.span.start, { span: slot.span, text: pieceOf(addition, slot.before), tail: slot.after });
  }
  return [...edits.values()].map(({ span, text, tail }) => ({ span, text: text + tail }));
}

/** Includes come first and children last where they share a place with rules. */
const inOrder = (additions: readonly Addition[]): readonly Addition[] => {
  const rank = ({ verb }: Addition) => (verb === 'include' ? 0 : verb === 'profile' ? 2 : 1);
  return [...additions].sort((a, b) => rank(a) - rank(b));
};

/** With the text before it: a child has lines of its own, in a block of one line too. */
function pieceOf({ verb, text }: Addition, before: string): string {
  if (verb !== 'profile') return before + text;
  const [, ending = '\n', indent = ''] = /(\r?\n)(.*)$/.exec(before) ?? [];
  return ['', '', ...text.split('\n').map((line) => (line === '' ? '' : indent + line))].join(ending);
}

/** A place for rules, and the text before the first, between two and after the last. */
interface Slot {
  readonly span: Span;
  readonly before: string;
  readonly between: string;
  readonly after: string;
}

function slotFor({ text, tree }: Pick<ApparmorPart, 'text' | 'tree'>, profile: NamedProfile | undefined, verb: Addition['verb']): Slot {
  const ending = text.includes('\r\n') ? '\r\n' : '\n';
  const body = profile?.profile.body;
  const base = profile?.item.start ?? 0;
  const anchor = anchorIn(body?.statements ?? tree.statements, verb);
  if (anchor) {
    const start = base + anchor.start + anchor.statement.span.start;
    return slotAfter(text, ending, start, base + anchor.start + anchor.statement.span.end, profile !== undefined);
  }
  if (!body) {
    const open = text !== '' && !text.endsWith('\n');
    return { span: { start: text.length, end: text.length }, before: open ? ending : '', between: ending, after: ending };
  }
  const outer = blanksBefore(text, base + (profile?.profile.span.start ?? 0));
  const inner = outer + step(text);
  const open = base + body.open.end;
  const close = body.close && base + body.close.start;
  if (close !== undefined && /^[ \t]*$/.test(text.slice(open, close))) {
    return { span: { start: open, end: close }, before: ending + inner, between: ending + inner, after: ending + outer };
  }
  const at = restOfLine(text, open);
  return at === undefined
    ? { span: { start: open, end: open }, before: ' ', between: ' ', after: '' }
    : { span: { start: at, end: at }, before: ending + inner, between: ending + inner, after: '' };
}

/** The statement that a rule shall follow: the last sound one of its kind, else the last rule, else the last include. */
function anchorIn(placed: readonly PlacedStatement[], verb: Addition['verb']): PlacedStatement | undefined {
  const sound = placed.filter(({ statement }) => statement.problems.length === 0);
  const last = (fits: (statement: Statement) => boolean) => sound.findLast(({ statement }) => fits(statement));
  const include = last((statement) => statement.kind === 'include' && !/^local\//.test(statement.file?.path ?? ''));
  if (verb === 'include') return include;
  if (verb === 'profile') return last((statement) => statement.kind === 'profile' || statement.kind === 'rule') ?? include;
  return (
    last((statement) => statement.kind === 'rule' && kindOf(statement.verb) === kindOf(verb)) ??
    last((statement) => statement.kind === 'rule') ??
    last((statement) => statement.kind === 'include' || statement.kind === 'abi')
  );
}

const kindOf = (verb: Addition['verb']) => (verb === 'link' ? 'file' : verb === 'remount' || verb === 'umount' ? 'mount' : verb);

function slotAfter(text: string, ending: string, start: number, end: number, inBlock: boolean): Slot {
  const at = restOfLine(text, end);
  if (at === undefined) return { span: { start: end, end }, before: ' ', between: ' ', after: '' };
  const blanks = blanksBefore(text, start);
  const leads = /^[ \t]*$/.test(text.slice(lineStart(text, start), start));
  const before = ending + (leads || !inBlock ? blanks : blanks + step(text));
  return { span: { start: at, end: at }, before, between: before, after: '' };
}

/** The end of the line, when nothing but a comment follows on it. */
function restOfLine(text: string, offset: number): number | undefined {
  const rest = /^[^\r\n]*/.exec(text.slice(offset))?.[0] ?? '';
  return /^[ \t]*(?:#.*)?$/.test(rest) ? offset + rest.length : undefined;
}

const lineStart = (text: string, offset: number) => (offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1);

const blanksBefore = (text: string, offset: number) => /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? '';

/** What the file indents by: the blanks of its first indented line. */
export const step = (text: string) => /^[ \t]+(?=\S)/m.exec(text)?.[0] ?? '  ';
