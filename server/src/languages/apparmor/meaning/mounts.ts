/**
 * Whether a rule is about a mount. The kernel tells five kinds of mount apart, and of each only some options come to the rules
 * (security/apparmor/mount.c; upstream's gen_flag_rules() in parser/mount.cc).
 */

import { mountOptions } from '../../../knowledge';
import { type MountFlags, type MountKind, mountFlagsOf, mountKindsOf } from '../syntax/form';
import type { MountRule, Word } from '../syntax/tree';
import type { Fits } from './fits';
import type { MountRequest } from './requests';

export function concernsMount(rule: MountRule, request: MountRequest, fits: Fits, unsaid: boolean): boolean {
  const says = (word: Word | undefined, text: string | undefined) => !word || (text === undefined ? unsaid : fits(word, text));
  const point = rule.verb === 'mount' ? rule.target : rule.source;
  if (rule.verb === 'umount') return request.verb === 'umount' && says(point, request.target);
  if (rule.verb === 'pivot_root') {
    const old = rule.conditions.find(({ name }) => name.raw === 'oldroot')?.values[0];
    return request.verb === 'pivot_root' && says(point, request.target) && says(old, request.source);
  }
  if (request.verb !== 'mount' && request.verb !== 'remount') return false;
  const asked = kindOf(request);
  const flags = optionBits(request);
  const fitting = mountFlagsOf(rule).some(
    (own) => mountKindsOf(rule, own).includes(asked) && (fitsFlags(own, flags, asked) || (unsaid && request.options.length === 0)),
  );
  if (!fitting) return false;
  // The mount point may be where a source is otherwise, for changes of propagation.
  if (asked === 'propagation' && rule.source && !rule.target) return says(rule.source, request.target);
  const types = rule.conditions.filter(({ name }) => /fstype$/.test(name.raw)).flatMap(({ values }) => values);
  return (
    says(point, request.target) &&
    (asked === 'remount' || rule.verb !== 'mount' || says(rule.source, request.source)) &&
    (types.length === 0 || types.some((word) => says(word, request.fstype)))
  );
}

const bit = (option: string): number => mountOptions().get(option)?.set ?? 0;
const union = (options: readonly string[]): number => options.reduce((bits, option) => bits | bit(option), 0);

/** `rw` and its like set no bit. */
const optionBits = ({ options, verb }: MountRequest): number => union(options) | (verb === 'remount' ? bit('remount') : 0);

const propagating = ['shared', 'private', 'slave', 'unbindable'] as const;

function kindOf(request: MountRequest): MountKind {
  const flags = optionBits(request);
  if (flags & bit('remount')) return 'remount';
  if (flags & bit('bind')) return 'bind';
  if (flags & union(propagating)) return 'propagation';
  return flags & bit('move') ? 'move' : 'new';
}

/** The options that count for a kind of mount. */
function countingFor(kind: MountKind): number {
  const commands = union([...propagating, 'rbind', 'move', 'remount']);
  switch (kind) {
    case 'remount':
      return ~bit('move');
    case 'bind':
      return bit('rbind');
    case 'propagation':
      return union([...propagating, 'rshared', 'silent']);
    case 'move':
      return bit('move');
    default:
      return ~commands;
  }
}

function fitsFlags({ flags, more }: MountFlags, asked: number, kind: MountKind): boolean {
  if (flags === 'every') return true;
  const counting = countingFor(kind) & ~more;
  return (asked & counting) === (flags & counting);
}

/** Options by name, those that count for one kind of mount. */
export function mountOptionNames(bits: number, kind: MountKind): readonly string[] {
  const names: string[] = [];
  let left = ((bits & countingFor(kind)) | (kind === 'propagation' ? 0 : commandOf(kind))) & ~bit('remount');
  for (const [name, set] of namedBits()) {
    if ((left & set) !== set) continue;
    names.push(name);
    left &= ~set;
  }
  return names;
}

/** One word for each option; `rbind`, which is two bits, comes before `bind`. */
function namedBits(): readonly (readonly [string, number])[] {
  const byBits = new Map<number, string>();
  for (const [name, { set }] of mountOptions()) if (set !== 0 && !byBits.has(set)) byBits.set(set, name);
  const count = (bits: number) => bits.toString(2).replace(/[^1]/g, '').length;
  return [...byBits].map(([set, name]) => [name, set] as const).sort(([, a], [, b]) => count(b >>> 0) - count(a >>> 0));
}

/** The options that tell a kind of mount from the others. */
const commandOf = (kind: MountKind): number => (kind === 'new' ? 0 : kind === 'propagation' ? union(propagating) : bit(kind));

/** Whether options let a mount of the kind be: a bind mount needs `bind`. */
export const canBe = (kind: MountKind, { flags, more }: MountFlags): boolean =>
  kind === 'new' || flags === 'every' || ((flags | more) & commandOf(kind)) !== 0;
