import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultContext, memoryFiles } from '../../server/src/core';
import { check, explain, open } from '../../server/src/service';

const recorded = path.join(import.meta.dirname, '../../../shared/oracles/policy/evaluation.json');

interface Case {
  readonly id: string;
  readonly policy: { readonly transports: Readonly<Record<string, Readonly<Record<string, readonly { readonly type: string }[]>>>> };
  readonly image: string;
  readonly expect: 'allowed' | 'rejected';
  readonly note: string;
}

/** What the real library decided for an image and its signatures, where it was recorded; skipped elsewhere. */
const cases = existsSync(recorded) ? (JSON.parse(readFileSync(recorded, 'utf8')) as { cases: readonly Case[] }).cases : [];

/** What a policy by itself lets nobody through for, or not as it reads; the rest is decided by keys and signatures. */
const told: readonly (readonly [note: RegExp, rule: string])[] = [
  [/no docker reference/, 'policy/no-image-name'],
  [/empty list/, 'policy/no-keys'],
  [/not implemented/, 'policy/not-implemented'],
  [/^accept /, 'policy/accept-beside-others'],
];

describe.skipIf(!cases.length)('a policy is read as the library applies it', () => {
  it.each(cases.map((one) => [one.id, one] as const))('%s', async (_, { policy, image, expect: decision, note }) => {
    const source = { uri: 'file:///tree/policy.json', languageId: 'json', version: 1, text: JSON.stringify(policy, null, 2) };
    const document = await open(source, memoryFiles({}), { context: defaultContext, language: 'policy' });
    if (!document) throw new Error('not opened');
    const findings = check(document, defaultContext, { rules: {} });
    const [scopes] = Object.values(policy.transports);
    const [[scope, requirements]] = Object.entries(scopes ?? {}) as [[string, readonly { readonly type: string }[]]];
    expect(explain(document, image, defaultContext)?.json).toMatchObject({
      section: 'scope',
      scope,
      requirements: requirements.map(({ type }) => type),
    });
    // All of them load: a refusal comes with the image.
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    // The recorded policies were asked for one transport only, so most have no section for the local store.
    const warnings = findings
      .filter(({ severity, code }) => severity === 'warning' && code !== 'policy/local-images')
      .map(({ code }) => code);
    if (decision === 'allowed') expect(warnings).toEqual([]);
    for (const [pattern, rule] of told) if (pattern.test(note)) expect(warnings).toContain(rule);
    if (requirements.length > 1) expect(warnings.length).toBeGreaterThan(0);
  });
});
