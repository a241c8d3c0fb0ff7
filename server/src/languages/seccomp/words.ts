/** What a filter does with a call. */
export interface FilterAction {
  readonly name: ActionName;
  /** For people: the kernel runs the call, stops it, or lets another process decide. */
  readonly outcome: 'denied' | 'allowed' | 'decided elsewhere';
  /** Takes a number: what the call returns, or what a tracer is told. */
  readonly takesErrno: boolean;
  /** The rest of a sentence that begins with the call: `runs`. */
  readonly effect: string;
  /** First kernel that knows it, where that is worth a word. */
  readonly since?: string;
}

export type ActionName =
  | 'SCMP_ACT_KILL_PROCESS'
  | 'SCMP_ACT_KILL_THREAD'
  | 'SCMP_ACT_KILL'
  | 'SCMP_ACT_TRAP'
  | 'SCMP_ACT_ERRNO'
  | 'SCMP_ACT_NOTIFY'
  | 'SCMP_ACT_TRACE'
  | 'SCMP_ACT_LOG'
  | 'SCMP_ACT_ALLOW';

/**
 * Strongest first, as the kernel ranks them where several filters are installed.
 *
 * Source: seccomp(2); runtime-spec config-linux.md.
 */
export const actions: readonly FilterAction[] = [
  {
    name: 'SCMP_ACT_KILL_PROCESS',
    outcome: 'denied',
    takesErrno: false,
    effect: 'ends the whole process as SIGSYS would, with a core dump',
    since: '4.14',
  },
  { name: 'SCMP_ACT_KILL_THREAD', outcome: 'denied', takesErrno: false, effect: 'ends the calling thread; the others live on, often hung' },
  {
    name: 'SCMP_ACT_KILL',
    outcome: 'denied',
    takesErrno: false,
    effect: 'ends the calling thread (the old name of `SCMP_ACT_KILL_THREAD`); the others live on, often hung',
  },
  { name: 'SCMP_ACT_TRAP', outcome: 'denied', takesErrno: false, effect: 'does not run; the thread gets SIGSYS, which it may handle' },
  {
    name: 'SCMP_ACT_ERRNO',
    outcome: 'denied',
    takesErrno: true,
    effect: 'does not run and returns the error `errnoRet`, EPERM when that is absent',
  },
  {
    name: 'SCMP_ACT_NOTIFY',
    outcome: 'decided elsewhere',
    takesErrno: false,
    effect: 'waits until the agent at `listenerPath` has decided',
    since: '5.0',
  },
  {
    name: 'SCMP_ACT_TRACE',
    outcome: 'decided elsewhere',
    takesErrno: true,
    effect: 'is shown to a ptrace tracer, with `errnoRet` as message; without a tracer it fails with ENOSYS',
  },
  { name: 'SCMP_ACT_LOG', outcome: 'allowed', takesErrno: false, effect: 'runs, and the kernel logs it', since: '4.14' },
  { name: 'SCMP_ACT_ALLOW', outcome: 'allowed', takesErrno: false, effect: 'runs' },
];

const actionsByName: ReadonlyMap<string, FilterAction> = new Map(actions.map((action) => [action.name, action]));

export const findAction = (name: string | undefined): FilterAction | undefined =>
  name === undefined ? undefined : actionsByName.get(name);

/** How a condition compares. */
export interface Operator {
  readonly name: OperatorName;
  readonly symbol: string;
  /** True for `x` compared with `value`, all 64 bits unsigned; MASKED_EQ takes its mask from `value`. */
  isMet(x: bigint, value: bigint, valueTwo: bigint): boolean;
}

export type OperatorName =
  | 'SCMP_CMP_NE'
  | 'SCMP_CMP_LT'
  | 'SCMP_CMP_LE'
  | 'SCMP_CMP_EQ'
  | 'SCMP_CMP_GE'
  | 'SCMP_CMP_GT'
  | 'SCMP_CMP_MASKED_EQ';

export const operators: readonly Operator[] = [
  { name: 'SCMP_CMP_EQ', symbol: '=', isMet: (x, value) => x === value },
  { name: 'SCMP_CMP_NE', symbol: '≠', isMet: (x, value) => x !== value },
  { name: 'SCMP_CMP_LT', symbol: '<', isMet: (x, value) => x < value },
  { name: 'SCMP_CMP_LE', symbol: '≤', isMet: (x, value) => x <= value },
  { name: 'SCMP_CMP_GE', symbol: '≥', isMet: (x, value) => x >= value },
  { name: 'SCMP_CMP_GT', symbol: '>', isMet: (x, value) => x > value },
  { name: 'SCMP_CMP_MASKED_EQ', symbol: '&', isMet: (x, mask, value) => (x & mask) === (value & mask) },
];

const operatorsByName: ReadonlyMap<string, Operator> = new Map(operators.map((operator) => [operator.name, operator]));

export const findOperator = (name: string | undefined): Operator | undefined =>
  name === undefined ? undefined : operatorsByName.get(name);

/** Flags of seccomp(2) that the runtime specification knows. */
export const flagNames: readonly string[] = [
  'SECCOMP_FILTER_FLAG_TSYNC',
  'SECCOMP_FILTER_FLAG_LOG',
  'SECCOMP_FILTER_FLAG_SPEC_ALLOW',
  'SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV',
];

/** libseccomp takes error numbers below the kernel's MAX_ERRNO (src/system.c, `sys_chk_seccomp_action`). */
export const largestErrno = 4094;

/** An errno that is not given. */
export const EPERM = 1;
export const ENOSYS = 38;

export const maxValue = 0xffff_ffff_ffff_ffffn;
