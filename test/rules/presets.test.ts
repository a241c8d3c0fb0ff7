import { expect, it } from 'vitest';
import { presetOf, presets, reports } from '../../server/src/core';
import { allRules, check, openExample } from '../../server/src/service';
import '../helpers/languages';

it('has a third of the rules or fewer for advice, and some in each preset', () => {
  // docs/rules/README.md keeps the numbers, and pages.test.ts compares it.
  const counts = presets.map((preset) => allRules().filter((rule) => presetOf(rule) === preset).length);
  for (const count of counts) expect(count).toBeGreaterThan(allRules().length / 20);
  expect(counts[2]).toBeLessThan(allRules().length / 3);
});

it('reports errors in every preset, and all of a preset in the next', () => {
  for (const rule of allRules()) {
    expect(reports('essential', rule, 'error'), rule.code).toBe(true);
    if (rule.severity === 'error') expect(presetOf(rule), rule.code).toBe('essential');
    if (reports('essential', rule, rule.severity)) expect(reports('recommended', rule, rule.severity), rule.code).toBe(true);
    expect(reports('strict', rule, 'hint'), rule.code).toBe(true);
  }
});

it('counts a severity that was raised, and one that the user chose', async () => {
  const rule = allRules().find(({ code }) => code === 'pod/writable-root');
  if (!rule) throw new Error('no rule');
  expect(presetOf(rule)).toBe('strict');
  expect([reports('recommended', rule, 'hint'), reports('recommended', rule, 'error')]).toEqual([false, true]);
  const { document, context } = await openExample(rule);
  const codes = (settings: Parameters<typeof check>[2]) => check(document, context, settings).map(({ code }) => code);
  expect(codes({ rules: {}, preset: 'recommended' })).not.toContain(rule.code);
  expect(codes({ rules: {}, preset: 'strict' })).toContain(rule.code);
  expect(codes({ rules: {} })).toContain(rule.code);
  expect(codes({ rules: { [rule.code]: 'hint' }, preset: 'essential' })).toContain(rule.code);
});
