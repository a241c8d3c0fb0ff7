// Which VS Code there is: the one named in VSCODE_EXECUTABLE, the one on the path, a downloaded one, or the served one.

import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { root } from '../run.mjs';

/** Replaces the desktop program; see launcher.mjs. */
const launcher = path.join(root, 'scripts/vscode/launcher.mjs');

/** The executable to run tests with. */
export async function executableForTests() {
  return process.env.VSCODE_EXECUTABLE ?? (await downloaded()) ?? launcher;
}

/** A desktop VS Code in the git-ignored cache; undefined where there is no desktop or it cannot be fetched. */
export async function downloaded() {
  if (!hasDesktop() || !(await answers('https://update.code.visualstudio.com/api/releases/stable'))) return undefined;
  const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
  try {
    return await downloadAndUnzipVSCode('stable');
  } catch (error) {
    console.warn(`VS Code could not be downloaded: ${error.message}`);
    return undefined;
  }
}

/** The full path of the command `code`, or undefined. */
export function codeOnPath() {
  const names = process.platform === 'win32' ? ['code.cmd', 'code.exe'] : ['code'];
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.flatMap((folder) => names.map((name) => path.join(folder, name))).find(isExecutable);
}

const hasDesktop = () => process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function answers(address) {
  try {
    return (await fetch(address, { signal: AbortSignal.timeout(5000) })).ok;
  } catch {
    return false;
  }
}
