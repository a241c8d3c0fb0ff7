/** Which rule of a profile allows or denies what is asked for. */

import { mountOptions, socketTypes } from '../../knowledge';
import { globError, matches, squeezeSlashes } from './glob';
import type { Live } from './liveRules';
import { permissionsOf } from './permissions';
import type { AccessRequest, FileRequest, MountRequest, Request } from './requests';
import type { AccessRule, Condition, FileRule, MountRule, Rule, Word } from './tree';

/** Whether a word, as a glob with its variables filled in, matches a text. */
export type Fits = (word: Word, text: string) => boolean;

export const fitsWith =
  (fill: (raw: string) => string | undefined): Fits =>
  (word, text) => {
    const glob = fill(word.raw);
    if (glob === undefined || globError(glob)) return false;
    // Between the names of profiles two slashes mean something.
    return matches(text.includes('//') ? glob : squeezeSlashes(glob), text);
  };

/** The rule that decides; undefined where there is none, so that the request is denied for want of a rule. */
export function judge(all: readonly Live[], request: Request, fits: Fits): Live | undefined {
  const concerned = all.filter(({ rule }) => concerns(rule, request, fits));
  const highest = Math.max(...concerned.map(({ priority }) => priority));
  const first = concerned.filter(({ priority }) => priority === highest);
  return first.find(({ denies }) => denies) ?? first[0];
}

/**
 * Whether the rule is about all of the request; a file request holds one letter and an access request one word.
 * With `unsaid`, what the request leaves open may be what the rule asks for: the rule is then about some of it.
 */
export function concerns(rule: Rule, request: Request, fits: Fits, unsaid = false): boolean {
  if (rule.verb === 'all') return request.kind !== 'flag';
  switch (request.kind) {
    case 'file':
      return rule.verb === 'file' && concernsFile(rule, request, fits);
    case 'link':
      if (rule.verb === 'link') return fitsAny([rule.path], request.path, fits) && fitsAny([rule.target], request.target, fits);
      return rule.verb === 'file' && concernsFile(rule, { kind: 'file', path: request.path, permissions: 'l' }, fits);
    case 'capability':
      return rule.verb === 'capability' && (rule.names.length === 0 || rule.names.some(({ raw }) => raw === request.name));
    case 'access':
      return rule.verb === request.verb && concernsAccess(rule as AccessRule, request, fits, unsaid);
    case 'mount':
      return rule.verb === request.verb && concernsMount(rule as MountRule, request, fits, unsaid);
    case 'change_profile':
      if (rule.verb !== 'change_profile' || (rule.target && !fits(rule.target, request.target))) return false;
      return !rule.exec || (request.exec === undefined ? unsaid : fits(rule.exec, request.exec));
    default:
      return false;
  }
}

const fitsAny = (words: readonly (Word | undefined)[], text: string, fits: Fits) =>
  words.some((word) => word !== undefined && fits(word, text));

function concernsFile(rule: FileRule, { path, permissions, owner }: FileRequest, fits: Fits): boolean {
  const asked = rule.qualifiers.owner?.value;
  if (asked && owner !== undefined && (asked === 'owner') !== owner) return false;
  if (!rule.path) return rule.keyword !== undefined;
  const has = rule.permissions && permissionsOf(rule.permissions.raw);
  if (!has) return false;
  const holds: Readonly<Record<string, boolean>> = {
    r: has.read,
    w: has.write,
    a: has.append || has.write,
    l: has.link,
    k: has.lock,
    m: has.map,
    x: has.exec !== undefined || has.bareExec,
  };
  return [...permissions].every((letter) => holds[letter]) && fits(rule.path, path);
}

const synonyms: Readonly<Record<string, readonly string[]>> = {
  r: ['read', 'receive'],
  read: ['read', 'receive'],
  w: ['write', 'send', 'trace'],
  write: ['write', 'send', 'trace'],
  rw: ['read', 'receive', 'write', 'send', 'trace'],
  wr: ['read', 'receive', 'write', 'send', 'trace'],
};

const protocols: Readonly<Record<string, string>> = { tcp: 'stream', udp: 'dgram', icmp: 'raw' };

function concernsAccess(rule: AccessRule, request: AccessRequest, fits: Fits, unsaid: boolean): boolean {
  const words = new Set(rule.access.flatMap(({ raw }) => [raw, ...(synonyms[raw] ?? [])]));
  const asksAll = request.access.length === 0;
  if (words.size > 0 && (asksAll ? !unsaid : !request.access.every((word) => words.has(word)))) return false;
  const isNetwork = rule.verb === 'network';
  const fulfilled = (conditions: readonly Condition[], values: Readonly<Record<string, string>>) =>
    conditions.every(({ name, values: allowed }) => {
      const value = values[name.raw];
      if (value === undefined) return unsaid;
      return allowed.some((word) => (isNetwork ? isOfAddress(word.raw, value) : fits(word, value)));
    });
  const said = rule.words.every((word) =>
    isNetwork
      ? saysNetwork(word.raw, request, unsaid)
      : request.words.some((text) => fits(word, text)) || (unsaid && request.words.length === 0),
  );
  return said && fulfilled(rule.conditions, request.conditions) && fulfilled(rule.peer?.conditions ?? [], request.peer);
}

/** A family or a type; a protocol is mediated as its type. */
function saysNetwork(raw: string, { words }: AccessRequest, unsaid: boolean): boolean {
  const word = protocols[raw] ?? raw;
  if (words.includes(word)) return true;
  const same = socketTypes.includes(word)
    ? words.some((one) => socketTypes.includes(one))
    : words.some((one) => !socketTypes.includes(one));
  return unsaid && !same;
}

/** The same address or port, or a port in the range. */
function isOfAddress(raw: string, value: string): boolean {
  const [low, high = low] = raw.split('-').map(Number);
  return (
    raw === value || (/^\d+$/.test(value) && /^\d+(?:-\d+)?$/.test(raw) && Number(low) <= Number(value) && Number(value) <= Number(high))
  );
}

function concernsMount(rule: MountRule, request: MountRequest, fits: Fits, unsaid: boolean): boolean {
  const mountPoint = rule.verb === 'mount' ? rule.target : rule.source;
  const source = rule.verb === 'mount' ? rule.source : undefined;
  const says = (word: Word, text: string | undefined) => (text === undefined ? unsaid : fits(word, text));
  if (mountPoint && !says(mountPoint, request.target)) return false;
  if (source && !says(source, request.source)) return false;
  return rule.conditions.every(({ name, operator, values }) => {
    if (/fstype$/.test(name.raw)) return request.fstype === undefined || values.some((word) => fits(word, request.fstype as string));
    if (name.raw === 'oldroot') return values.some((word) => says(word, request.source));
    if (unsaid && request.options.length === 0) return true;
    const allowed = flagsOf(values.map(({ raw }) => raw));
    const asked = flagsOf(request.options);
    return operator === 'in' ? (asked & ~allowed) === 0 : asked === allowed;
  });
}

/** The bits that options set; `rw` and its like set none. */
const flagsOf = (options: readonly string[]) => options.reduce((bits, option) => bits | (mountOptions().get(option)?.set ?? 0), 0);
