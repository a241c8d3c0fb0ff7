/** From what a profile lacks to a rule, a change of the file and a word of caution. */

import { type Edit, type Suggestion, shift } from '../../../core';
import { concerns } from '../meaning/concerns';
import type { Fits } from '../meaning/fits';
import { type FlagRequest, type Request, singles } from '../meaning/requests';
import { dangersOf } from '../policy/danger';
import type { ApparmorPart } from '../policy/model';
import type { NamedProfile } from '../policy/profiles';
import { problemsOf } from '../syntax/form';
import { oneRule } from '../syntax/oneRule';
import { permissionsOf } from '../syntax/permissions';
import type { FileRule, PlacedStatement } from '../syntax/tree';
import { type PathVariables, pathWord } from './generalise';
import { profileOfProgram } from './profileFor';
import { isOwned, permissionText, ruleText } from './ruleText';
import type { Wish } from './wishes';

export interface Made {
  readonly wish: Wish;
  readonly suggestion: Suggestion;
  /** Changes what is there; without it the rule is added. */
  readonly edit?: Edit;
}

export function answer(part: ApparmorPart, one: Wish, scope: PathVariables): Made {
  const { profile, request, lines } = one;
  const exec = request.kind === 'file' ? execMode(part, profile, request.path) : undefined;
  const extended = request.kind === 'file' ? extend(part, one, scope, exec) : undefined;
  const rule = extended?.rule ?? ruleText(request, scope, exec);
  const note = noteOn(request, rule, exec, scope);
  return {
    wish: one,
    suggestion: { rule, lines: [...lines], ...(profile && { profile: profile.fullName }), ...(note && { note }) },
    ...(extended && { edit: extended.edit }),
  };
}

/** A program with a profile of its own runs under it, others under the same profile: never less confined than now. */
function execMode(part: ApparmorPart, from: NamedProfile | undefined, path: string): string {
  const own = profileOfProgram(part, from, path);
  return own ? (own.fullName.includes('//') ? 'Cx' : 'Px') : 'ix';
}

/** A rule of the block about the same path gets the letters that it lacks. */
function extend(part: ApparmorPart, { profile, request }: Wish, scope: PathVariables, exec: string | undefined) {
  if (request.kind !== 'file') return undefined;
  const word = pathWord(request.path, scope);
  const owned = isOwned(request);
  const placed: readonly PlacedStatement[] = profile ? (profile.profile.body?.statements ?? []) : part.tree.statements;
  for (const { start, statement } of placed) {
    if (statement.kind !== 'rule' || statement.verb !== 'file' || !isPlain(statement)) continue;
    const { path, permissions, qualifiers } = statement;
    if (!path || !permissions || (path.raw !== word && path.raw !== request.path) || (qualifiers.owner?.value === 'owner') !== owned)
      continue;
    const text = withLetters(permissions.raw, request.permissions, exec);
    const at = (profile?.item.start ?? 0) + start;
    const span = shift(permissions.span, at);
    const before = part.text.slice(at + statement.span.start, span.start);
    return { rule: `${before}${text}${part.text.slice(span.end, at + statement.span.end)}`.replace(/\s+/g, ' '), edit: { span, text } };
  }
  return undefined;
}

/** Nothing in the rule that new letters would change the meaning of. */
const isPlain = ({ problems, qualifiers, target, environment }: FileRule) =>
  problems.length === 0 && !target && !environment && qualifiers.words.every(({ raw }) => raw === 'owner' || raw === 'allow');

function withLetters(raw: string, added: string, exec = 'ix'): string {
  const has = permissionsOf(raw).exec;
  const own = has ? raw.slice(0, has.start) + raw.slice(has.end) : raw;
  const plain = added.includes('w') ? own.replace(/a/g, '') : own;
  const all = permissionText(new Set([...plain, ...added.replace('x', '')]));
  return all + (has ? raw.slice(has.start, has.end) : added.includes('x') ? exec : '');
}

/** One edit for the flags of a profile. */
export function flagEdit({ profile, item }: NamedProfile, flags: readonly string[]): Edit {
  const last = profile.flags?.words.at(-1);
  const at = item.start + (last?.span.end ?? profile.body?.open.start ?? profile.span.end);
  return { span: { start: at, end: at }, text: last ? `, ${flags.join(', ')}` : `flags=(${flags.join(', ')}) ` };
}

/** A kernel may log words that the language does not have, and a log may hold anything: a rule has to allow what was asked for. */
export function isSound({ request }: Wish, { rule }: Suggestion, fits: Fits): boolean {
  if (request.kind === 'flag') return true;
  const statement = oneRule(rule);
  return (
    statement !== undefined &&
    problemsOf(statement).length === 0 &&
    singles(request).every((single) => concerns({ rule: statement }, single, fits))
  );
}

const flagNotes: Readonly<Record<FlagRequest['flag'], (path: string) => string>> = {
  attach_disconnected: (path) => `${path || 'The file'} lies outside of the namespace; with the flag rules see it as if it began at /.`,
  'attach_disconnected.ipc': (path) =>
    `${path || 'The queue'} lies outside of the namespace; with the flag rules see it as if it began at /.`,
  mediate_deleted: (path) => `${path || 'The file'} is deleted; with the flag rules see it by the name that it had.`,
};

function noteOn(request: Request, rule: string, exec: string | undefined, scope: PathVariables): string | undefined {
  if (request.kind === 'flag') return flagNotes[request.flag](request.path);
  const statement = oneRule(rule);
  const danger = statement && dangersOf(statement, (raw) => scope.fill(raw) ?? raw)[0];
  if (danger) return danger.text;
  const executes = request.kind === 'file' && request.permissions.includes('x');
  return executes && exec === 'ix'
    ? 'The program runs under this same profile; a profile of its own (Px, Cx) would confine it better.'
    : undefined;
}
