import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultContext } from '../../server/src/core';
import { architectureNamed } from '../../server/src/knowledge';
import { analysisOf, decide } from '../../server/src/languages/seccomp/analysis';
import { numbersOf } from '../../server/src/languages/seccomp/filter';
import { jsonPart } from '../../server/src/languages/seccomp/part';
import type { CallVerdict } from '../../server/src/languages/seccomp/resolve';
import { findingsOf } from '../unit/languages/seccomp/helpers';

/**
 * Random profiles, loaded by libseccomp itself through its Python binding: what it refuses is an error here and nothing else is, and
 * what the two decide is the same. Skipped where the binding is missing (Debian: python3-seccomp).
 */
const python = '/usr/bin/python3';
const isThere = spawnSync(python, ['-c', 'import seccomp, platform, sys; sys.exit(platform.machine() != "x86_64")']).status === 0;
const profiles = Number(process.env.CONFINE_SECCOMP_PROFILES ?? 500);
const seed = Number(process.env.CONFINE_SEED ?? 20260430);

const abis = [
  { name: 'x86_64', audit: 0xc000003e, bit: 0 },
  { name: 'x86', audit: 0x40000003, bit: 0 },
  { name: 'x32', audit: 0xc000003e, bit: 0x4000_0000 },
];

/** Calls with and without a multiplexer, and ones that exist on some ABIs only; few, so that rules meet. */
const names = [
  'socket',
  'socketcall',
  'connect',
  'sendto',
  'semctl',
  'semtimedop',
  'shmat',
  'ipc',
  'kill',
  'clone',
  'open',
  'waitpid',
  'mount',
];
const operands = [0n, 1n, 2n, 3n, 38n, 40n, 0xffff_ffffn, 0x1_0000_0000n, 0x1_0000_0002n, 0x2_0000_0026n, 0xffff_ffff_0000_0001n];
const operators = ['EQ', 'NE', 'LT', 'LE', 'GE', 'GT', 'MASKED_EQ'];

const condition = fc
  .record({
    index: fc.constantFrom(0, 0, 1, 2),
    value: fc.constantFrom(...operands),
    valueTwo: fc.constantFrom(...operands),
    op: fc.constantFrom(...operators),
  })
  .map(({ op, valueTwo, ...rest }) => ({ ...rest, ...(op === 'MASKED_EQ' && { valueTwo }), op: `SCMP_CMP_${op}` }));
const action = fc.constantFrom(
  { action: 'SCMP_ACT_ALLOW' },
  { action: 'SCMP_ACT_ERRNO', errnoRet: 1 },
  { action: 'SCMP_ACT_ERRNO', errnoRet: 97 },
  { action: 'SCMP_ACT_LOG' },
  { action: 'SCMP_ACT_TRAP' },
);
const rule = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 2 }),
    action,
    fc.oneof({ weight: 1, arbitrary: fc.constant([]) }, { weight: 4, arbitrary: fc.array(condition, { minLength: 1, maxLength: 3 }) }),
  )
  .map(([names, action, args]) => ({ names, ...action, ...(args.length && { args }) }));
const profile = fc.record({
  defaultAction: fc.constantFrom('SCMP_ACT_ALLOW', 'SCMP_ACT_ERRNO', 'SCMP_ACT_KILL_PROCESS'),
  architectures: fc.subarray(['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32'], { minLength: 1 }),
  syscalls: fc.array(rule, { minLength: 2, maxLength: 6 }).map((rules) => [{ names: ['execve'], action: 'SCMP_ACT_LOG' }, ...rules]),
});

interface Call {
  readonly abi: string;
  readonly name: string;
  readonly args: readonly bigint[];
}
const call: fc.Arbitrary<Call> = fc.record({
  abi: fc.constantFrom(...abis.map(({ name }) => name)),
  name: fc.constantFrom(...names),
  args: fc.array(fc.constantFrom(...operands), { minLength: 6, maxLength: 6 }),
});

/** JSON with whole numbers of any size. */
const json = (value: unknown): string =>
  JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? `#${one}` : one)).replace(/"#(\d+)"/g, '$1');

/** linux/seccomp.h, SECCOMP_RET_*. */
const returned: Readonly<Record<string, number>> = {
  SCMP_ACT_KILL_PROCESS: 0x8000_0000,
  SCMP_ACT_KILL_THREAD: 0,
  SCMP_ACT_TRAP: 0x0003_0000,
  SCMP_ACT_ERRNO: 0x0005_0000,
  SCMP_ACT_LOG: 0x7ffc_0000,
  SCMP_ACT_ALLOW: 0x7fff_0000,
};
const returnedBy = ({ action, errno = 0 }: CallVerdict): number => (returned[action] as number) + errno;

interface Answer {
  readonly refused: string | null;
  /** What the program returns and what the tree says. */
  readonly decisions: readonly (readonly [number, number])[];
}

/** One for each line; undefined where libseccomp did not come to an end. */
function answersOf(lines: readonly string[]): readonly (Answer | undefined)[] {
  const answers: (Answer | undefined)[] = [];
  while (answers.length < lines.length) {
    const script = fileURLToPath(new URL('libseccomp.py', import.meta.url));
    const run = spawnSync(python, [script], { input: lines.slice(answers.length).join('\n'), encoding: 'utf8', maxBuffer: 1 << 28 });
    if (run.stderr) throw new Error(run.stderr);
    for (const line of run.stdout.split('\n')) if (line) answers.push(JSON.parse(line) as Answer);
    if (answers.length < lines.length) answers.push(undefined);
  }
  return answers;
}

describe.skipIf(!isThere)('libseccomp itself', () => {
  test('refuses what is an error here, and decides as here', () => {
    const samples = fc.sample(fc.tuple(profile, fc.array(call, { minLength: 20, maxLength: 20 })), { numRuns: profiles, seed });
    const asked = samples.map(([one, calls]) => ({
      text: json(one),
      calls: calls.filter(({ abi, name }) => numbersOf(architectureNamed(abi) as never)?.has(name)),
    }));
    const lines = asked.map(({ text, calls }) => {
      const numbered = calls.map(({ abi, name, args }) => {
        const { audit, bit } = abis.find((one) => one.name === abi) as (typeof abis)[0];
        return [abi, name, audit, ((numbersOf(architectureNamed(abi) as never)?.get(name) as number) | bit) >>> 0, args];
      });
      return `{"profile":${text},"calls":${json(numbered)}}`;
    });
    const answers = answersOf(lines);
    const differing: string[] = [];
    let refusals = 0;
    let decisions = 0;
    let ownFaults = 0;
    for (const [i, answer] of answers.entries()) {
      if (!answer) continue;
      const { refused, decisions: theirs } = answer;
      const { text, calls } = asked[i] as (typeof asked)[0];
      const findings = findingsOf(jsonPart(text), { target: 'containerd' });
      const errors = findings.filter(({ severity }) => severity === 'error');
      if (refused) refusals++;
      if ((refused !== null) !== errors.length > 0)
        differing.push(`${refused ?? 'loads'}, here ${errors[0]?.message ?? 'no error'}: ${text}`);
      if (refused && findings.some(({ message }) => /no effect/.test(message))) differing.push(`refused and “no effect”: ${text}`);
      if (refused) continue;
      const analysis = analysisOf(jsonPart(text), { ...defaultContext, target: 'containerd' });
      for (const [j, { abi, name, args }] of calls.entries()) {
        const [program, tree] = theirs[j] as readonly [number, number];
        if (program !== tree) {
          ownFaults++;
          continue;
        }
        decisions++;
        const { verdict } = decide(analysis as never, architectureNamed(abi) as never, name, args);
        if (returnedBy(verdict) !== program)
          differing.push(`${abi} ${name}(${args}) is ${verdict.action}, not ${program.toString(16)}: ${text}`);
      }
    }
    console.log(
      `${answers.length} profiles, ${refusals} refused, ${decisions} decisions, ${differing.length} differ, ${ownFaults} in which libseccomp’s program differs from its tree`,
    );
    expect(differing.slice(0, 5)).toEqual([]);
    // A test in which nothing, or everything, is refused shows little.
    expect(refusals).toBeGreaterThan(profiles / 20);
    expect(refusals).toBeLessThan(profiles / 1.2);
  });
});
