import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyEdits, defaultContext, editsOf, memoryFiles, type Part } from '../../server/src/core';
import { check, fixesAt, open } from '../../server/src/service';

const folder = path.join(import.meta.dirname, '../../../shared/oracles/policy');

interface Case {
  readonly file: string;
  readonly expect: 'accept' | 'reject';
}

/** Files that the real loader refuses, where the recorded verdicts are at hand. */
const refused = existsSync(folder)
  ? (JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as { cases: readonly Case[] }).cases.filter(
      ({ file, expect: verdict }) => verdict === 'reject' && existsSync(path.join(folder, 'visible', file)),
    )
  : [];

const settings = { rules: {} };

async function read(text: string) {
  const document = await open({ uri: 'file:///tree/policy.json', languageId: '', version: 1, text }, memoryFiles(), {
    context: defaultContext,
    language: 'policy',
  });
  if (!document) throw new Error('not opened');
  const errors = check(document, defaultContext, settings).filter(({ severity }) => severity === 'error');
  const fixed = fixesAt(document, { start: 0, end: text.length }, defaultContext, settings).filter(
    ({ finding, fixes }) => finding.severity === 'error' && fixes.length,
  );
  return { part: (document.loaded.parts[0] as { part: Part }).part, errors, fixed };
}

const said = (findings: readonly { readonly code: string; readonly message: string }[]) =>
  findings.map(({ code, message }) => `${code}: ${message}`);

describe.skipIf(!refused.length)('files that the loader refuses', () => {
  it.each(refused.map(({ file }) => file))(
    '%s: every fix removes its finding and leads on, the first ones to a file that loads',
    async (file) => {
      const text = readFileSync(path.join(folder, 'visible', file), 'utf8');
      const first = await read(text);
      expect(first.errors.length).toBeGreaterThan(0);
      for (const { finding, fixes } of first.fixed) {
        for (const fix of fixes) {
          const next = await read(applyEdits(text, editsOf(fix)));
          const before = said(first.errors).filter((one) => one === said([finding])[0]).length;
          expect(said(next.errors).filter((one) => one === said([finding])[0]).length, fix.title).toBeLessThan(before);
        }
      }
      let current = text;
      let state = first;
      for (let round = 0; state.fixed.length && round < 30; round++) {
        current = applyEdits(current, editsOf(state.fixed[0]?.fixes[0] as Parameters<typeof editsOf>[0]));
        state = await read(current);
      }
      expect(said(state.errors)).toEqual([]);
      expect(() => JSON.parse(current)).not.toThrow();
    },
  );
});
