import type { Edit } from '../../../core';
import { type Architecture, architectureNamed } from '../../../knowledge';
import { type Plain, setPaths, type Tree } from '../../../tree';
import type { Analysis } from '../analysis';
import { type NewRule, plainComparison, withRules } from '../edits';
import { ENOSYS } from '../words';
import type { Permission } from './permissions';

/** A whole profile that permits this and nothing else, for an empty file. */
export function writeNew(tree: Tree, permissions: readonly Permission[], host: Architecture): readonly Edit[] {
  const abis = [host, ...host.sub.map(architectureNamed)].flatMap((abi) => (abi ? [abi.scmp] : []));
  const profile: Readonly<Record<string, Plain>> = {
    defaultAction: 'SCMP_ACT_ERRNO',
    // A program that knows an older way takes it when a call is missing, clone3 above all.
    defaultErrnoRet: ENOSYS,
    architectures: abis,
    syscalls: rulesOf(permissions.filter(({ errno }) => errno !== ENOSYS)).map((rule) => ({ ...rule })),
  };
  return setPaths(
    tree,
    Object.entries(profile).map(([key, value]) => ({ path: [key], value })),
  );
}

/** The rules that a profile does not have: calls for all arguments go into a rule that allows others already. */
export const writeInto = (tree: Tree, { profile }: Analysis, permissions: readonly Permission[]): readonly Edit[] =>
  withRules(tree, profile, rulesOf(permissions));

/** One rule for the calls without conditions, one for each of the others. */
function rulesOf(permissions: readonly Permission[]): readonly NewRule[] {
  const plain = permissions.filter(({ when, errno }) => !when && errno === undefined).map(({ call }) => call);
  const others = permissions.filter(({ when, errno }) => when || errno !== undefined);
  return [
    ...(plain.length ? [{ names: plain.sort(), action: 'SCMP_ACT_ALLOW' as const }] : []),
    ...others.map(
      ({ call, when, errno }): NewRule =>
        errno === undefined
          ? { names: [call], action: 'SCMP_ACT_ALLOW', ...(when && { args: [plainComparison(when)] }) }
          : { names: [call], action: 'SCMP_ACT_ERRNO', errnoRet: errno },
    ),
  ];
}
