/** What profiles lack, put together from single requests. */

import type { NamedProfile } from '../profiles';
import type { Request } from '../requests';
import { pathWord, type Scope } from './generalise';
import { isOwned, ruleText } from './ruleText';

/** What one profile lacks, requests of a kind in one. */
export interface Wish {
  readonly profile: NamedProfile | undefined;
  request: Request;
  readonly lines: Set<number>;
}

export const describe = (request: Request): string =>
  request.kind === 'file' ? `${request.path} ${request.permissions}` : ruleText(request, plainScope).replace(/,$/, '');

/** Writes paths as they are in the log. */
const plainScope: Scope = { fill: () => undefined, own: [], has: () => false };

/** Adds a request to one that differs only in letters, access words or signals. */
export function wish(wishes: Map<string, Wish>, profile: NamedProfile | undefined, request: Request, line: number, scope: Scope) {
  const key = `${profile?.fullName ?? ''} ${keyOf(request, scope)}`;
  const same = wishes.get(key);
  if (same) {
    same.request = united(same.request, request);
    same.lines.add(line);
  } else wishes.set(key, { profile, request, lines: new Set([line]) });
}

function keyOf(request: Request, scope: Scope): string {
  if (request.kind === 'file') return `file ${pathWord(request.path, scope)} ${isOwned(request)}`;
  if (request.kind !== 'access') return ruleText(request, scope);
  const { set, ...conditions } = request.conditions;
  // Signals unite by name, other rules by access.
  return ruleText(
    {
      ...request,
      conditions: set === undefined ? conditions : { ...conditions, set: '' },
      access: set === undefined ? [] : request.access,
    },
    scope,
  );
}

function united(a: Request, b: Request): Request {
  const both = (one: readonly string[], other: readonly string[]) => [...new Set([...one, ...other])];
  if (a.kind === 'file' && b.kind === 'file') return { ...a, permissions: both([...a.permissions], [...b.permissions]).join('') };
  if (a.kind !== 'access' || b.kind !== 'access') return a;
  const set = both(a.conditions.set?.split(' ') ?? [], b.conditions.set?.split(' ') ?? []);
  return { ...a, access: both(a.access, b.access), conditions: { ...a.conditions, ...(set.length > 0 && { set: set.join(' ') }) } };
}
