// npm run test:packages: what `npm run package` made, as users get it. Installs the npm package into an empty folder without a network, runs the
// executable, and installs the extension in the served VS Code, whose details page must have no broken picture and no broken link.
//
//   node scripts/test-packages.mjs [npm|executable|vsix]... [--pictures FOLDER]     pictures of the details page, in light and dark

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openText, startServer } from './bench/client.mjs';
import { install } from './install.mjs';
import { executable, inRelease, manifest, packageName, tarball, version, vsix } from './release/artifacts.mjs';
import { here } from './release/nodePrograms.mjs';
import { brokenTargets } from './release/targets.mjs';
import { exitWith, must } from './run.mjs';

const tests = { npm: testTarball, executable: testExecutable, vsix: testExtension };
const { values, positionals } = parseArgs({ allowPositionals: true, options: { pictures: { type: 'string' } } });

exitWith(async () => {
  await install();
  checksums();
  for (const [name, test] of Object.entries(tests)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    const scratch = mkdtempSync(path.join(tmpdir(), `confine-${name}-`));
    try {
      await test(scratch);
    } finally {
      rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
    }
    console.log(`✓ ${name}`);
  }
});

/** Of every artifact, as `sha256sum --check` compares them. */
function checksums() {
  const lines = readFileSync(artifact('SHA256SUMS'), 'utf8').trim().split('\n');
  const wrong = lines.filter((line) => {
    const [sum, name] = line.split('  ');
    return (
      createHash('sha256')
        .update(readFileSync(inRelease(name)))
        .digest('hex') !== sum
    );
  });
  expect('artifacts whose checksum is wrong', wrong, []);
}

/** The packages that an artifact has in it, as its SBOM says. */
function listed(name) {
  const { components, metadata } = JSON.parse(readFileSync(artifact(`${name}.cdx.json`), 'utf8'));
  expect(`the version of ${name}`, metadata.component.version, version);
  return components.map(({ group, name: own }) => (group ? `${group}/${own}` : own));
}

async function testTarball(scratch) {
  expect('the tools for assistants are listed', listed(tarball).includes('@modelcontextprotocol/sdk'), true);
  writeFileSync(path.join(scratch, 'package.json'), '{ "private": true }\n');
  const quiet = ['--offline', '--no-audit', '--no-fund', '--loglevel=error'];
  await must('npm', ['install', ...quiet, artifact(tarball)], { cwd: scratch });
  const installed = path.join(scratch, 'node_modules');
  const packaged = path.join(installed, packageName);
  const { dependencies } = complete(packaged);
  expect('the package has no dependencies', dependencies, undefined);
  await runsEverything(path.join(installed, '.bin', process.platform === 'win32' ? 'confine.cmd' : 'confine'), scratch);
}

/** The manifest, the license, the notices, and the texts that a user reads: without links that lead nowhere outside of the repository. Returns the manifest. */
function complete(folder) {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
  const named = (pattern) => {
    const name = names.find((each) => pattern.test(each));
    if (name === undefined) throw new Error(`${pattern} is missing in ${folder}`);
    return readFileSync(path.join(folder, name), 'utf8');
  };
  const packed = JSON.parse(named(/^package\.json$/));
  const keys = ['version', 'repository', 'bugs', 'homepage', 'license'];
  expect(
    'the manifest',
    keys.map((key) => packed[key]),
    keys.map((key) => manifest[key]),
  );
  expectText('the license', named(/^LICENSE(?:\.txt)?$/), /Apache License/);
  expectText('the notices', named(/(?:^|\/)ThirdPartyNotices\.txt$/), /^ {2}vscode-languageserver \d/m);
  for (const name of [/^readme\.md$/i, /^changelog\.md$/i]) expect(`broken links of ${name}`, brokenTargets(named(name), names), []);
  return packed;
}

async function testExecutable(scratch) {
  expect('Node is listed', listed(executable(here)).includes(`node-${here}`), true);
  await must('tar', ['-xzf', artifact(`${executable(here)}.tar.gz`), '-C', scratch]);
  expectText('the notices', readFileSync(path.join(scratch, 'ThirdPartyNotices.txt'), 'utf8'), /Node\.js \d+/);
  // Nothing else of this machine, Node above all, is on the path.
  await runsEverything(path.join(scratch, process.platform === 'win32' ? 'confine.exe' : 'confine'), scratch, { PATH: scratch });
}

const pod = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: example.org/web:1
      securityContext:
        privileged: true
`;

/** Help, a check, the language server and the tools for assistants. */
async function runsEverything(command, folder, env = {}) {
  const run = (args, input) =>
    spawnSync(command, args, {
      cwd: folder,
      input,
      encoding: 'utf8',
      env: { ...process.env, ...env },
      shell: process.platform === 'win32',
    });
  expectText('--help', run(['--help']).stdout, /^ {2}confine check/m);
  expect('--version', run(['--version']).stdout.trim(), version);
  writeFileSync(path.join(folder, 'pod.yaml'), pod);
  const checked = run(['check', '--pod-security', 'baseline', 'pod.yaml']);
  expect('the exit status of check', checked.status, 1);
  expectText('check', checked.stdout, /^pod\.yaml:10:21 error .*\[pod\/privileged\]$/m);
  expectText('report', run(['report', 'pod.yaml']).stdout, /`Pod web` \| privileged/);
  const call = {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version } },
  };
  expectText('mcp', run(['mcp'], `${JSON.stringify(call)}\n`).stdout, /"serverInfo":\{"name":"confine"/);
  const server = await startServer({ command, args: ['lsp'], env });
  const { first } = await openText(server, { uri: 'pod.yaml', language: 'yaml', text: pod, at: 'privileged' });
  await server.end();
  expectText('the findings of lsp', JSON.stringify(first.items), /pod\/privileged/);
}

async function testExtension(scratch) {
  const names = listed(vsix);
  expect(
    'what the extension has',
    ['yaml', '@modelcontextprotocol/sdk', 'esbuild'].map((name) => names.includes(name)),
    [true, false, false],
  );
  const { detailsPage } = await import('./vscode/details.mjs');
  await must('unzip', ['-q', artifact(vsix), '-d', scratch]);
  complete(path.join(scratch, 'extension'));
  if (values.pictures) mkdirSync(values.pictures, { recursive: true });
  const { pictures, links, broken } = await detailsPage(artifact(vsix), scratch, values.pictures);
  expect('broken pictures and links of the details page', broken, []);
  if (pictures < 5 || links < 5) throw new Error(`the details page has ${pictures} pictures and ${links} links, fewer than the README`);
  console.log(`  details page: ${pictures} pictures and ${links} links, none is broken`);
}

function artifact(name) {
  if (existsSync(inRelease(name))) return inRelease(name);
  throw new Error(`release/${name} is missing; npm run package makes it`);
}

function expect(what, actual, expected) {
  const [is, should] = [actual, expected].map((value) => JSON.stringify(value));
  if (is !== should) throw new Error(`${what}: ${is}, not ${should}`);
}

function expectText(what, text, pattern) {
  if (!pattern.test(text)) throw new Error(`${what}: ${pattern} is not in ${JSON.stringify(text?.slice(0, 2000))}`);
}
