/** Whether one rule is about a request. */

import { entryOf, wordTable } from '../../../core';
import type { EffectiveRule } from '../policy/effectiveRules';
import { inherits, permissionsOf } from '../syntax/permissions';
import type { AccessRule, Condition, FileRule, MountRule, RuleStatement, Word } from '../syntax/tree';
import type { Fits } from './fits';
import { concernsMount } from './mounts';
import type { AccessRequest, FileRequest, Request } from './requests';
import { internetFamilies, protocolOf, socketOf } from './sockets';

/** A rule, and whose files it is about where its block says that. */
type Concerned = Pick<EffectiveRule, 'rule' | 'owner'>;

/**
 * Whether the rule is about all of the request; a file request has one letter and an access request one word.
 * With `unsaid`, what the request leaves open may be what the rule requires: the rule is then about some of it.
 */
export function concerns({ rule, owner = rule.qualifiers.owner?.value }: Concerned, request: Request, fits: Fits, unsaid = false): boolean {
  if (rule.verb === 'all') return request.kind !== 'flag';
  switch (request.kind) {
    case 'file':
      return rule.verb === 'file' && isFor(owner, request.owner) && concernsFile(rule, request, fits);
    case 'link':
      if (!isFor(owner, request.owner)) return false;
      if (rule.verb === 'link') return fitsAny([rule.path], request.path, fits) && fitsAny([rule.target], request.target, fits);
      return rule.verb === 'file' && concernsFile(rule, { kind: 'file', path: request.path, permissions: 'l' }, fits);
    case 'capability':
      return rule.verb === 'capability' && (rule.names.length === 0 || rule.names.some(({ raw }) => raw === request.name));
    case 'access':
      return isAccess(rule) && concernsAccess(rule, request, fits, unsaid);
    case 'mount':
      return isMount(rule) && concernsMount(rule, request, fits, unsaid);
    case 'change_profile':
      if (rule.verb !== 'change_profile' || (rule.target && !fits(rule.target, request.target))) return false;
      return !rule.exec || (request.exec === undefined ? unsaid : fits(rule.exec, request.exec));
    default:
      return false;
  }
}

const isMount = (rule: RuleStatement): rule is MountRule => ['mount', 'remount', 'umount', 'pivot_root'].includes(rule.verb);
const isAccess = (rule: RuleStatement): rule is AccessRule => 'access' in rule;

const isFor = (asked: 'owner' | 'other' | undefined, owner: boolean | undefined): boolean =>
  asked === undefined || owner === undefined || (asked === 'owner') === owner;

const fitsAny = (words: readonly (Word | undefined)[], text: string, fits: Fits) =>
  words.some((word) => word !== undefined && fits(word, text));

function concernsFile(rule: FileRule, { path, permissions }: FileRequest, fits: Fits): boolean {
  if (!rule.path) return rule.keyword !== undefined;
  const has = rule.permissions && permissionsOf(rule.permissions.raw);
  if (!has) return false;
  const granted: Readonly<Record<string, boolean>> = wordTable({
    r: has.read,
    w: has.write,
    a: has.append || has.write,
    l: has.link,
    k: has.lock,
    // Upstream gives `m` to what runs under the same profile (parser/parser_regex.c).
    m: has.map || inherits(has),
    x: has.exec !== undefined || has.bareExec,
  });
  return [...permissions].every((letter) => granted[letter]) && fits(rule.path, path);
}

const synonyms: Readonly<Record<string, readonly string[]>> = wordTable({
  r: ['read', 'receive'],
  read: ['read', 'receive'],
  w: ['write', 'send', 'trace'],
  write: ['write', 'send', 'trace'],
  rw: ['read', 'receive', 'write', 'send', 'trace'],
  wr: ['read', 'receive', 'write', 'send', 'trace'],
});

/** All words of a list, for kinds of rules in which they mean as much as none. */
const allAccess: Readonly<Partial<Record<AccessRule['verb'], readonly string[]>>> = {
  signal: ['send', 'receive'],
  ptrace: ['read', 'trace', 'readby', 'tracedby'],
  userns: ['create'],
  io_uring: ['sqpoll', 'override_creds'],
};

function concernsAccess(rule: AccessRule, asked: AccessRequest, fits: Fits, unsaid: boolean): boolean {
  const request = sameVerb(rule, asked);
  if (!request) return false;
  const words = new Set(rule.access.flatMap(({ raw }) => [raw, ...(synonyms[raw] ?? [])]));
  const access = request.access.length > 0 ? request.access : allAccess[rule.verb];
  if (words.size > 0 && (access ? !(unsaid && request.access.length === 0) && !access.every((word) => words.has(word)) : !unsaid))
    return false;
  const isNetwork = rule.verb === 'network';
  // A socket has no address yet when it is created.
  const creates = rule.verb === 'unix' && request.access[0] === 'create';
  const fulfilled = (conditions: readonly Condition[], values: Readonly<Record<string, string>>) =>
    conditions.every(({ name, values: allowed }) => {
      const value = entryOf(values, name.raw);
      if (value === undefined) return unsaid || (creates && name.raw === 'addr') || allowed.some(({ raw }) => raw === '**');
      return allowed.some((word) => (isNetwork ? isOfAddress(word.raw, value) : fits(word, value)));
    });
  const said = isNetwork
    ? saysNetwork(rule, request, unsaid)
    : rule.words.every((word) => request.words.some((text) => fits(word, text)) || (unsaid && request.words.length === 0));
  return said && fulfilled(rule.conditions, request.conditions) && fulfilled(rule.peer?.conditions ?? [], request.peer);
}

/** A network rule is about Unix sockets too, and a unix rule about what a question calls `network unix`. */
function sameVerb({ verb }: AccessRule, request: AccessRequest): AccessRequest | undefined {
  if (verb === request.verb) return request;
  if (verb === 'network' && request.verb === 'unix')
    return { ...request, words: ['unix', ...(request.conditions.type ? [request.conditions.type] : [])], conditions: {}, peer: {} };
  if (verb === 'unix' && request.verb === 'network' && request.words.includes('unix')) {
    const type = request.words.find((word) => word !== 'unix');
    return { ...request, words: [], conditions: type ? { type } : {}, peer: {} };
  }
  return undefined;
}

function saysNetwork({ words, conditions, peer }: AccessRule, request: AccessRequest, unsaid: boolean): boolean {
  const asked = socketOf(request.words);
  const own = socketOf(words.map(({ raw }) => raw));
  const limited = conditions.length > 0 || peer !== undefined;
  const allows = (allowed: readonly string[], word: string | undefined) => (word === undefined ? unsaid : allowed.includes(word));
  const protocol = protocolOf(own.type);
  return (
    (!limited || allows(internetFamilies, asked.family)) &&
    (own.family === undefined || allows([own.family], asked.family)) &&
    (own.type === undefined || allows([protocol?.type ?? own.type], asked.type)) &&
    (protocol === undefined || allows(protocol.families, asked.family))
  );
}

/** The same address or port, or ports within the range. */
function isOfAddress(raw: string, value: string): boolean {
  if (raw === value) return true;
  const ports = /^\d+(?:-\d+)?$/;
  if (!ports.test(raw) || !ports.test(value)) return false;
  const [low = 0, high = low] = raw.split('-').map(Number);
  const [from = 0, to = from] = value.split('-').map(Number);
  return low <= from && to <= high;
}
