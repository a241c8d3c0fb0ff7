// npm run package: everything that a release has, in release/: the extension, the npm package of the command, the command as one file with Node
// in it, what is in each of them (CycloneDX), and the checksums. The extension and the npm package are the same bytes for the same commit.
//
//   node scripts/package.mjs [--only vsix|npm|executable]... [--platform linux-x64|linux-arm64|win-x64]... [--twice]
//
//   --platform    of the executable (default: that of this machine)
//   --twice       makes the extension and the npm package a second time, elsewhere and with another clock, and compares

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { dateOfCommit, executable, folder, inRelease, tarball, vsix } from './release/artifacts.mjs';
import { exitWith, must, root } from './run.mjs';

const kinds = ['vsix', 'npm', 'executable'];

exitWith(async () => {
  const text = { type: 'string', multiple: true };
  const { values } = parseArgs({ options: { only: text, platform: text, twice: { type: 'boolean' } } });
  const wanted = values.only ?? kinds;
  const unknown = wanted.find((kind) => !kinds.includes(kind));
  if (unknown) throw new Error(`--only ${unknown}: must be one of ${kinds.join(', ')}`);
  // Files that are made here go into the artifacts with their modes.
  process.umask(0o022);
  await install();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await make(wanted, values.platform);
  const sums = readdirSync(folder)
    .sort()
    .map((name) => `${sha256(inRelease(name))}  ${name}\n`);
  writeFileSync(inRelease('SHA256SUMS'), sums.join(''));
  for (const name of readdirSync(folder).sort()) console.log(`release/${name}: ${sizeOf(inRelease(name))}`);
  if (values.twice) await compareWithSecond();
});

async function make(wanted, platforms) {
  const { makeVsix } = await import('./release/vsix.mjs');
  const { component, writeSbom } = await import('./release/sbom.mjs');
  await build({ production: true });
  await makeVsix();
  writeSbom(vsix, 'extension');
  if (wanted.includes('npm')) {
    const { makeTarball } = await import('./release/command.mjs');
    await makeTarball();
    writeSbom(tarball, 'command');
  }
  if (wanted.includes('executable')) {
    const { makeExecutables } = await import('./release/executable.mjs');
    const { here, nodeFor } = await import('./release/nodePrograms.mjs');
    const chosen = platforms ?? [here];
    await makeExecutables(chosen, dateOfCommit());
    for (const platform of chosen) writeSbom(executable(platform), 'command', [component((await nodeFor(platform)).package)]);
  }
}

const sha256 = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

const sizeOf = (file) => {
  const { size } = statSync(file);
  return size > 1024 * 1024 ? `${(size / 1024 / 1024).toFixed(2)} MB` : `${Math.ceil(size / 1024)} kB`;
};

/** Makes the same artifacts in another folder, where the files are new, readable by the owner alone, and it is another time of day. */
async function compareWithSecond() {
  const second = mkdtempSync(path.join(tmpdir(), 'confine-second-'));
  try {
    const { stdout } = spawnSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
    for (const name of stdout.split('\0').filter(Boolean).reverse()) {
      cpSync(path.join(root, name), path.join(second, name));
      chmodSync(path.join(second, name), 0o600);
    }
    symlinkSync(path.join(root, 'node_modules'), path.join(second, 'node_modules'));
    const env = { ...process.env, SOURCE_DATE_EPOCH: dateOfCommit(), TZ: 'Asia/Tokyo' };
    await must(process.execPath, ['scripts/package.mjs', '--only', 'vsix', '--only', 'npm'], { cwd: second, env });
    for (const name of [vsix, `${vsix}.cdx.json`, tarball, `${tarball}.cdx.json`]) {
      const [one, other] = [root, second].map((place) => readFileSync(path.join(place, 'release', name)));
      if (!one.equals(other)) throw new Error(`two builds of ${name} differ`);
      console.log(`${name}: two builds are the same, byte for byte`);
    }
  } finally {
    rmSync(second, { recursive: true, force: true });
  }
}
