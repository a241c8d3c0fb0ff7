/** The profiles that a log asks about: those of the file, the rules of a fragment, and those that are created. */

import { type Fits, fitsWith } from '../meaning/fits';
import { builtInsOf } from '../policy/builtIns';
import { type EffectiveRule, effectiveRules } from '../policy/effectiveRules';
import { type ApparmorPart, policyOf } from '../policy/model';
import type { NamedProfile } from '../policy/profiles';
import { expand } from '../policy/variables';
import { type PathVariables, scopeOf, shippedScope } from './generalise';

/** A profile, and what judges for it. */
export interface Subject {
  /** Tells subjects apart: the full name; empty for the rules of a fragment. */
  readonly name: string;
  readonly profile?: NamedProfile;
  /** The profile is not there yet. */
  readonly created?: Created;
  readonly rules: readonly EffectiveRule[];
  readonly fits: Fits;
  readonly scope: PathVariables;
  /** Families of sockets for which the kernel compared addresses, or the profile names accesses. */
  readonly fine: Set<string>;
}

export interface Created {
  readonly parent?: NamedProfile;
  /** The program that it attaches to. */
  readonly attachment?: string;
  readonly flags?: readonly string[];
}

export function subjectOf(part: ApparmorPart, profile: NamedProfile | undefined): Subject {
  const rules = [...effectiveRules(part, profile)];
  const { environment } = policyOf(part);
  const builtIn = builtInsOf(part, profile);
  const scope = scopeOf(part);
  const fine = rules.flatMap(({ rule, mode }) =>
    rule.verb === 'network' && mode !== 'deny' && rule.access.length > 0 ? [rule.words[0]?.raw ?? ''] : [],
  );
  return {
    name: profile?.fullName ?? '',
    ...(profile && { profile }),
    rules,
    fits: fitsWith((raw) => expand(raw, environment, builtIn).glob),
    scope: profile ? { ...scope, self: profile.fullName } : scope,
    fine: new Set(fine),
  };
}

/** A profile to create: in a file of its own it has AppArmor's tunables, as a child what its parent has. */
export function createdSubject(part: ApparmorPart, name: string, created: Created): Subject {
  const scope = part.text.trim() === '' ? shippedScope(part) : scopeOf(part);
  return {
    name,
    created,
    rules: [],
    fits: fitsWith(scope.fill),
    scope: { ...scope, self: name },
    fine: new Set(),
  };
}
