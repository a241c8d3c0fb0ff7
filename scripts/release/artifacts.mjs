// What a release has: names, folders and the manifest that every version comes from.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../run.mjs';

/** The one place that has the version; packages, executables and the answer to `--version` take it from there. */
export const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
export const { version } = manifest;

/** The folder that everything is written into; git ignores it. */
export const folder = path.join(root, 'release');
export const inRelease = (name) => path.join(folder, name);

export const vsix = `confine-${version}.vsix`;
/** The name that npm has for the command; `confine` is another project there. */
export const packageName = 'confine-cli';
export const tarball = `${packageName}-${version}.tgz`;
/** Without the ending of the archive. */
export const executable = (platform) => `confine-${version}-${platform}`;

/** The public repository, without the prefix and the ending that npm wants. */
export const repository = manifest.repository.url.replace(/^git\+/, '').replace(/\.git$/, '');

/** The packages whose code is in a program, as the build wrote them: `extension` or `command`. */
export const bundled = (program) => JSON.parse(readFileSync(path.join(root, 'dist/bundled.json'), 'utf8'))[program];

/** Seconds; every date in an artifact is that of the commit, so that the same commit gives the same bytes. */
export function dateOfCommit() {
  if (process.env.SOURCE_DATE_EPOCH) return process.env.SOURCE_DATE_EPOCH;
  const { status, stdout } = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' });
  // Without a repository the earliest date that a zip file can have.
  return status === 0 ? stdout.trim() : '315532800';
}
