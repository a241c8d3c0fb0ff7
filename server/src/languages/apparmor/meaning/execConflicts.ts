/** Rules of two files that say differently how one program runs: apparmor_parser refuses both together. */

import type { EffectiveRule } from '../policy/effectiveRules';
import { headsOf, isExact } from '../syntax/glob';
import { permissionsOf } from '../syntax/permissions';

type Fill = (raw: string) => string | undefined;

export function runsOtherwise(theirs: readonly EffectiveRule[], own: readonly EffectiveRule[], fill: Fill): boolean {
  const others = executions(own, fill);
  return executions(theirs, fill).some((one) =>
    others.some(
      ({ mode, glob, heads }) => mode !== one.mode && isExact(glob) === isExact(one.glob) && (glob === one.glob || meet(heads, one.heads)),
    ),
  );
}

const executions = (rules: readonly EffectiveRule[], fill: Fill) =>
  rules.flatMap(({ rule, mode }) => {
    const exec = rule.verb === 'file' && mode !== 'deny' && rule.permissions ? permissionsOf(rule.permissions.raw).exec : undefined;
    const glob = exec && rule.verb === 'file' && rule.path ? fill(rule.path.raw) : undefined;
    return exec && glob !== undefined ? [{ mode: exec.name, glob, heads: headsOf(glob) }] : [];
  });

/** Whether patterns that begin so can match one path. */
const meet = (some: readonly string[], others: readonly string[]): boolean =>
  some.some((one) => others.some((other) => one.startsWith(other) || other.startsWith(one)));
