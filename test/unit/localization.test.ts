import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '../..');
const sources = readdirSync(path.join(root, 'client/src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .sort()
  .map((file) => readFileSync(path.join(root, 'client/src', file), 'utf8'));

const calls = sources.flatMap((text) => [...text.matchAll(/\bl10n\.t\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(.))/g)]);
const messages = calls.map(([, single, double]) => (single ?? double ?? '').replace(/\\(['"])/g, '$1'));

it('the messages of the client are literals, so that they can be found', () => {
  expect(calls.length).toBeGreaterThan(30);
  expect(calls.filter(([, single, double]) => (single ?? double) === undefined).map(([call]) => call)).toEqual([]);
});

it('the bundle for translators has each of them; npx vitest run -u test/unit/localization.test.ts writes it', async () => {
  const bundle = Object.fromEntries([...new Set(messages)].sort().map((message) => [message, message]));
  await expect(`${JSON.stringify(bundle, undefined, 2)}\n`).toMatchFileSnapshot('../../l10n/bundle.l10n.json');
});
