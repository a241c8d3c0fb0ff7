// Node itself, for the executables: the program that each platform's npm package has, in the git-ignored cache.

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { must, root } from '../run.mjs';

/** The long-term release that executables have in them, and that writes them; older ones need a second program to do so. */
export const nodeVersion = '26.10.0';

/** The packages with the hashes of the registry, so that nothing else gets into an executable. macOS has no package of this release. */
const integrity = {
  'linux-x64': 'sha512-OmAztarr1gK4PD+sNyoku4N5Q40d8eqMuLjNa/zRvxF33aCsVKVIQLs4V5HYPWSWWlMiTdkmbZE/6Phigma0hw==',
  'linux-arm64': 'sha512-idArV/cmqW9M9ODyGlbOIiyxFourDh1mJB0SdKCdMbSZjjef9CLEN3o1/eE4yf+B0+5BD+F74MpTTHiB3XXTBQ==',
  'win-x64': 'sha512-GCIKoDIOUTgULKxFNlfumjEmEgIpBB/7csJ11w6WbFcC/dyZ9UH2YAFr1fuNsdEmPZOAVpT2Cv9QKPwluhOCIQ==',
};

export const platforms = Object.keys(integrity);
/** The platform of this machine in the words of these packages. */
export const here = `${process.platform.replace('win32', 'win')}-${process.arch}`;

const cache = path.join(root, '.vscode-test', `node-${nodeVersion}`);

/** The program of a platform, its license and its package as the SBOM names it; installed on first use. */
export async function nodeFor(platform) {
  const folder = path.join(cache, platform);
  if (!existsSync(folder)) await installInto(`${folder}.partial`, platform, folder);
  const own = packageIn(folder, platform);
  return {
    program: path.join(own, platform.startsWith('win') ? 'bin/node.exe' : 'bin/node'),
    license: path.join(own, 'LICENSE'),
    package: { name: `node-${platform}`, version: nodeVersion, license: 'MIT', integrity: integrity[platform] },
  };
}

const packageIn = (folder, platform) => path.join(folder, 'node_modules', `node-${platform}`);

async function installInto(partial, platform, folder) {
  console.log(`Installing Node ${nodeVersion} for ${platform} (npm package node-${platform}) into .vscode-test`);
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  writeFileSync(path.join(partial, 'package.json'), '{ "private": true }\n');
  const quiet = ['--force', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await must('npm', ['install', ...quiet, `node-${platform}@${nodeVersion}`], { cwd: partial });
  const { packages } = JSON.parse(readFileSync(path.join(partial, 'package-lock.json'), 'utf8'));
  if (packages[`node_modules/node-${platform}`]?.integrity !== integrity[platform])
    throw new Error(`node-${platform}@${nodeVersion} is not the package that the release is made with`);
  renameSync(partial, folder);
}
