import { type Architecture, seccompDefault } from '../../../knowledge';
import type { ArgumentComparison } from '../comparison';
import type { OperatorName } from '../words';
import { ENOSYS } from '../words';
import type { SeenCall } from './readLog';

/** What a rule is to say of one call. */
export interface Permission {
  readonly call: string;
  /** Absent: for all arguments. */
  readonly when?: ArgumentComparison;
  /** The call is answered with this error instead. */
  readonly errno?: number;
}

/** The first argument of these is a choice from a short list, of which a program makes one or two. */
const decidedByFirst = new Set(['socket', 'personality']);

/** The flags of clone that make namespaces, as the runtimes' defaults compare them. */
const namespaceFlags = (): bigint =>
  BigInt(
    seccompDefault('docker')
      .profile.syscalls.filter(({ names }) => names.includes('clone'))
      .flatMap(({ args }) => args ?? [])
      .find(({ op }) => op === 'SCMP_CMP_MASKED_EQ')?.value ?? 0,
  );

/**
 * The narrowest rules that let through what was seen. Threads are let through, new namespaces only where they were seen; clone3, whose flags lie in
 * memory, is told to be missing if it made none, so that the C library makes do with clone.
 */
export function permissionsFor(seen: SeenCall, host: Architecture): readonly Permission[] {
  const { call, args } = seen;
  const flags = call === 'clone' || call === 'clone3' ? namespaceFlags() : 0n;
  const makesNamespaces = args.some(([value = 0n]) => (value & flags) !== 0n);
  if (call === 'clone3') return makesNamespaces ? [{ call }] : [{ call, errno: ENOSYS }];
  if (call === 'clone') {
    // s390 passes the flags second.
    const arg = host.name.startsWith('s390') ? 1 : 0;
    return makesNamespaces ? [{ call }] : [{ call, when: comparison(arg, 'SCMP_CMP_MASKED_EQ', flags) }];
  }
  if (decidedByFirst.has(call) && args.length > 0) {
    // The kernel reads them as int.
    const values = new Set(args.map(([value = 0n]) => BigInt.asUintN(32, value)));
    return [...values].sort(ascending).map((value) => ({ call, when: comparison(0, 'SCMP_CMP_EQ', value) }));
  }
  return [{ call }];
}

/** The flags of new namespaces among the arguments of clone and clone3 that were seen. */
export const namespacesIn = (args: SeenCall['args']): bigint => args.reduce((all, [value = 0n]) => all | (value & namespaceFlags()), 0n);

const comparison = (arg: number, op: OperatorName, value: bigint): ArgumentComparison => ({ arg, op, value, valueTwo: 0n });

const ascending = (a: bigint, b: bigint): number => (a < b ? -1 : Number(a > b));
