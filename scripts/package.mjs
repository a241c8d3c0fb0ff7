// npm run package: the vsix, the same bytes for the same commit. Fails when it grows past its limit; its contents are checked by
// test/unit/manifest.test.ts.
//
//   node scripts/package.mjs [--twice]     builds a second one elsewhere, with another clock, and compares

import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listFiles } from '@vscode/vsce';
import { install } from './install.mjs';
import { exitWith, must, root } from './run.mjs';

/** Bytes. */
const limit = 2.5 * 1024 * 1024;
const file = 'confine.vsix';

exitWith(async () => {
  await install();
  await makeVsix();
  const { size } = statSync(path.join(root, file));
  console.log(`${file}: ${(size / 1024 / 1024).toFixed(2)} MB`);
  if (size > limit) throw new Error(`${file} is larger than ${limit} bytes`);
  if (process.argv.includes('--twice')) await compareWithSecond();
});

/** Dates and modes of the files go into the vsix: those of the commit, and one mode for all. */
async function makeVsix() {
  process.umask(0o022);
  for (const packaged of await listFiles({ cwd: root, packageManager: 2 })) chmodSync(path.join(root, packaged), 0o644);
  // The README's links stay as they are: they lead to files of the repository, wherever it is read.
  const options = ['--no-dependencies', '--no-rewrite-relative-links', '--out', file];
  const env = { ...process.env, SOURCE_DATE_EPOCH: process.env.SOURCE_DATE_EPOCH ?? dateOfCommit(), TZ: 'UTC', LC_ALL: 'C' };
  await must(process.execPath, ['node_modules/@vscode/vsce/vsce', 'package', ...options], { env });
}

/** Seconds; without a repository the earliest date that a zip file can have. */
function dateOfCommit() {
  const { status, stdout } = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : '315532800';
}

/** Builds the same files in another folder, where they are new, readable by the owner alone, and it is another time of day. */
async function compareWithSecond() {
  const folder = mkdtempSync(path.join(tmpdir(), 'confine-second-'));
  try {
    const { stdout } = spawnSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
    for (const name of stdout.split('\0').filter(Boolean).reverse()) {
      cpSync(path.join(root, name), path.join(folder, name));
      chmodSync(path.join(folder, name), 0o600);
    }
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    const env = { ...process.env, SOURCE_DATE_EPOCH: dateOfCommit(), TZ: 'Asia/Tokyo' };
    await must(process.execPath, ['scripts/package.mjs'], { cwd: folder, env });
    const [first, second] = [root, folder].map((place) => readFileSync(path.join(place, file)));
    if (!first.equals(second)) throw new Error(`two builds of ${file} differ`);
    console.log(`${file}: two builds are the same, byte for byte`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
