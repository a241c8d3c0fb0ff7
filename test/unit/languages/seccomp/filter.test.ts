import { describe, expect, it } from 'vitest';
import { analysisOf } from '../../../../server/src/languages/seccomp/analysis';
import { clashesOf, isOverruled } from '../../../../server/src/languages/seccomp/clashes';
import { contextOf, findingsOf, partOf, verdictOf } from './helpers';

const when = (index: number, op: string, value: number | bigint, valueTwo?: number) => ({
  index,
  op: `SCMP_CMP_${op}`,
  value,
  ...(valueTwo !== undefined && { valueTwo }),
});
const rule = (action: string, names: string | string[], args?: unknown[], more = {}) => ({
  names: [names].flat(),
  action: `SCMP_ACT_${action}`,
  ...(args && { args }),
  ...more,
});
const profile = (defaultAction: string, ...syscalls: unknown[]) => ({ defaultAction: `SCMP_ACT_${defaultAction}`, syscalls });

describe('how libseccomp merges rules', () => {
  it('keeps the first rule without conditions', () => {
    const both = profile('LOG', rule('ALLOW', 'mkdir'), rule('ERRNO', 'mkdir'));
    expect(verdictOf(both, 'mkdir')).toBe('ALLOW');
    expect(verdictOf(both, 'rmdir')).toBe('LOG');
  });

  it('lets a rule without conditions win over one with, in either order', () => {
    const conditional = rule('ERRNO', 'kill', [when(1, 'EQ', 9)]);
    expect(verdictOf(profile('ALLOW', conditional, rule('LOG', 'kill')), 'kill', [1, 9])).toBe('LOG');
    expect(verdictOf(profile('ALLOW', rule('LOG', 'kill'), conditional), 'kill', [1, 9])).toBe('LOG');
  });

  it('asks conditions on later arguments first, whatever the order of the file', () => {
    const first = rule('ERRNO', 'kill', [when(0, 'EQ', 1)]);
    const second = rule('LOG', 'kill', [when(1, 'EQ', 9)]);
    for (const rules of [
      [first, second],
      [second, first],
    ])
      expect(verdictOf(profile('ALLOW', ...rules), 'kill', [1, 9])).toBe('LOG');
  });

  it('asks for equality before ranges, and takes the tightest range', () => {
    const ranges = profile(
      'ALLOW',
      rule('LOG', 'kill', [when(1, 'GE', 1)]),
      rule('ERRNO', 'kill', [when(1, 'GE', 10)]),
      rule('TRAP', 'kill', [when(1, 'EQ', 12)]),
    );
    expect([0, 5, 11, 12].map((value) => verdictOf(ranges, 'kill', [0, value]))).toEqual(['ALLOW', 'LOG', 'ERRNO(1)', 'TRAP']);
    const below = profile('ALLOW', rule('LOG', 'kill', [when(1, 'LE', 20)]), rule('ERRNO', 'kill', [when(1, 'LT', 10)]));
    expect([9, 10, 21].map((value) => verdictOf(below, 'kill', [0, value]))).toEqual(['ERRNO(1)', 'LOG', 'ALLOW']);
  });

  it('takes two tests of one value as one', () => {
    const split = profile('ALLOW', rule('ERRNO', 'kill', [when(1, 'NE', 9)]), rule('LOG', 'kill', [when(1, 'EQ', 9)]));
    expect([8, 9].map((value) => verdictOf(split, 'kill', [0, value]))).toEqual(['ERRNO(1)', 'LOG']);
  });

  it('makes alternatives of all conditions where one argument is asked about twice', () => {
    const list = profile('ERRNO', rule('ALLOW', 'kill', [when(0, 'EQ', 1), when(1, 'GE', 10), when(1, 'LE', 5)]));
    expect(verdictOf(list, 'kill', [0, 7])).toBe('ERRNO(1)');
    expect(verdictOf(list, 'kill', [1, 7])).toBe('ALLOW');
    expect(verdictOf(list, 'kill', [0, 3])).toBe('ALLOW');
  });

  it('skips rules that do what the default does, and names that it does not know', () => {
    const same = profile('ERRNO', rule('ERRNO', 'mkdir'), rule('ALLOW', ['mkdir', 'fopen']));
    expect(verdictOf(same, 'mkdir')).toBe('ALLOW');
  });

  it('masks the operand as well as the argument', () => {
    const masked = profile('ALLOW', rule('ERRNO', 'kill', [when(1, 'MASKED_EQ', 1, 2)]));
    expect([0, 1, 2].map((value) => verdictOf(masked, 'kill', [0, value]))).toEqual(['ERRNO(1)', 'ALLOW', 'ERRNO(1)']);
    expect(verdictOf(profile('ALLOW', rule('ERRNO', 'kill', [when(1, 'MASKED_EQ', 0, 0)])), 'kill', [7, 7])).toBe('ERRNO(1)');
  });

  it('compares all 64 bits on 64-bit ABIs and 32 on the others', () => {
    const equal = { ...profile('ALLOW', rule('ERRNO', 'kill', [when(1, 'EQ', 9)])), architectures: ['SCMP_ARCH_X86'] };
    expect(verdictOf(equal, 'kill', [0, 0x1_0000_0009n])).toBe('ALLOW');
    expect(verdictOf(equal, 'kill', [0, 0x1_0000_0009n], {}, 'x86')).toBe('ERRNO(1)');
    const above = profile('ALLOW', rule('ERRNO', 'kill', [when(1, 'GT', 0x1_0000_0000n)]));
    expect([0xffff_ffffn, 0x1_0000_0000n, 0x1_0000_0001n, 0x2_0000_0000n].map((value) => verdictOf(above, 'kill', [0, value]))).toEqual([
      'ALLOW',
      'ALLOW',
      'ERRNO(1)',
      'ERRNO(1)',
    ]);
  });

  it('keeps every digit of an operand', () => {
    const text =
      '{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["lseek"],"action":"SCMP_ACT_ERRNO","args":[{"index":1,"value":18446744073709551615,"op":"SCMP_CMP_EQ"}]}]}';
    expect(verdictOf(text, 'lseek', [0, 0xffff_ffff_ffff_ffffn])).toBe('ERRNO(1)');
    expect(verdictOf(text, 'lseek', [0, 0xffff_ffff_ffff_fffen])).toBe('ALLOW');
  });
});

describe('ABIs', () => {
  it('kills programs of an ABI that is not covered, whatever the default', () => {
    expect(verdictOf(profile('ALLOW', rule('ERRNO', 'mkdir')), 'read', [], {}, 'x86')).toBe('KILL_THREAD');
  });

  it('adds a rule for a socket call to socketcall too, by its number', () => {
    const sockets = { ...profile('ERRNO', rule('ALLOW', ['socket', 'accept'])), architectures: ['SCMP_ARCH_X86'] };
    expect(verdictOf(sockets, 'socketcall', [1], {}, 'x86')).toBe('ALLOW');
    expect(verdictOf(sockets, 'socketcall', [5], {}, 'x86')).toBe('ALLOW');
    expect(verdictOf(sockets, 'socketcall', [2], {}, 'x86')).toBe('ERRNO(1)');
  });

  it('loses the condition on the first argument in that copy', () => {
    const inet = { ...profile('ERRNO', rule('ALLOW', 'socket', [when(0, 'EQ', 2)])), architectures: ['SCMP_ARCH_X86'] };
    expect(verdictOf(inet, 'socket', [38], {}, 'x86')).toBe('ERRNO(1)');
    expect(verdictOf(inet, 'socketcall', [1], {}, 'x86')).toBe('ALLOW');
  });

  it('is no filter at all without default action and rules', () => {
    expect(verdictOf({}, 'mount')).toBe('ALLOW');
  });
});

describe('rules that collide', () => {
  const covered = (...syscalls: unknown[]) => ({
    ...profile('ALLOW', ...syscalls),
    architectures: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32'],
  });
  const errorsOf = (one: unknown) =>
    findingsOf(partOf(one)).flatMap(({ severity, code, message }) => (severity === 'error' ? [`${code.slice(8)}: ${message}`] : []));
  const noEffect = (one: unknown) => findingsOf(partOf(one)).filter(({ message }) => /no effect/.test(message));

  it('meet in socketcall, where their condition on argument 0 is lost', () => {
    const two = [
      rule('ERRNO', 'socket', [when(0, 'EQ', 38)], { errnoRet: 97 }),
      rule('ERRNO', 'socket', [when(0, 'EQ', 40)], { errnoRet: 1 }),
    ];
    expect(errorsOf(covered(...two))).toEqual([
      expect.stringMatching(/^conflicting-conditions: .*“file exists”.*rule 1 .*EAFNOSUPPORT.*`socket`.* on x86, .*`socketcall`/),
    ]);
    expect(errorsOf(profile('ALLOW', ...two))).toEqual([]);
  });

  it('are an error, not “no effect”, where x86_64 alone would drop one of them', () => {
    for (const two of [
      [rule('ERRNO', 'connect', [when(2, 'EQ', 1)]), rule('LOG', 'connect')],
      [rule('LOG', 'shmat'), rule('ERRNO', 'shmat')],
      [rule('LOG', 'sendto', [when(0, 'EQ', 1)]), rule('ERRNO', 'sendto')],
    ]) {
      expect(noEffect(profile('ALLOW', ...two))).toHaveLength(1);
      const found = covered(...two);
      // Without conditions of its own on other arguments, the copy is one condition with two actions.
      if (errorsOf(found).length) expect(noEffect(found)).toEqual([]);
    }
    expect(errorsOf(covered(rule('LOG', 'shmat'), rule('ERRNO', 'shmat')))).toHaveLength(1);
    expect(errorsOf(covered(rule('LOG', 'sendto', [when(0, 'EQ', 1)]), rule('ERRNO', 'sendto')))).toHaveLength(1);
  });

  it('do not meet in socketcall that an earlier rule allows whole', () => {
    const two = [rule('ERRNO', 'socket', [when(0, 'EQ', 38)], { errnoRet: 97 }), rule('ERRNO', 'socket', [when(0, 'EQ', 40)])];
    expect(errorsOf(covered(rule('LOG', 'socketcall'), ...two))).toEqual([]);
  });

  it('are equal on 32 bits where they differ on 64', () => {
    const two = [rule('ERRNO', 'kill', [when(1, 'EQ', 2)]), rule('LOG', 'kill', [when(1, 'EQ', 0x1_0000_0002)])];
    expect(errorsOf(covered(...two))).toEqual([expect.stringMatching(/on x86, which compares the low 32 bits only/)]);
    expect(errorsOf({ ...covered(...two), architectures: ['SCMP_ARCH_X86_64'] })).toEqual([]);
  });

  it('collide over calls that the ABI does not have', () => {
    const two = [rule('ERRNO', 'waitpid', [when(1, 'EQ', 2)]), rule('LOG', 'waitpid', [when(1, 'EQ', 2)])];
    expect(errorsOf(profile('ALLOW', ...two))).toHaveLength(1);
  });

  it('give way to a wider rule with the same action, whichever comes first', () => {
    const narrow = rule('LOG', 'kill', [when(0, 'EQ', 1), when(1, 'EQ', 9)]);
    const wide = rule('LOG', 'kill', [when(1, 'EQ', 9)]);
    const other = rule('ERRNO', 'kill', [when(0, 'EQ', 1)]);
    // With the narrow rule in the tree, the third would be a prefix of it with another action.
    expect(errorsOf(profile('ALLOW', narrow, other))).toHaveLength(1);
    expect(errorsOf(profile('ALLOW', narrow, wide, other))).toEqual([]);
    expect(errorsOf(profile('ALLOW', wide, narrow, other))).toEqual([]);
  });

  it('take time that grows with the number of rules, not with its square', () => {
    const many = (count: number) =>
      analysisOf(
        partOf(
          profile('ERRNO', ...Array.from({ length: count }, (_, i) => rule('ALLOW', 'ioctl', [when(1, 'EQ', i)])), rule('ALLOW', 'ioctl')),
        ),
        contextOf(),
      );
    const analysis = many(300);
    if (!analysis) throw new Error('no profile');
    const clashes = clashesOf(analysis);
    expect(clashes.filter(({ meeting }) => meeting.kind === 'swallowed')).toHaveLength(300);
    expect(analysis.profile.rules.filter((one) => isOverruled(analysis, one))).toHaveLength(300);
    // Asked of every rule, the clashes are gone through once.
    expect(clashesOf(analysis)).toBe(clashes);
  });
});
