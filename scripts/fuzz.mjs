// Random edits of files, everything asked after each: npm run fuzz -- --help

import path from 'node:path';
import { build } from 'esbuild';
import { generate } from './generate.mjs';
import { exitWith, isMain, root, run } from './run.mjs';

/** Bundles the fuzzer and starts it with the arguments. */
async function fuzz(args) {
  await generate();
  const outfile = path.join(root, 'out', 'fuzz.cjs');
  await build({
    absWorkingDir: root,
    entryPoints: ['test/helpers/fuzz/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    sourcemap: 'inline',
    logLevel: 'error',
  });
  return run(process.execPath, ['--enable-source-maps', outfile, ...args]);
}

if (isMain(import.meta)) exitWith(() => fuzz(process.argv.slice(2)));
