/** What two profiles differ in because their abis mediate different classes of access. */

import type { Change, Context } from '../../../core';
import { type MediatedClassName, type Mediation, mediatedClasses } from '../../../knowledge';
import { type AbiInForce, abiInForce, classesOf, mediationUnder } from '../policy/abi';
import { classNames, mediationChange } from '../policy/abiChoice';
import type { ApparmorPart } from '../policy/model';
import type { NormalRule } from './normal';

export interface MediationDifference {
  readonly changes: readonly Change[];
  /** Whether a rule is of a class that one of the two does not mediate: then it makes no difference beside those of the class. */
  readonly isIdle: (rule: NormalRule) => boolean;
}

export function mediationDifference(before: ApparmorPart, after: ApparmorPart, context: Context): MediationDifference {
  const [old, next] = [abiInForce(before, context), abiInForce(after, context)];
  const idle = new Set(classNames.filter((name) => [old, next].some((abi) => mediationUnder(abi, [name]) === 'unenforced')));
  const isIdle = ({ said }: NormalRule): boolean => {
    const names = said ? classesOf(said.rule) : [];
    return names.length > 0 && names.every((name) => idle.has(name));
  };
  if (!old.features || !next.features) return { changes: [], isIdle };
  const { on, off } = mediationChange(old.features, next.features, next.release);
  const changeOf = (name: MediatedClassName, direction: Change['direction']): Change => ({
    direction,
    subject: mediatedClasses[name].what,
    before: stateUnder(old, name),
    after: stateUnder(next, name),
    weight: 50,
    ...(next.span && { span: next.span }),
    ...(direction === 'loosened' && { risk: 'Nothing of the kind is denied any more, whatever the rules say.' }),
  });
  return { changes: [...on.map((name) => changeOf(name, 'tightened')), ...off.map((name) => changeOf(name, 'loosened'))], isIdle };
}

const states: Readonly<Record<Mediation, string>> = {
  enforced: 'mediated',
  patched: 'mediated by patched kernels only,',
  generic: 'mediated as a family only,',
  unenforced: 'not mediated',
};

const stateUnder = (abi: AbiInForce, name: MediatedClassName): string => {
  const mediation = mediationUnder(abi, [name]);
  return mediation === 'unknown' ? 'not known' : `${states[mediation]} ${abi.where}`;
};
