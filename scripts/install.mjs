// Installs what package-lock.json lists when it is not there yet. Needs Node and npm only, so that a fresh clone can run every npm script.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { exitWith, isMain, must, root } from './run.mjs';

const oldestNode = 20;

/** Resolves when node_modules has the locked packages; installs them otherwise. */
export async function install() {
  if (Number.parseInt(process.versions.node, 10) < oldestNode) {
    throw new Error(`Node ${oldestNode} or later is needed; this is ${process.version}`);
  }
  if (isInstalled()) return;
  console.log('Installing the packages of package-lock.json');
  // No package needs its install script: esbuild, Biome and TypeScript come as packages for each platform.
  await must('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
}

/** Compares versions, not dates: a checkout renews the lock file's date without changing it. */
function isInstalled() {
  const wanted = packagesOf('package-lock.json');
  const present = packagesOf('node_modules/.package-lock.json');
  return Object.entries(wanted).every(([where, { version, optional }]) => where === '' || optional || present[where]?.version === version);
}

function packagesOf(lockFile) {
  try {
    return JSON.parse(readFileSync(path.join(root, lockFile), 'utf8')).packages;
  } catch {
    return {};
  }
}

if (isMain(import.meta)) exitWith(install);
