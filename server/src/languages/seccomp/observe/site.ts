import type { Architecture } from '../../../knowledge';
import { type Analysis, abiWith } from '../analysis';
import { hasCall } from '../filter';
import { subcalls } from '../subcalls';
import type { SeenCall } from './readLog';

/** Where the filter meets a call: on the ABI that made it, or inside of `socketcall` or `ipc`, which carry it for 32-bit programs. */
export interface Site {
  readonly abi: Architecture;
  readonly call: string;
  readonly vectors: readonly (readonly bigint[])[];
  readonly carried?: true;
}

/** Undefined where no ABI that the filter covers has the call. */
export function siteOf(analysis: Analysis, { call, abi: made, args }: SeenCall): Site | undefined {
  const { abis } = analysis.resolved;
  const abi = made && abis.includes(made) && hasCall(made, call) ? made : abiWith(analysis, call);
  if (abi) return { abi, call, vectors: args.length ? args : [[]] };
  const sub = subcalls.get(call);
  const carrier = sub && abis.find((each) => each.multiplexed && hasCall(each, sub.through));
  return carrier && { abi: carrier, call: sub.through, vectors: [[BigInt(sub.number)]], carried: true };
}
