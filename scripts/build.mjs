// Bundles the extension, the server and the command line.
//
//   node scripts/build.mjs [--production] [--watch]

import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generate } from './generate.mjs';
import { noticesOf, packagesIn } from './notices.mjs';
import { exitWith, isMain, root } from './run.mjs';

const node = { platform: 'node', format: 'cjs', target: 'node20' };
const web = { platform: 'browser', target: 'es2022' };

/** Everything under dist/: one file for each way to run. */
const bundles = [
  { entry: 'client/src/main.ts', outfile: 'dist/client/main.js', ...node, external: ['vscode'] },
  { entry: 'client/src/browser.ts', outfile: 'dist/client/browser.js', ...web, format: 'cjs', external: ['vscode'] },
  { entry: 'server/src/main.ts', outfile: 'dist/server/main.js', ...node },
  { entry: 'server/src/watchdog/thread.ts', outfile: 'dist/server/watchdog.js', ...node },
  { entry: 'server/src/browser.ts', outfile: 'dist/server/browser.js', ...web, format: 'iife' },
  { entry: 'server/src/cli.ts', outfile: 'dist/cli.js', ...node, banner: { js: '#!/usr/bin/env node' } },
];

/** What every bundle of the project shares, tests included. */
const shared = {
  absWorkingDir: root,
  bundle: true,
  // jsonc-parser's `main` is a UMD module whose inner requires esbuild cannot follow.
  mainFields: ['module', 'main'],
  // They are in the notices.
  legalComments: 'none',
  logLevel: 'warning',
};

/** Builds dist/, with the notices of the packages that are in it. In production the code is minified and has no source maps. */
export async function build({ production = false, watch = false } = {}) {
  const esbuild = await import('esbuild');
  await generate();
  rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  const work = bundles.map(({ entry, ...options }) => ({
    ...shared,
    ...options,
    entryPoints: [entry],
    minify: production,
    sourcemap: !production,
    metafile: true,
  }));
  if (!watch) {
    const built = await Promise.all(work.map((options) => esbuild.build(options)));
    const notices = noticesOf(packagesIn(built.map(({ metafile }) => metafile)));
    return writeFileSync(path.join(root, 'dist/ThirdPartyNotices.txt'), notices);
  }
  const contexts = await Promise.all(work.map((options) => esbuild.context({ ...options, logLevel: 'info' })));
  await Promise.all(contexts.map((context) => context.watch()));
  await new Promise(() => {});
}

/** Bundles the servers of some folder in the place of those of a copy of the extension. */
export async function buildServers(folder, extension) {
  const esbuild = await import('esbuild');
  const into = (name) => ({ ...shared, entryPoints: [`${folder}/${name}.ts`], outfile: path.join(extension, `dist/server/${name}.js`) });
  await Promise.all([esbuild.build({ ...into('main'), ...node }), esbuild.build({ ...into('browser'), ...web, format: 'iife' })]);
}

/** Bundles a test suite for the extension host into one CommonJS file; `define` gives it constants. */
export async function buildSuite(entry, outfile, platform, define) {
  const esbuild = await import('esbuild');
  const options = platform === 'web' ? { ...web, format: 'cjs' } : node;
  await esbuild.build({ ...shared, ...options, entryPoints: [entry], outfile, external: ['vscode'], sourcemap: 'inline', define });
}

if (isMain(import.meta)) {
  exitWith(() => build({ production: process.argv.includes('--production'), watch: process.argv.includes('--watch') }));
}
