import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../../server/src/core';
import { policy } from '../../../../server/src/languages/policy';
import { findingsIn, fixesIn } from './helpers';

describe.each(policy.rules.map((rule) => [rule.code, rule] as const))('%s', (code, rule) => {
  const { bad, good, ...setting } = rule.example;

  it('finds its bad example', async () => {
    const found = await findingsIn(bad, setting);
    expect(found.map((finding) => finding.code)).toContain(code);
    for (const finding of found) expect(bad.length).toBeGreaterThanOrEqual(finding.span.end);
  });

  it('is silent on its good example', async () => {
    const found = await findingsIn(good, setting);
    expect(found.filter((finding) => finding.code === code || finding.severity === 'error' || finding.severity === 'warning')).toEqual([]);
  });

  it('is cured by its safe fix', async () => {
    const fix = (await fixesIn(bad, code.replace('policy/', ''), setting)).find((candidate) => candidate.safe);
    if (!fix) return;
    const found = await findingsIn(applyEdits(bad, fix.edits), setting);
    expect(found.map((finding) => finding.code)).not.toContain(code);
  });

  it('speaks in whole sentences', async () => {
    for (const { message } of await findingsIn(bad, setting)) expect(message).toMatch(/^[A-Z`"].*[.?]$/s);
    expect(rule.why).toMatch(/^[A-Z`].*\.$/s);
    for (const fix of await fixesIn(bad, code.replace('policy/', ''), setting))
      expect(fix.title).toMatch(fix.title.endsWith('…') ? /^[A-Z]/ : /^[A-Z].*[^.]$/s);
  });
});
