import { expect, it } from 'vitest';
import { defaultContext, memoryFiles, Work } from '../../../../server/src/core';
import { mergeTests } from '../../../../server/src/languages/seccomp/filterMerge';
import { type Ruling, type Test, testsFor } from '../../../../server/src/languages/seccomp/filterTests';
import { check, type Document, open } from '../../../../server/src/service';

it('searches suggestions for so many unknown names of a profile, and reports all of them', async () => {
  const names = Array.from({ length: 1500 }, () => 'opnat');
  const text = JSON.stringify({ defaultAction: 'SCMP_ACT_ERRNO', syscalls: [{ action: 'SCMP_ACT_ALLOW', names }] });
  const document = (await open({ uri: 'file:///p.json', languageId: '', version: 0, text }, memoryFiles(), {
    context: defaultContext,
    language: 'seccomp',
  })) as Document;
  const unknown = check(document, defaultContext, { rules: {} }).filter(({ code }) => code === 'seccomp/unknown-syscall');
  expect(unknown).toHaveLength(1500);
  expect(unknown.filter(({ message }) => message.includes('did you mean'))).toHaveLength(1000);
});

it('looks at a few of the thousands of values that a call is allowed with, for each that is added', () => {
  const allowed: Ruling<number> = { verdict: { action: 'SCMP_ACT_ALLOW' }, origin: 0 };
  const work = new Work(Number.POSITIVE_INFINITY);
  const tests: Test<number>[] = [];
  const met: string[] = [];
  const count = 5000;
  for (let i = 0; i < count; i++) {
    // In an order that is neither the filter's nor its reverse.
    const value = BigInt((i * 7919) % count);
    const test = testsFor([{ arg: 0, op: 'SCMP_CMP_EQ', value, valueTwo: 0n }], 64, allowed);
    if (test) mergeTests(tests, test, allowed, (kind) => met.push(kind), work);
  }
  expect(work.spent).toBeLessThanOrEqual(3 * count);
  expect(met).toEqual([]);
  const below = tests[0]?.yes.tests?.map(({ datum }) => datum);
  expect(below).toEqual(Array.from({ length: count }, (_, i) => count - 1 - i));
});
