import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { architectureNamed } from '../../../../server/src/knowledge';
import { seccomp } from '../../../../server/src/languages/seccomp';
import { analysisOf, decide } from '../../../../server/src/languages/seccomp/analysis';
import { conflictOf } from '../../../../server/src/languages/seccomp/clashes';
import { leniency } from '../../../../server/src/languages/seccomp/diff';
import { contextOf, findingsOf, objectOf, partOf, verdictOf } from './helpers';

const context = contextOf();

function merged(mode: 'union' | 'intersect', ...profiles: readonly unknown[]) {
  const result = seccomp.merge!(profiles.map(partOf), mode, context);
  if (typeof result === 'string') throw new Error(result);
  return { text: result.part.text, remarks: result.remarks.join('\n'), part: result.part };
}

const allow = (names: readonly string[], args?: readonly object[]) => ({ names, action: 'SCMP_ACT_ALLOW', ...(args && { args }) });
const refuse = (names: readonly string[], args?: readonly object[]) => ({
  names,
  action: 'SCMP_ACT_ERRNO',
  errnoRet: 1,
  ...(args && { args }),
});
const equal = (index: number, value: number) => ({ index, value, op: 'SCMP_CMP_EQ' });
const list = (...syscalls: readonly object[]) => ({ defaultAction: 'SCMP_ACT_ERRNO', architectures: ['SCMP_ARCH_X86_64'], syscalls });
const denyList = (...syscalls: readonly object[]) => ({ ...list(...syscalls), defaultAction: 'SCMP_ACT_ALLOW' });

describe('merge', () => {
  it('allows what both allow, or what one allows', () => {
    const [a, b] = [list(allow(['read', 'write'])), list(allow(['read', 'mount']))];
    const both = merged('intersect', a, b).text;
    const any = merged('union', a, b).text;
    expect(['read', 'write', 'mount'].map((call) => verdictOf(both, call))).toEqual(['ALLOW', 'ERRNO(1)', 'ERRNO(1)']);
    expect(['read', 'write', 'mount', 'bpf'].map((call) => verdictOf(any, call))).toEqual(['ALLOW', 'ALLOW', 'ALLOW', 'ERRNO(1)']);
  });

  it('joins conditions', () => {
    const [a, b] = [
      list(allow(['socket'], [equal(0, 2), equal(1, 1)])),
      list(allow(['socket'], [{ index: 0, value: 10, op: 'SCMP_CMP_LT' }])),
    ];
    const { text } = merged('intersect', a, b);
    expect(JSON.parse(text).syscalls).toEqual([allow(['socket'], [equal(0, 2), equal(1, 1)])]);
    const never = merged('intersect', list(allow(['socket'], [equal(0, 1)])), list(allow(['socket'], [equal(0, 2)])));
    expect(verdictOf(never.text, 'socket', [1])).toBe('ERRNO(1)');
    expect(verdictOf(merged('union', a, list(allow(['socket'], [equal(0, 1)]))).text, 'socket', [1])).toBe('ALLOW');
  });

  it('turns an exception of a deny list into a condition of an allow list', () => {
    const { text, remarks } = merged('intersect', denyList(refuse(['socket'], [equal(0, 38)])), list(allow(['socket', 'read'])));
    expect([1, 38].map((family) => verdictOf(text, 'socket', [family]))).toEqual(['ALLOW', 'ERRNO(1)']);
    expect(remarks).not.toContain('strictest');
  });

  it('refuses, and says so, what no profile can say', () => {
    const range = (low: number, high: number) => [
      list(allow(['socket'], [{ index: 0, value: low, op: 'SCMP_CMP_GE' }])),
      list(allow(['socket'], [{ index: 0, value: high, op: 'SCMP_CMP_LE' }])),
    ];
    const { text, remarks } = merged('intersect', ...range(2, 10));
    expect(verdictOf(text, 'socket', [5])).toBe('ERRNO(1)');
    expect(remarks).toContain('No profile can join the conditions of `socket`');
  });

  it('keeps the stricter of two refusals, and the error of the first file', () => {
    const [a, b] = [list({ names: ['mount'], action: 'SCMP_ACT_KILL_PROCESS' }), { ...list(refuse(['mount'])), defaultErrnoRet: 38 }];
    expect(verdictOf(merged('intersect', b, a).text, 'mount')).toBe('KILL_PROCESS');
    expect(verdictOf(merged('union', b, a).text, 'mount')).toBe('ERRNO(1)');
    expect(verdictOf(merged('intersect', b, a).text, 'bpf')).toBe('ERRNO(38)');
  });

  it('decides the conditions of the Docker format, and covers what both cover', () => {
    const withCaps = {
      defaultAction: 'SCMP_ACT_ERRNO',
      archMap: [{ architecture: 'SCMP_ARCH_X86_64', subArchitectures: ['SCMP_ARCH_X86'] }],
      syscalls: [
        { ...allow(['mount']), includes: { caps: ['CAP_SYS_ADMIN'] } },
        { ...allow(['chroot']), includes: { caps: ['CAP_SYS_CHROOT'] } },
      ],
    };
    const { text, remarks } = merged('intersect', withCaps, list(allow(['mount', 'chroot'])));
    expect(JSON.parse(text)).toMatchObject({ architectures: ['SCMP_ARCH_X86_64'], syscalls: [allow(['chroot'])] });
    expect(remarks).toContain('Read as Docker reads it, for x86_64 and 14 capabilities');
    expect(remarks).toContain('different ABIs');
  });

  it('makes an object of the operator from objects', () => {
    const object = (name: string, call: string) =>
      objectOf(
        `apiVersion: security-profiles-operator.x-k8s.io/v1\nkind: SeccompProfile\nmetadata:\n  name: ${name}\nspec:\n  defaultAction: SCMP_ACT_ERRNO\n  architectures: [SCMP_ARCH_X86_64]\n  syscalls:\n    - action: SCMP_ACT_ALLOW\n      names: [${call}]\n`,
      );
    const result = seccomp.merge!([object('base', 'read'), object('web', 'write')], 'union', context);
    if (typeof result === 'string') throw new Error(result);
    expect(result.part.object?.name).toBe('base');
    expect(findingsOf(result.part).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(verdictOf({ ...JSON.parse(JSON.stringify({})), ...list(allow(['read', 'write'])) }, 'write')).toBe('ALLOW');
    expect(result.part.text).toMatch(/- read\n\s+- write/);
  });

  it('asks which of the two is meant', () => {
    expect(seccomp.merge!([partOf(list())], undefined, context)).toMatch(/--union or --intersect/);
  });
});

describe('what profiles do together', () => {
  const calls = ['read', 'socket', 'clone', 'mount'] as const;
  const condition = fc.record({
    index: fc.constantFrom(0, 1),
    value: fc.constantFrom(0, 1, 2, 38, 0x10000000),
    valueTwo: fc.constantFrom(0, 0x10000000),
    op: fc.constantFrom('EQ', 'NE', 'LT', 'GE', 'MASKED_EQ').map((op) => `SCMP_CMP_${op}`),
  });
  const rule = fc.record({
    names: fc.uniqueArray(fc.constantFrom(...calls), { minLength: 1, maxLength: 2 }),
    action: fc.constantFrom('ALLOW', 'ERRNO', 'KILL_PROCESS', 'LOG').map((action) => `SCMP_ACT_${action}`),
    args: fc.uniqueArray(condition, { maxLength: 2, selector: ({ index }) => index }),
  });
  const profile = fc.record({
    defaultAction: fc.constantFrom('ERRNO', 'ALLOW', 'KILL_PROCESS').map((action) => `SCMP_ACT_${action}`),
    architectures: fc.constant(['SCMP_ARCH_X86_64']),
    syscalls: fc.array(rule, { maxLength: 5 }),
  });
  const abi = architectureNamed('x86_64')!;
  const values = [0, 1, 2, 3, 38, 0x10000000, 0x10000001, 2 ** 32 + 1];
  const questions = calls.flatMap((call) =>
    values.flatMap((first) => [0, 1, 38].map((second) => ({ call, args: [BigInt(first), BigInt(second)] }))),
  );

  it.each(['union', 'intersect'] as const)('is what their %s decides, or less where it says so', (mode) => {
    let exact = 0;
    fc.assert(
      fc.property(profile, profile, (a, b) => {
        const analyses = [a, b].map((one) => analysisOf(partOf(one), context)!);
        fc.pre(!analyses.some(conflictOf));
        const result = merged(mode, a, b);
        const analysis = analysisOf(result.part, context)!;
        expect(conflictOf(analysis)).toBeUndefined();
        for (const { call, args } of questions) {
          const levels = analyses.map((one) => leniency(decide(one, abi, call, args).verdict));
          const wanted = mode === 'union' ? Math.max(...levels) : Math.min(...levels);
          const level = leniency(decide(analysis, abi, call, args).verdict);
          if (result.remarks.includes(`\`${call}\``)) expect(level).toBeLessThanOrEqual(wanted);
          else expect(level).toBe(wanted);
          exact += result.remarks.includes(`\`${call}\``) ? 0 : 1;
        }
      }),
      { numRuns: 60, seed: 7 },
    );
    expect(exact).toBeGreaterThan(3000);
  });
});
