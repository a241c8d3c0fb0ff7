/** Which abi a fix writes, and what changes in the profiles of the file with it. */

import { type Context, listed } from '../../../core';
import {
  type AbiFeatures,
  abiReleases,
  isOlderRelease,
  type MediatedClassName,
  mediatedClasses,
  mediationOfClass,
  shippedFeatures,
} from '../../../knowledge';
import { type AbiInForce, abiInForce, classesOf } from './abi';
import { effectiveRules } from './effectiveRules';
import type { ApparmorPart } from './model';
import { profilesOf } from './profiles';

/** What most systems have, for a file whose include folders show no abi. */
const usualAbi = '4.0';

/** Names such as `5.0`: `4.0-ip` and those of kernels are for who knows what they leave out. */
const isPlain = (name: string): boolean => /^\d+\.\d+$/.test(name);

/**
 * The newest abi of the include folders, of those that mediate the classes. Where no abi can be seen there: the usual one, or the first
 * that does.
 */
export function abiToWrite(part: ApparmorPart, context: Context, classes: readonly MediatedClassName[] = []): string | undefined {
  const { release } = abiInForce(part, context);
  const since = abiReleases();
  const seen = (part.root.abis ?? []).filter(isPlain);
  const known = (seen.length > 0 ? seen : Object.keys(since).filter((name) => isPlain(name) && !isOlderRelease(name, usualAbi)))
    .filter((name) => {
      const features = shippedFeatures(name);
      return features !== undefined && classes.every((one) => mediationOfClass(features, one, release) === 'enforced');
    })
    .filter((name) => release === undefined || !isOlderRelease(release, since[name] ?? name))
    .sort((a, b) => (isOlderRelease(a, b) ? -1 : 1));
  return seen.length > 0 ? known.at(-1) : known[0];
}

export const classNames = Object.keys(mediatedClasses) as MediatedClassName[];

export interface MediationChange {
  readonly on: readonly MediatedClassName[];
  readonly off: readonly MediatedClassName[];
}

export function mediationChange(before: AbiFeatures, after: AbiFeatures, release?: string): MediationChange {
  const enforces = (features: AbiFeatures, name: MediatedClassName) => mediationOfClass(features, name, release) === 'enforced';
  return {
    on: classNames.filter((name) => !enforces(before, name) && enforces(after, name)),
    off: classNames.filter((name) => enforces(before, name) && !enforces(after, name)),
  };
}

export const whatOf = (names: readonly MediatedClassName[]): string => listed(names.map((name) => mediatedClasses[name].what));

/** What the file's profiles do differently under another abi, in a sentence or two; undefined where that is not known. */
export function changeOfMeaning(part: ApparmorPart, context: Context, name: string): string | undefined {
  const { features, release }: AbiInForce = abiInForce(part, context);
  const after = shippedFeatures(name);
  if (!features || !after) return undefined;
  const { on, off } = mediationChange(features, after, release);
  const ruled = ruledClasses(part);
  const bare = on.filter((one) => !ruled.has(one));
  return (
    [
      on.length > 0 && `Enforced from then on: ${whatOf(on)}.`,
      bare.length > 0 && `No rule allows ${whatOf(bare)}, so apparmor_parser compiles a profile that denies them.`,
      off.length > 0 && `No longer enforced: ${whatOf(off)}.`,
    ]
      .filter(Boolean)
      .join(' ') || `The file means the same under abi ${name}.`
  );
}

/** The classes that a rule of some profile of the file allows. */
function ruledClasses(part: ApparmorPart): ReadonlySet<MediatedClassName> {
  const found = new Set<MediatedClassName>();
  for (const profile of profilesOf(part)) {
    for (const { rule, mode } of effectiveRules(part, profile)) {
      if (rule.verb === 'all') return new Set(classNames);
      if (mode !== 'deny') for (const name of classesOf(rule)) found.add(name);
    }
  }
  return found;
}
