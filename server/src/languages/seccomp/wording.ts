import { code, listed } from '../../core';
import { errnoNames, findSyscall } from '../../knowledge';
import type { ArgumentComparison } from './comparison';
import { nameOfValue } from './constants';
import type { CallVerdict } from './resolve';
import { findAction, maxValue } from './words';

/** `EPERM`, `errno 600`. */
export const errnoText = (errno: number): string => (errno === 0 ? 'success' : (errnoNames().get(errno) ?? `errno ${errno}`));

/** In a few words: `allowed`, `fails with EPERM`. */
export function outcome({ action, errno }: CallVerdict): string {
  switch (action) {
    case 'SCMP_ACT_ALLOW':
      return 'allowed';
    case 'SCMP_ACT_LOG':
      return 'allowed and logged';
    case 'SCMP_ACT_ERRNO':
      return errno === 0 ? 'not run, but reported as success' : `fails with ${errnoText(errno ?? 1)}`;
    case 'SCMP_ACT_KILL_PROCESS':
      return 'kills the process';
    case 'SCMP_ACT_KILL_THREAD':
      return 'kills the thread';
    case 'SCMP_ACT_TRAP':
      return 'raises SIGSYS';
    case 'SCMP_ACT_NOTIFY':
      return 'decided by the agent';
    case 'SCMP_ACT_TRACE':
      return 'fails with ENOSYS unless a tracer decides';
    default:
      return action;
  }
}

/** `domain = AF_ALG (38)`: a comparison as people would write it. */
export function comparisonText({ arg, op, value, valueTwo }: ArgumentComparison, call: string): string {
  const name = findSyscall(call)?.args?.[arg]?.name ?? `argument ${arg}`;
  const number = (operand: bigint) => {
    const shown = numberText(operand);
    const meaning = nameOfValue(call, arg, operand);
    return meaning ? `${meaning} (${shown})` : shown;
  };
  switch (op) {
    case 'SCMP_CMP_MASKED_EQ':
      if (value === 0n) return 'always';
      return (valueTwo & value) === 0n
        ? `${name} has none of ${number(value)}`
        : `${name} & ${numberText(value)} = ${number(valueTwo & value)}`;
    case 'SCMP_CMP_NE':
      return `${name} ≠ ${number(value)}`;
    case 'SCMP_CMP_LT':
      return `${name} < ${number(value)}`;
    case 'SCMP_CMP_LE':
      return `${name} ≤ ${number(value)}`;
    case 'SCMP_CMP_GE':
      return `${name} ≥ ${number(value)}`;
    case 'SCMP_CMP_GT':
      return `${name} > ${number(value)}`;
    default:
      return `${name} = ${number(value)}`;
  }
}

export const conjunctionText = (comparisons: readonly ArgumentComparison[], call: string): string =>
  listed(comparisons.map((comparison) => comparisonText(comparison, call)));

/** Small numbers in decimal, masks and the like in hexadecimal. */
export const numberText = (value: bigint): string => (value < 256n || value === maxValue ? String(value) : `0x${value.toString(16)}`);

/** `socket`, `socket and bind`, `socket, bind and 12 more`. */
export function someNames(names: readonly string[], most = 4): string {
  if (names.length <= most + 1) return listed(names.map(code));
  return `${names.slice(0, most).map(code).join(', ')} and ${names.length - most} more`;
}

/** The predicate of a sentence about the call: `is allowed`, `fails with EPERM`. */
export function predicate(verdict: CallVerdict): string {
  const words = outcome(verdict);
  return /^(?:allowed|not run|decided)/.test(words) ? `is ${words}` : words;
}

export const isAllowed = ({ action }: CallVerdict): boolean => findAction(action)?.outcome === 'allowed';
