import { describe, expect, it } from 'vitest';
import { policy } from '../../../../server/src/languages/policy';
import { findingsIn, fixesIn } from './helpers';

// What test/rules proves of every rule is not repeated here.
describe.each(policy.rules.map((rule) => [rule.code, rule] as const))('%s', (code, rule) => {
  const { bad, good, ...setting } = rule.example;

  it('has a good example without errors and warnings of any rule', async () => {
    const found = await findingsIn(good, setting);
    expect(found.filter((finding) => finding.severity === 'error' || finding.severity === 'warning')).toEqual([]);
  });

  it('speaks in whole sentences', async () => {
    for (const { message } of await findingsIn(bad, setting)) expect(message).toMatch(/^[A-Z`"].*[.?]$/s);
    expect(rule.why).toMatch(/^[A-Z`].*\.$/s);
    for (const fix of await fixesIn(bad, code.replace('policy/', ''), setting))
      expect(fix.title).toMatch(fix.title.endsWith('…') ? /^[A-Z]/ : /^[A-Z].*[^.]$/s);
  });
});
