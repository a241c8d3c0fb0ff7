/** Rules about more than was denied, and the same rule with other qualifiers. */

import { pathWord, quoteIfNeeded } from './generalise';
import { globsOf } from './globs';
import { coarse } from './network';
import { added, type Option, withDanger } from './option';
import { isOwned, permissionText, ruleText } from './ruleText';
import type { Wish } from './wishes';

const unquoted = (word: string): string => word.replace(/^"(.*)"$/, '$1');

/** Rules about more than was asked for. */
export function widerOptions({ subject, request }: Wish): readonly Option[] {
  const wider = (rule: string, note: string): Option => ({
    kind: 'glob',
    rule,
    note: withDanger(note, rule, subject),
    ...added(request, rule),
  });
  if (request.kind === 'file' && !request.permissions.includes('x')) {
    const owner = isOwned(request) ? 'owner ' : '';
    const letters = permissionText(new Set(request.permissions));
    return globsOf(unquoted(pathWord(request.path, subject.scope))).map(({ glob, note }) =>
      wider(`${owner}${quoteIfNeeded(glob)} ${letters},`, note),
    );
  }
  if (request.kind === 'link') {
    const owner = isOwned(request) ? 'owner ' : '';
    const path = pathWord(request.path, subject.scope);
    return [
      wider(`${owner}${path} l,`, 'Links of this name to any file that may be used in the same ways.'),
      ...globsOf(unquoted(path)).map(({ glob, note }) => wider(`${owner}${quoteIfNeeded(glob)} l,`, note)),
    ];
  }
  if (request.kind !== 'access') return [];
  const { member, ...message } = request.conditions;
  const { set, ...signal } = request.conditions;
  const { addr, ...socket } = request.conditions;
  const text = (changed: Partial<typeof request>) => ruleText({ ...request, ...changed }, subject.scope);
  if (request.verb === 'dbus' && member !== undefined) return [wider(text({ conditions: message }), 'Every member of the interface.')];
  if (request.verb === 'signal' && set !== undefined) return [wider(text({ conditions: signal }), 'Every signal.')];
  if (request.verb === 'unix' && (addr !== undefined || request.peer.addr !== undefined)) {
    const { addr: _, ...peer } = request.peer;
    return [wider(text({ conditions: socket, peer }), 'Sockets at every address.')];
  }
  if (request.verb === 'network' && Object.keys({ ...request.conditions, ...request.peer }).length > 0)
    return [wider(ruleText(coarse(request), subject.scope), 'Every address and every access of the family and type.')];
  return [];
}

/** The same rule for the files of every user, and with a record of each use. */
export function otherQualifiers({ subject, request }: Wish, [main]: readonly Option[]): readonly Option[] {
  if (!main || main.edit) return [];
  const forAll = main.rule.replace(/^owner /, '');
  const anyone: Option = {
    kind: 'any-owner',
    rule: forAll,
    note: withDanger('Files of every user.', forAll, subject),
    ...added(request, forAll),
  };
  const logged = `audit ${main.rule}`;
  return [
    ...(forAll === main.rule ? [] : [anyone]),
    { kind: 'audit', rule: logged, note: 'Allowed, and the kernel logs each use.', ...added(request, logged) },
  ];
}

export function denial({ subject, request }: Wish): Option {
  const rule = `deny ${ruleText(request, subject.scope, 'x')}`;
  return { kind: 'deny', rule, note: 'Denied as now, and no longer logged.', ...added(request, rule) };
}
