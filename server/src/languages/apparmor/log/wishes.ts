/** What is missing from profiles, put together from single requests. */

import type { Request } from '../meaning/requests';
import type { RuleStatement } from '../syntax/tree';
import { type PathVariables, pathWord, plainScope, quoteIfNeeded } from './generalise';
import { isOwned, ruleText } from './ruleText';
import type { Subject } from './subject';

/** What is missing from one profile, requests of a kind in one. */
export interface Wish {
  /** Names it for the one who chooses. */
  readonly id: string;
  readonly subject: Subject;
  request: Request;
  /** As the log has them: of several runs, with the names of each. */
  members: readonly Request[];
  readonly lines: Set<number>;
  /** What is to know of each rule for it. */
  readonly remark?: string;
}

export const verbOf = (request: Request): RuleStatement['verb'] =>
  request.kind === 'access' || request.kind === 'mount' ? request.verb : request.kind === 'flag' ? 'file' : request.kind;

/** As a user would write the question: see `question.ts`. */
export function describe(request: Request): string {
  if (request.kind === 'file') return `${quoteIfNeeded(request.path)} ${request.permissions}`;
  if (request.kind === 'flag') return request.path || request.flag;
  return ruleText(request, plainScope).replace(/,$/, '');
}

/** Adds a request to one that differs only in letters, access words or signals. */
export function wish(wishes: Map<string, Wish>, subject: Subject, request: Request, line: number, remark?: string) {
  const key = `${subject.name} ${keyOf(request, subject.scope)}`;
  const same = wishes.get(key);
  if (same) {
    same.request = united(same.request, request);
    same.members = [...same.members, request];
    same.lines.add(line);
  } else
    wishes.set(key, { id: key, subject, request, members: [request], lines: new Set([line]), ...(remark !== undefined && { remark }) });
}

/** A rule for owners need not repeat what the rule for everyone says of the same path. */
export function withoutRepeats(wishes: readonly Wish[]): readonly Wish[] {
  const fileKey = ({ subject, request }: Wish) =>
    request.kind === 'file' ? `${subject.name} ${pathWord(request.path, subject.scope)}` : '';
  const forAll = new Map(
    wishes.flatMap((one) => (one.request.kind === 'file' && !isOwned(one.request) ? [[fileKey(one), one] as const] : [])),
  );
  return wishes.filter((one) => {
    const { request } = one;
    const wide = request.kind === 'file' && isOwned(request) ? forAll.get(fileKey(one)) : undefined;
    if (request.kind !== 'file' || wide?.request.kind !== 'file') return true;
    const given = wide.request.permissions;
    const left = [...request.permissions].filter((letter) => !given.includes(letter) && !(letter === 'a' && given.includes('w'))).join('');
    if (left !== '') {
      one.request = { ...request, permissions: left };
      one.members = one.members.map((member) => (member.kind === 'file' ? { ...member, permissions: left } : member));
    } else for (const line of one.lines) wide.lines.add(line);
    return left !== '';
  });
}

function keyOf(request: Request, scope: PathVariables): string {
  if (request.kind === 'file') return `file ${pathWord(request.path, scope)} ${isOwned(request)}`;
  if (request.kind !== 'access') return ruleText(request, scope);
  const { set, ...conditions } = request.conditions;
  // Signals unite by name, other rules by access.
  const shape = ruleText(
    {
      ...request,
      conditions: set === undefined ? conditions : { ...conditions, set: '' },
      access: set === undefined ? [] : request.access,
    },
    scope,
  );
  // The compiler takes a low port of a rule with `bind` for a privileged one, and then other access to it does not match.
  return request.verb === 'network' && request.access.includes('bind') && request.conditions.port ? `${shape} bind` : shape;
}

function united(a: Request, b: Request): Request {
  const both = (one: readonly string[], other: readonly string[]) => [...new Set([...one, ...other])];
  if (a.kind === 'file' && b.kind === 'file') return { ...a, permissions: both([...a.permissions], [...b.permissions]).join('') };
  if (a.kind !== 'access' || b.kind !== 'access') return a;
  const set = both(a.conditions.set?.split(' ') ?? [], b.conditions.set?.split(' ') ?? []);
  return { ...a, access: both(a.access, b.access), conditions: { ...a.conditions, ...(set.length > 0 && { set: set.join(' ') }) } };
}
