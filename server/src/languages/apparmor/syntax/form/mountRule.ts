/**
 * What is wrong with one mount rule. Whether it can be encoded follows upstream's gen_flag_rules() in parser/mount.cc:
 * each combination of options must fit one of the kinds of mount that the kernel tells apart.
 */

import { conditionals, type MountOption, mountOptions } from '../../../../knowledge';
import type { Condition, MountRule, Problem } from '../tree';
import { wordValue } from '../words';

export function checkMountRule(rule: MountRule, found: Problem[]) {
  const known = conditionals[rule.verb === 'pivot_root' ? 'pivot_root' : 'mount']?.local ?? [];
  const unknown = rule.conditions.filter((condition) => !known.includes(condition.name.raw));
  for (const condition of unknown) {
    found.push({
      kind: 'unknown-conditional',
      span: condition.name.span,
      verb: rule.verb,
      name: condition.name.raw,
      elsewhere: false,
      peer: false,
    });
  }
  for (const { name, values, listed } of rule.conditions) {
    if (listed && values.length === 0 && rule.problems.length === 0)
      found.push({ kind: 'incomplete-rule', span: name.span, what: 'value', name: name.raw });
  }
  if (rule.verb !== 'pivot_root') checkOptions(rule, found);
}

/** That a rule, sound otherwise, fits no kind of mount; upstream sees it only in rules that end up in a policy. */
export function encodingProblem(rule: MountRule): Problem | undefined {
  if (rule.verb === 'pivot_root' || !rule.keyword || canEncode(rule)) return undefined;
  return { kind: 'mount-encoding', span: rule.keyword.span, reason: encodingReason(rule) };
}

const isOptions = (condition: Condition) => condition.name.raw === 'options' || condition.name.raw === 'option';
const isFstype = (condition: Condition) => condition.name.raw === 'fstype' || condition.name.raw === 'vfstype';

const optionOf = (raw: string): MountOption | undefined => mountOptions().get(wordValue(raw));

function checkOptions(rule: MountRule, found: Problem[]) {
  for (const condition of rule.conditions.filter(isOptions)) {
    let set = 0;
    const words = new Map<number, string>();
    for (const value of condition.values) {
      const option = optionOf(value.raw);
      if (!option) {
        found.push({ kind: 'unknown-mount-option', span: value.span, word: value.raw });
        continue;
      }
      if (condition.operator !== 'in' && (set & option.clear || [...words.keys()].some((clear) => clear & option.set))) {
        const against = condition.values.find((v) => v !== value && opposes(optionOf(v.raw), option));
        found.push({
          kind: 'mount-option-conflict',
          span: value.span,
          word: value.raw,
          ...(against && { against: against.raw }),
        });
      }
      set |= option.set;
      if (option.clear) words.set(option.clear, value.raw);
    }
  }
}

const opposes = (a: MountOption | undefined, b: MountOption) => a !== undefined && ((a.set & b.clear) !== 0 || (a.clear & b.set) !== 0);

const RECURSIVE = 2 ** 14;
const REMOUNT = 2 ** 5;

const masks = new Map<MountOption['group'], number>();

/** Whether an option of the group is among the flags; the recursive bit alone is none. */
function has(group: MountOption['group'], flags: number): boolean {
  let mask = masks.get(group);
  if (mask === undefined) {
    mask = 0;
    for (const option of mountOptions().values()) if (option.group === group) mask |= option.set & ~RECURSIVE;
    masks.set(group, mask);
  }
  return (flags & mask) !== 0;
}

function flagsOf(rule: MountRule, operator: '=' | 'in'): number[] {
  return rule.conditions
    .filter((condition) => isOptions(condition) && (condition.operator ?? '=') === operator)
    .map((condition) =>
      condition.values.reduce((flags, value) => {
        const option = optionOf(value.raw);
        if (!option) return flags;
        return flags | option.set | (operator === 'in' ? option.clear : 0);
      }, 0),
    );
}

/** Options that a mount has to have exactly, and those that it may have besides; `every` where the rule names none. */
export interface MountFlags {
  readonly flags: number | 'every';
  readonly more: number;
}

/** What one rule says of options: each of its lists with `=` together with each of those with `in`. */
export function mountFlagsOf(rule: MountRule): readonly MountFlags[] {
  const remounts = rule.verb === 'remount';
  const required = flagsOf(rule, '=').map((flags) => (remounts ? flags | REMOUNT : flags));
  const optional = flagsOf(rule, 'in');
  if (required.length + optional.length === 0) return [{ flags: remounts ? REMOUNT : 'every', more: -1 }];
  return (required.length > 0 ? required : [remounts ? REMOUNT : 0]).flatMap((flags) =>
    (optional.length > 0 ? optional : [0]).map((more) => ({ flags, more })),
  );
}

export type MountKind = 'remount' | 'bind' | 'propagation' | 'move' | 'new';

/** The kinds of mount that options of a rule are about; all of them where the rule names no option that tells. */
export function mountKindsOf(rule: MountRule, { flags, more }: MountFlags): readonly MountKind[] {
  const type = rule.conditions.some(isFstype);
  const source = rule.verb === 'remount' ? undefined : rule.source;
  const point = rule.verb === 'remount' ? rule.source : rule.target;
  const remount = !source && !type;
  const propagation = (!source || !point) && !type;
  if (flags === 'every' || flags === 0) {
    const kinds: readonly (MountKind | false)[] = [
      remount && 'remount',
      !type && 'bind',
      propagation && 'propagation',
      !type && 'move',
      'new',
    ];
    return kinds.filter((kind) => kind !== false);
  }
  if (has('remount', flags) && remount) return ['remount'];
  if (has('bind', flags) && !type) return ['bind'];
  if (has('propagation', flags) && propagation) return ['propagation'];
  if (has('move', flags) && !type) return ['move'];
  return has('flag', flags | more) ? ['new'] : [];
}

function canEncode(rule: MountRule): boolean {
  return rule.verb === 'umount' || mountFlagsOf(rule).some((flags) => mountKindsOf(rule, flags).length > 0);
}

function encodingReason(rule: MountRule): 'fstype' | 'remount' | 'propagation' {
  if (rule.conditions.some(isFstype)) return 'fstype';
  const flags = flagsOf(rule, '=').reduce((all, one) => all | one, 0);
  return has('remount', flags) ? 'remount' : 'propagation';
}
