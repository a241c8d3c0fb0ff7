// npm run package: the vsix. Fails when it grows past its limit; what it holds is looked at by test/unit/manifest.test.ts.

import { statSync } from 'node:fs';
import { install } from './install.mjs';
import { exitWith, must } from './run.mjs';

/** Bytes. */
const limit = 2.5 * 1024 * 1024;

exitWith(async () => {
  await install();
  const file = 'confine.vsix';
  // The README's links stay as they are: they lead to files of the repository, wherever it is read.
  const options = ['--no-dependencies', '--no-rewrite-relative-links', '--out', file];
  await must(process.execPath, ['node_modules/@vscode/vsce/vsce', 'package', ...options]);
  const { size } = statSync(new URL(`../${file}`, import.meta.url));
  console.log(`${file}: ${(size / 1024 / 1024).toFixed(2)} MB`);
  if (size > limit) throw new Error(`${file} is larger than ${limit} bytes`);
});
