// npm run test:vscode: the integration suite in a real VS Code, once in each kind of extension host, what is true beside an
// extension that claims `yaml`, with a server that never ends with a file, and a file of each kind typed key by key.
//
//   node scripts/test-vscode.mjs [node|web|yaml|silent|silent-web|typing]... [--only WORDS]     only tests whose name contains the words

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build, buildServers, buildSuite } from './build.mjs';
import { install } from './install.mjs';
import { exitWith, root } from './run.mjs';

const runs = {
  node: { host: 'node', suite: 'suite', title: 'VS Code with the node extension host' },
  web: { host: 'web', suite: 'suite', title: 'VS Code with the web extension host' },
  yaml: { host: 'node', suite: 'suiteBesideYaml', beside: 'yaml-neighbour', title: 'VS Code beside an extension that claims yaml' },
  silent: { host: 'node', suite: 'suiteSilence', servers: 'busy', title: 'VS Code with a server that falls silent' },
  'silent-web': { host: 'web', suite: 'suiteSilence', servers: 'busy', title: 'VS Code with a worker that falls silent' },
};
/** Real keys, so that it takes minutes; the suite is served to a browser, whatever VS Code there is. */
const typing = 'typing';
const { values, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: 'string', default: '' } } });
const isWanted = (name) => positionals.length === 0 || positionals.includes(name);

exitWith(async () => {
  await install();
  await build();
  const { executableForTests } = await import('./vscode/find.mjs');
  const executable = await executableForTests();
  let passed = 0;
  let failed = 0;
  for (const name of [...Object.keys(runs), typing].filter(isWanted)) {
    const tally = await (name === typing ? typeKeys() : runIn(name, executable));
    passed += tally.passed;
    failed += tally.failed;
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
});

/** Runs the suite in a fresh copy of its workspace; a run that breaks off counts as one failure more. */
async function runIn(name, vscodeExecutablePath) {
  const { host, suite, beside, servers, title } = runs[name];
  const { runTests } = await import('@vscode/test-electron');
  const extensionTestsPath = path.join(root, `out/test/suite.${name}.js`);
  await buildSuite(`test/integration/${suite}.ts`, extensionTestsPath, host, { ONLY: JSON.stringify(values.only) });
  const scratch = mkdtempSync(path.join(tmpdir(), 'confine-test-'));
  const workspace = path.join(scratch, 'workspace');
  cpSync(path.join(root, 'test/integration/workspace'), workspace, { recursive: true });
  commit(path.join(workspace, 'seccomp'));
  const extension = servers ? await copyWithServers(servers, path.join(scratch, 'extension')) : root;
  console.log(`\n${title}`);
  let broken;
  try {
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: [extension, ...(beside ? [path.join(root, 'test/integration/fixtures', beside)] : [])],
      extensionTestsPath,
      launchArgs: [workspace, '--disable-extensions', ...(host === 'web' ? ['--extensionDevelopmentKind=web'] : [])],
    });
  } catch (error) {
    broken = error;
  }
  const tally = tallyIn(scratch);
  rmSync(scratch, { recursive: true, force: true });
  if (tally && (tally.failed > 0 || !broken)) return tally;
  console.error(`The run "${title}" broke off: ${broken?.message ?? 'it left no result'}`);
  return { passed: tally?.passed ?? 0, failed: (tally?.failed ?? 0) + 1 };
}

/** The extension with other servers. */
async function copyWithServers(name, extension) {
  for (const part of [
    'package.json',
    'package.nls.json',
    'language-configuration.json',
    'dist',
    'icons',
    'schemas',
    'snippets',
    'syntaxes',
  ]) {
    cpSync(path.join(root, part), path.join(extension, part), { recursive: true });
  }
  await buildServers(`test/integration/${name}`, extension);
  return extension;
}

async function typeKeys() {
  const { typeInServedVSCode } = await import('./test-typing.mjs');
  console.log('\nVS Code in which files are typed key by key');
  try {
    return await typeInServedVSCode({ paces: [35], only: values.only, minutes: 30 });
  } catch (error) {
    console.error(`The run broke off: ${error.message}`);
    return { passed: 0, failed: 1 };
  }
}

/** Makes a folder a git repository with its files; nothing where there is no git. */
function commit(folder) {
  const git = (...args) => spawnSync('git', ['-C', folder, '-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args]);
  git('init', '-q');
  git('add', '.');
  git('-c', 'commit.gpgsign=false', 'commit', '-q', '-m', 'files of the suite');
}

/** What the suite wrote beside its workspace when it ended. */
function tallyIn(scratch) {
  try {
    return JSON.parse(readFileSync(path.join(scratch, 'tally.json'), 'utf8'));
  } catch {
    return undefined;
  }
}
