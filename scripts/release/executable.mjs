// The command as one file with Node in it, for machines without Node: an archive for each platform, with the licenses.

import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';
import { buildCommand } from '../build.mjs';
import { must, root } from '../run.mjs';
import { executable, inRelease } from './artifacts.mjs';
import { here, nodeFor, nodeVersion } from './nodePrograms.mjs';

/** Makes the archives of these platforms, `NAME.tar.gz`; Windows has `tar` too. */
export async function makeExecutables(platforms, seconds) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'confine-executable-'));
  try {
    const main = path.join(scratch, 'confine.cjs');
    await buildCommand(main);
    for (const platform of platforms) await archive(platform, await embed(platform, main, scratch), seconds);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Node writes its own program anew with the command in it. */
async function embed(platform, main, scratch) {
  const node = await nodeFor(platform);
  const writer = (await nodeFor(here)).program;
  const output = path.join(scratch, platform.startsWith('win') ? 'confine.exe' : 'confine');
  const config = path.join(scratch, `${platform}.json`);
  const assets = { 'watchdog.js': path.join(root, 'dist/server/watchdog.js') };
  // Compiled code is for this platform alone.
  const options = { main, output, executable: node.program, disableExperimentalSEAWarning: true, useCodeCache: platform === here, assets };
  writeFileSync(config, JSON.stringify(options));
  await must(writer, ['--build-sea', config], { stdio: ['ignore', 'ignore', 'inherit'] });
  return { output, license: node.license };
}

async function archive(platform, { output, license }, seconds) {
  const own = readFileSync(path.join(root, 'dist/command/ThirdPartyNotices.txt'), 'utf8');
  const notices = `${own}\nConfine has Node.js ${nodeVersion} in it. Its license and those of its parts follow.\n\n${readFileSync(license, 'utf8')}`;
  const texts = { LICENSE: readFileSync(path.join(root, 'LICENSE')), 'ThirdPartyNotices.txt': notices };
  const tar = pack();
  const written = pipeline(tar, createGzip({ level: 6 }), createWriteStream(inRelease(`${executable(platform)}.tar.gz`)));
  const mtime = new Date(Number(seconds) * 1000);
  for (const [name, text] of Object.entries(texts)) tar.entry({ name, mtime, mode: 0o644 }, text);
  const { size } = statSync(output);
  tar.entry({ name: path.basename(output), mtime, mode: 0o755, size }, readFileSync(output));
  tar.finalize();
  await written;
}
