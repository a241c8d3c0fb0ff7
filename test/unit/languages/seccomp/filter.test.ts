import { describe, expect, it } from 'vitest';
import { verdictOf } from './helpers';

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
