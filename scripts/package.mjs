// npm run package: the vsix. Fails when it holds anything but what runs and what describes it, or grows past its limit.

import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { install } from './install.mjs';
import { exitWith, must, root } from './run.mjs';

/** Bytes. */
const limit = 1.5 * 1024 * 1024;

const allowed =
  /^(?:package(?:\.nls)?\.json|README\.md|CHANGELOG\.md|LICENSE|language-configuration\.json|dist\/(?:client|server)\/[\w.]+\.js|icons\/[\w-]+\.(?:svg|png)|(?:schemas|snippets|syntaxes)\/[\w.-]+\.json)$/;

exitWith(async () => {
  await install();
  const vsce = 'node_modules/@vscode/vsce/vsce';
  // The listing is said among what the build says; names of files have a dot or no blank.
  const listed = execFileSync(process.execPath, [vsce, 'ls', '--no-dependencies'], { cwd: root, encoding: 'utf8' });
  const strangers = listed.split('\n').filter((line) => /^[\w.@-]+(?:\/[\w.@-]+)*$/.test(line) && !allowed.test(line));
  if (strangers.length) throw new Error(`the package would hold ${strangers.join(', ')}`);
  const file = 'confine.vsix';
  // The README's links stay as they are: they lead to files of the repository, wherever it is.
  await must(process.execPath, [
    vsce,
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    file,
  ]);
  const { size } = statSync(file);
  console.log(`${file}: ${(size / 1024 / 1024).toFixed(2)} MB`);
  if (size > limit) throw new Error(`${file} is larger than ${limit} bytes`);
});
