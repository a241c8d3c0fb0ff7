import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultContext, memoryFiles } from '../../server/src/core';
import { check, explain, open, workspaceIndex } from '../../server/src/service';

const recorded = path.join(import.meta.dirname, '../../../shared/oracles/policy/registries-d.json');

interface Case {
  readonly id: string;
  readonly files: Readonly<Record<string, string>>;
  readonly image: string;
  readonly expect: {
    readonly error?: unknown;
    readonly lookaside?: string;
    readonly useSigstoreAttachments?: boolean;
    readonly readError?: string;
  };
}

/** What the real library makes of a folder of registries.d, where it was recorded; skipped elsewhere. */
const cases = existsSync(recorded)
  ? (JSON.parse(readFileSync(recorded, 'utf8')) as { cases: readonly Case[] }).cases.filter(({ files }) => Object.keys(files).length)
  : [];

const folder = 'file:///tree/etc/containers/registries.d/';

describe.skipIf(!cases.length)('registries.d says what the library reads from it', () => {
  it.each(cases.map((one) => [one.id, one] as const))('%s', async (_, { files: texts, image, expect: { readError, ...wanted } }) => {
    const files = memoryFiles(Object.fromEntries(Object.entries(texts).map(([name, text]) => [folder + name, text])));
    const index = workspaceIndex(files);
    await index.scan(['file:///tree']);
    const context = { ...defaultContext, facts: index.facts() };
    const answers = await Promise.all(
      Object.entries(texts).map(async ([name, text]) => {
        const source = { uri: folder + name, languageId: '', version: 1, text };
        const document = await open(source, files, { context, language: 'policy' });
        if (!document) throw new Error(`${name} was not opened`);
        const severities = check(document, context, { rules: {} }).map(({ severity }) => severity);
        return { name, severities, json: explain(document, image, context)?.json };
      }),
    );
    expect(answers.some(({ severities }) => severities.includes('error'))).toBe(wanted.error !== undefined);
    // What loads and fails when signatures are read is warned of.
    if (readError) expect(answers.some(({ severities }) => severities.includes('warning'))).toBe(true);
    // A file of another name is not read, and has nothing to say of the others.
    for (const { json } of wanted.error === undefined ? answers.filter(({ name }) => name.endsWith('.yaml')) : [])
      expect(json).toMatchObject(wanted);
  });
});
