// Bundles the extension, the server and the command line.
//
//   node scripts/build.mjs [--production] [--watch]

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generate } from './generate.mjs';
import { noticesOf, packagesIn } from './notices.mjs';
import { exitWith, isMain, root } from './run.mjs';

const node = { platform: 'node', format: 'cjs', target: 'node20' };
const web = { platform: 'browser', target: 'es2022' };

/**
 * The programs for Node: small files that read the rest when it is needed, a file for each language. CommonJS, since reading ES modules costs
 * Node as much as a third of its start; esbuild cuts only those.
 */
const programs = { 'server/main': 'server/src/main.ts', cli: 'server/src/cli.ts' };

/** What is one file for itself. */
const bundles = [
  { entry: 'client/src/main.ts', outfile: 'dist/client/main.js', ...node, external: ['vscode'] },
  { entry: 'client/src/browser.ts', outfile: 'dist/client/browser.js', ...web, format: 'cjs', external: ['vscode'] },
  { entry: 'server/src/watchdog/thread.ts', outfile: 'dist/server/watchdog.js', ...node },
  { entry: 'server/src/browser.ts', outfile: 'dist/server/browser.js', ...web, format: 'iife' },
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

/** How `programs` are cut. The parts that every program needs have files of their own, so that one is not read for the sake of the other. */
const cut = {
  dir: path.join(root, 'dist'),
  format: 'cjs',
  entryFileNames: '[name].js',
  // What only a command reads has a folder of its own: the extension is packaged without it.
  chunkFileNames: ({ facadeModuleId }) =>
    facadeModuleId?.startsWith(path.join(root, 'server/src/cli/')) ? 'command/[name].js' : 'engine/[name].js',
  banner: ({ name }) => (name === 'cli' ? '#!/usr/bin/env node' : ''),
  comments: { legal: false },
  codeSplitting: {
    groups: [
      { name: 'registry', test: /server\/src\/(?:service\/registry|languages\/index)\.ts$/ },
      // With the version, which `--help` needs too.
      { name: 'core', test: (file) => /server\/src\/(?:core|disk)\//.test(file) || file === path.join(root, 'package.json') },
      // Each file costs Node a search; what nearly all languages need is one. `why` has its own: only a question for a reason needs it.
      { name: 'shared', minShareCount: 4, test: (file) => !/server\/src\/(?:knowledge\/messages|service\/why|report\/why)/.test(file) },
    ],
  },
};

/** What makes the programs quick to read. */
const quickToRead = {
  name: 'quick-to-read',
  /** V8 parses the text of a table three times as fast as the table written as code. */
  load(file) {
    if (!/\/(?:data|schemas)\/[^/]+\.json$/.test(file)) return null;
    const text = JSON.stringify(JSON.parse(readFileSync(file, 'utf8')));
    return { code: `export default JSON.parse(${JSON.stringify(text)});`, moduleType: 'js' };
  },
  /** One letter beyond Latin-1 would double the bytes of a whole file, which Node then decodes letter by letter. */
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk' && !chunk.map) chunk.code = escaped(chunk.code);
  },
};

/** Letters beyond ASCII as escapes; of code without comments these are all in strings and patterns. */
const escaped = (code) => code.replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** How rolldown reads programs for Node. */
const inputOf = (input) => ({
  input,
  cwd: root,
  platform: 'node',
  plugins: [quickToRead],
  // Of yaml, the modules that a bundler can take apart; Node itself would get CommonJS, all of it.
  resolve: { mainFields: shared.mainFields, alias: { yaml: path.join(root, 'node_modules/yaml/browser/dist/index.js') } },
  // Of our own modules only the programs do something by being read.
  treeshake: {
    moduleSideEffects: (file) => file.includes('node_modules') || Object.values(programs).some((name) => file.endsWith(name)),
  },
});

/** Answers the chunks that were written. */
async function buildPrograms({ production, watch }) {
  const { rolldown, watch: watchPrograms } = await import('rolldown');
  const output = { ...cut, minify: production, sourcemap: !production };
  if (watch) {
    watchPrograms({ ...inputOf(programs), output });
    return [];
  }
  const bundle = await rolldown(inputOf(programs));
  const { output: chunks } = await bundle.write(output);
  await bundle.close();
  return chunks;
}

/** Bundles the command into one file, which imports nothing but what Node has; for an executable. */
export async function buildCommand(file) {
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown(inputOf(programs.cli));
  await bundle.write({ file, format: 'cjs', codeSplitting: false, dynamicImportInCjs: false, comments: { legal: false }, minify: true });
  await bundle.close();
}

/** The files that a program reads: what it imports, and what that imports. */
function reached(chunks, entry) {
  const found = new Set([entry]);
  for (const name of found) {
    const { imports, dynamicImports } = chunks.find(({ fileName }) => fileName === name) ?? { imports: [], dynamicImports: [] };
    for (const next of [...imports, ...dynamicImports]) if (chunks.some(({ fileName }) => fileName === next)) found.add(next);
  }
  return [...found];
}

/** The source files of a program. */
const sourcesOf = (chunks, entry) =>
  reached(chunks, entry)
    .flatMap((name) => Object.entries(chunks.find(({ fileName }) => fileName === name)?.modules ?? {}))
    .flatMap(([file, { renderedLength }]) => (renderedLength > 0 ? path.relative(root, file) : []));

/** Builds dist/, with the notices of the packages that are in it and their folders (`bundled.json`). In production the code is minified and has no source maps. */
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
  const chunks = await buildPrograms({ production, watch });
  if (!watch) {
    const built = await Promise.all(work.map((options) => esbuild.build(options)));
    const bundled = {
      extension: packagesIn([...sourcesOf(chunks, 'server/main.js'), ...built.flatMap(({ metafile }) => filesOf(metafile))]),
      command: packagesIn(sourcesOf(chunks, 'cli.js')),
    };
    writeFileSync(path.join(root, 'dist/bundled.json'), JSON.stringify(bundled));
    writeFileSync(path.join(root, 'dist/ThirdPartyNotices.txt'), noticesOf(bundled.extension));
    return writeFileSync(path.join(root, 'dist/command/ThirdPartyNotices.txt'), noticesOf(bundled.command));
  }
  const contexts = await Promise.all(work.map((options) => esbuild.context({ ...options, logLevel: 'info' })));
  await Promise.all(contexts.map((context) => context.watch()));
  await new Promise(() => {});
}

/** The files that a bundle of esbuild has code of. */
const filesOf = ({ outputs }) =>
  Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  );

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
