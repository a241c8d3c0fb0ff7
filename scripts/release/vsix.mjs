// The extension for both galleries: the same bytes for the same commit.

import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listFiles } from '@vscode/vsce';
import { must, root } from '../run.mjs';
import { dateOfCommit, inRelease, manifest, vsix } from './artifacts.mjs';
import { forVSCode } from './readme.mjs';

/** Bytes. */
const limit = 2.5 * 1024 * 1024;

/** Packages the extension from a copy of the files that .vscodeignore leaves, with the README and the manifest that users get. */
export async function makeVsix() {
  const staged = mkdtempSync(path.join(tmpdir(), 'confine-extension-'));
  try {
    // 2 is no package manager: code of packages is in the bundles.
    const files = await listFiles({ cwd: root, packageManager: 2 });
    for (const file of [...files, '.vscodeignore']) copy(file, staged);
    for (const name of ['README.md', 'CHANGELOG.md'])
      writeFileSync(path.join(staged, name), forVSCode(readFileSync(path.join(root, name), 'utf8')));
    const { scripts: _, devDependencies: __, bin: ___, ...shipped } = manifest;
    writeFileSync(path.join(staged, 'package.json'), `${JSON.stringify(shipped, null, 2)}\n`);
    // The links are absolute already; vsce refuses pictures that are inside of a README when it looks at links.
    const options = ['--no-dependencies', '--no-rewrite-relative-links', '--out', inRelease(vsix)];
    const env = { ...process.env, SOURCE_DATE_EPOCH: dateOfCommit(), TZ: 'UTC', LC_ALL: 'C' };
    await must(process.execPath, [path.join(root, 'node_modules/@vscode/vsce/vsce'), 'package', ...options], { cwd: staged, env });
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
  const { size } = statSync(inRelease(vsix));
  if (size > limit) throw new Error(`${vsix} has ${size} bytes, more than ${limit}`);
}

/** Modes of the files go into the vsix, so all have one. */
function copy(file, staged) {
  const target = path.join(staged, file);
  mkdirSync(path.dirname(target), { recursive: true });
  cpSync(path.join(root, file), target);
  chmodSync(target, 0o644);
}
