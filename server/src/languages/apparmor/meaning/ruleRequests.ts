/** What a rule is about, as requests: a rule that says all of it answers each of them. */

import { wordTable } from '../../../core';
import { type MountKind, mountFlagsOf, mountKindsOf } from '../syntax/form';
import type { AccessRule, Condition, MountRule, RuleStatement } from '../syntax/tree';
import { canBe, mountOptionNames } from './mounts';
import type { AccessRequest, MountRequest, Request } from './requests';
import { internetFamilies, protocolOf, socketOf } from './sockets';

/** Puts variables into a word, or takes it as it is. */
type Read = (raw: string) => string;

/** Requests for all that a rule allows or denies, patterns included; none for rules about files and capabilities. */
export function ruleRequests(rule: RuleStatement, read: Read): readonly Request[] {
  switch (rule.verb) {
    case 'link':
      return rule.path && rule.target ? [{ kind: 'link', path: read(rule.path.raw), target: read(rule.target.raw) }] : [];
    case 'change_profile':
      return [
        {
          kind: 'change_profile',
          target: rule.target ? read(rule.target.raw) : '**',
          ...(rule.exec && { exec: read(rule.exec.raw) }),
        },
      ];
    case 'mount':
    case 'remount':
    case 'umount':
    case 'pivot_root':
      return mountRequests(rule, read);
    case 'file':
    case 'capability':
    case 'all':
    case 'rlimit':
      return [];
    default:
      return accessRequests(rule, read);
  }
}

/** One for each access word, signal and family of a protocol. */
function accessRequests(rule: AccessRule, read: Read): readonly AccessRequest[] {
  const accesses = rule.access.length > 0 ? rule.access.flatMap(({ raw }) => wholeWords(rule, raw)) : [undefined];
  const signals = rule.conditions.filter(({ name }) => name.raw === 'set').flatMap(({ values }) => values);
  const conditions = valuesOf(
    rule.conditions.filter(({ name }) => name.raw !== 'set'),
    read,
  );
  const peer = valuesOf(rule.peer?.conditions ?? [], read);
  const named = rule.verb === 'network' ? socketsOf(rule) : [rule.words.map(({ raw }) => read(raw))];
  return named.flatMap((words) =>
    accesses.flatMap((access) =>
      (signals.length > 0 ? signals : [undefined]).map(
        (signal): AccessRequest => ({
          kind: 'access',
          verb: rule.verb,
          words,
          peer,
          access: access === undefined ? [] : [access],
          conditions: signal ? { ...conditions, set: signal.raw } : conditions,
        }),
      ),
    ),
  );
}

/** Families and types: a protocol stands for a type in the families that have it, and addresses are those of the internet. */
function socketsOf({ words, conditions, peer }: AccessRule): readonly (readonly string[])[] {
  const raw = words.map((word) => word.raw);
  const { family, type } = socketOf(raw);
  const protocol = protocolOf(type);
  if (protocol) return protocol.families.filter((one) => family === undefined || family === one).map((one) => [one, protocol.type]);
  return family === undefined && (conditions.length > 0 || peer) ? internetFamilies.map((one) => [one, ...raw]) : [raw];
}

/** `r` and `w` of an access list in full. */
function wholeWords({ verb }: AccessRule, raw: string): readonly string[] {
  const [read, write] = verb === 'ptrace' ? ['read', 'trace'] : verb === 'mqueue' ? ['read', 'write'] : ['receive', 'send'];
  const full: Readonly<Record<string, readonly string[]>> = wordTable({
    r: [read],
    read: [read],
    w: [write],
    write: [write],
    rw: [read, write],
    wr: [read, write],
  });
  return full[raw] ?? [raw];
}

const valuesOf = (conditions: readonly Condition[], read: Read): Readonly<Record<string, string>> =>
  Object.fromEntries(conditions.flatMap(({ name, values }) => (values[0] ? [[name.raw, read(values[0].raw)]] : [])));

/** For each kind of mount that the rule is about, without the options that it leaves open and with all of them. */
function mountRequests(rule: MountRule, read: Read): readonly MountRequest[] {
  const point = rule.verb === 'mount' ? rule.target : rule.source;
  const target = point && { target: read(point.raw) };
  if (rule.verb === 'umount') return [{ kind: 'mount', verb: 'umount', options: [], ...target }];
  if (rule.verb === 'pivot_root') {
    const old = rule.conditions.find(({ name }) => name.raw === 'oldroot')?.values[0];
    return [{ kind: 'mount', verb: 'pivot_root', options: [], ...target, ...(old && { source: read(old.raw) }) }];
  }
  const source = rule.verb === 'mount' && rule.source ? { source: read(rule.source.raw) } : {};
  const types = rule.conditions.filter(({ name }) => /fstype$/.test(name.raw)).flatMap(({ values }) => values);
  const one = (kind: MountKind, bits: number): MountRequest[] =>
    (kind === 'new' && types.length > 0 ? types : [undefined]).map((type) => ({
      kind: 'mount',
      verb: kind === 'remount' ? 'remount' : 'mount',
      options: mountOptionNames(bits, kind),
      // Where only one place is named, a change of propagation reads it as the mount point.
      ...(kind === 'propagation' && !target && source.source !== undefined ? { target: source.source } : target),
      ...(kind !== 'propagation' && kind !== 'remount' && source),
      ...(type && { fstype: read(type.raw) }),
    }));
  return mountFlagsOf(rule).flatMap((own) =>
    mountKindsOf(rule, own).flatMap((kind) => {
      if (!canBe(kind, own)) return [];
      const base = own.flags === 'every' ? 0 : own.flags;
      // A change of propagation needs an option that says which.
      const bare = kind === 'propagation' && !canBe(kind, { flags: base, more: 0 }) ? [] : one(kind, base);
      return [...bare, ...(own.more === 0 ? [] : one(kind, base | own.more))];
    }),
  );
}
