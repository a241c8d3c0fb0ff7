/** From what a profile lacks to a rule, a change of the file and a word of caution. */

import { type Edit, type Suggestion, shift } from '../../../core';
import { problemsOf } from '../checks';
import { dangersOf } from '../danger';
import type { ApparmorPart } from '../model';
import { oneRule } from '../oneRule';
import { permissionsOf } from '../permissions';
import { type NamedProfile, profilesOf } from '../profiles';
import type { Request } from '../requests';
import { attaches } from '../transitions';
import type { FileRule, PlacedStatement } from '../tree';
import { pathWord, type Scope } from './generalise';
import { flagFor, isOwned, permissionText, ruleText } from './ruleText';
import type { Wish } from './wishes';

export interface Made {
  readonly wish: Wish;
  readonly suggestion: Suggestion;
  /** Changes what is there; without it the rule is added. */
  readonly edit?: Edit;
}

export function answer(part: ApparmorPart, one: Wish, scope: Scope): Made {
  const { profile, request, lines } = one;
  const exec = request.kind === 'file' ? execMode(part, profile, request.path) : undefined;
  const extended = request.kind === 'file' ? extend(part, one, scope, exec) : request.kind === 'disconnected' ? attach(one) : undefined;
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
  const fitting = profilesOf(part).filter((profile) => profile !== from && attaches(part, profile, path));
  if (from && fitting.some(({ fullName }) => fullName.startsWith(`${from.fullName}//`))) return 'Cx';
  return fitting.some(({ fullName }) => !fullName.includes('//')) ? 'Px' : 'ix';
}

/** A rule of the block about the same path gets the letters that it lacks. */
function extend(part: ApparmorPart, { profile, request }: Wish, scope: Scope, exec: string | undefined) {
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

/** Paths outside of the namespace need a flag of the profile, not a rule. */
function attach({ profile, request }: Wish) {
  if (!profile) return undefined;
  const flag = flagFor(request);
  const { flags, body, span } = profile.profile;
  const at = profile.item.start;
  const last = flags?.words.at(-1);
  if (last)
    return {
      rule: `flags=(${flag})`,
      edit: { span: shift({ start: last.span.end, end: last.span.end }, at), text: `, ${flag}` },
    };
  const place = at + (body?.open.start ?? span.end);
  return { rule: `flags=(${flag})`, edit: { span: { start: place, end: place }, text: `flags=(${flag}) ` } };
}

/** A kernel may log words that the language does not have, and a log may hold anything. */
export function isSound({ request }: Wish, { rule }: Suggestion): boolean {
  const statement = request.kind === 'disconnected' ? undefined : oneRule(rule);
  return statement === undefined ? request.kind === 'disconnected' : problemsOf(statement).length === 0;
}

function noteOn(request: Request, rule: string, exec: string | undefined, scope: Scope): string | undefined {
  if (request.kind === 'disconnected')
    return `${request.path || 'The queue'} lies outside of the namespace; with the flag rules see it as if it began at /.`;
  const statement = oneRule(rule);
  const danger = statement && dangersOf(statement, (raw) => scope.fill(raw) ?? raw)[0];
  if (danger) return danger.text;
  const executes = request.kind === 'file' && request.permissions.includes('x');
  return executes && exec === 'ix'
    ? 'The program runs under this same profile; a profile of its own (Px, Cx) would confine it better.'
    : undefined;
}
