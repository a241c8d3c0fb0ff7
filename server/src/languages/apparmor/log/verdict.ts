/** Whether the rules of a profile allow or deny what a record of a log asks for. */

import { mountOptions } from '../../../knowledge';
import { globError, matches, squeezeSlashes } from '../glob';
import { permissionsOf } from '../permissions';
import type { AccessRule, Condition, FileRule, MountRule, Rule, Word } from '../tree';
import type { AccessRequest, MountRequest, Request } from './request';

type FileRequest = Extract<Request, { kind: 'file' }>;

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

/** Whether the rule is about all of the request; a file request holds one letter and an access request one word. */
export function concerns(rule: Rule, request: Request, fits: Fits): boolean {
  if (rule.verb === 'all') return request.kind !== 'disconnected';
  switch (request.kind) {
    case 'file':
      return rule.verb === 'file' && concernsFile(rule, request, fits);
    case 'link':
      if (rule.verb === 'link') return fitsAny([rule.path], request.path, fits) && fitsAny([rule.target], request.target, fits);
      return rule.verb === 'file' && concernsFile(rule, { kind: 'file', path: request.path, permissions: 'l' }, fits);
    case 'capability':
      return rule.verb === 'capability' && (rule.names.length === 0 || rule.names.some(({ raw }) => raw === request.name));
    case 'access':
      return rule.verb === request.verb && concernsAccess(rule as AccessRule, request, fits);
    case 'mount':
      return rule.verb === request.verb && concernsMount(rule as MountRule, request, fits);
    case 'change_profile':
      return rule.verb === 'change_profile' && !rule.exec && (!rule.target || fits(rule.target, request.target));
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

function concernsAccess(rule: AccessRule, request: AccessRequest, fits: Fits): boolean {
  const words = new Set(rule.access.flatMap(({ raw }) => [raw, ...(synonyms[raw] ?? [])]));
  if (words.size > 0 && !request.access.every((word) => words.has(word))) return false;
  // Conditions of addresses say less than the whole family, which is all that the log's record is read for.
  if (rule.verb === 'network') {
    return (
      rule.conditions.length === 0 &&
      !rule.peer &&
      words.size === 0 &&
      rule.words.every(({ raw }) => request.words.includes(protocols[raw] ?? raw))
    );
  }
  const fulfilled = (conditions: readonly Condition[], values: Readonly<Record<string, string>>) =>
    conditions.every(({ name, values: words }) => {
      const value = values[name.raw];
      return value !== undefined && words.some((word) => fits(word, value));
    });
  return (
    rule.words.every((word) => request.words.some((text) => fits(word, text))) &&
    fulfilled(rule.conditions, request.conditions) &&
    fulfilled(rule.peer?.conditions ?? [], request.peer)
  );
}

function concernsMount(rule: MountRule, request: MountRequest, fits: Fits): boolean {
  const mountPoint = rule.verb === 'mount' ? rule.target : rule.source;
  const source = rule.verb === 'mount' ? rule.source : undefined;
  if (mountPoint && (request.target === undefined || !fits(mountPoint, request.target))) return false;
  if (source && (request.source === undefined || !fits(source, request.source))) return false;
  return rule.conditions.every(({ name, operator, values }) => {
    if (/fstype$/.test(name.raw)) return request.fstype === undefined || values.some((word) => fits(word, request.fstype as string));
    if (name.raw === 'oldroot') return request.source !== undefined && values.some((word) => fits(word, request.source as string));
    const allowed = flagsOf(values.map(({ raw }) => raw));
    const asked = flagsOf(request.options);
    return operator === 'in' ? (asked & ~allowed) === 0 : asked === allowed;
  });
}

/** The bits that options set; `rw` and its like set none. */
const flagsOf = (options: readonly string[]) => options.reduce((bits, option) => bits | (mountOptions().get(option)?.set ?? 0), 0);
