import { readFileSync } from 'node:fs';
import path from 'node:path';
import { listFiles } from '@vscode/vsce';
import { expect, it } from 'vitest';
import { noticesOf, packagesIn } from '../../scripts/notices.mjs';

const root = path.join(import.meta.dirname, '../..');

it('finds the packages whose code is in a bundle, nested and scoped ones too', () => {
  const files = [
    'server/src/main.ts',
    'node_modules/yaml/dist/index.js',
    'node_modules/yaml/dist/other.js',
    'node_modules/@scope/one/lib/a.js',
    'node_modules/outer/node_modules/inner/a.js',
    'node_modules/uri/a.js',
  ];
  expect(packagesIn(files)).toEqual([
    'node_modules/@scope/one',
    'node_modules/outer/node_modules/inner',
    'node_modules/uri',
    'node_modules/yaml',
  ]);
});

it('names them as package-lock.json does where node_modules is a link', () => {
  const files = ['../elsewhere/node_modules/@scope/one/a.js', '../elsewhere/node_modules/outer/node_modules/inner/a.js'];
  expect(packagesIn(files)).toEqual(['node_modules/@scope/one', 'node_modules/outer/node_modules/inner']);
});

it('has the license text of each', () => {
  const text = noticesOf(['node_modules/yaml']);
  expect(text).toMatch(/^ {2}yaml \d+\.\d+\.\d+ \(ISC\)$/m);
  expect(text).toContain(readFileSync(path.join(root, 'node_modules/yaml/LICENSE'), 'utf8').trim());
});

it('fails for a package without one', () => {
  // Fields of the package alone, no text.
  expect(() => noticesOf(['test/integration/fixtures/yaml-neighbour'])).toThrow(
    /yaml-neighbour is bundled and has no file with its license/,
  );
});

it('is built beside the bundles, names what they import, and is packaged', async () => {
  const text = readFileSync(path.join(root, 'dist/ThirdPartyNotices.txt'), 'utf8');
  for (const name of ['yaml', 'jsonc-parser', 'vscode-languageclient', 'vscode-languageserver', 'vscode-uri', 'semver'])
    expect(text).toMatch(new RegExp(`^ {2}${name} \\d`, 'm'));
  expect(text).not.toMatch(/^ {2}(?:esbuild|vitest|typescript) \d/m);
  expect(await listFiles({ cwd: root, packageManager: 0 })).toContain('dist/ThirdPartyNotices.txt');
});
