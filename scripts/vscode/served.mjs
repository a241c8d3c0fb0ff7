// A real VS Code without a download from its update servers: the server and web workbench that the npm package code-server carries.

import { spawn } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { must, root } from '../run.mjs';

// The last line of releases that runs on Node 20; it is VS Code 1.100.3.
const release = '4.100.3';
/** The release of ripgrep, which Quick Open and Search run. Its packages for each system carry the program itself. */
const ripgrep = '1.18.0';
const cache = path.join(root, '.vscode-test', `served-${release}-ripgrep-${ripgrep}`);

const ripgrepPackage = `@vscode/ripgrep-${process.platform}-${process.arch}`;

/** The server's start script; installed into the git-ignored cache on first use, half a minute from the npm registry. */
export async function prepareServed() {
  if (!existsSync(cache)) await installInto(`${cache}.partial`);
  return path.join(vscodeIn(cache), 'out/server-main.js');
}

const vscodeIn = (folder) => path.join(folder, 'node_modules/code-server/lib/vscode');

async function installInto(folder) {
  console.log(`Installing VS Code's server (npm package code-server ${release}) into .vscode-test`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await must('npm', ['install', ...quiet, `code-server@${release}`, `${ripgrepPackage}@${ripgrep}`], { cwd: folder });
  const vscode = vscodeIn(folder);
  await must('npm', ['install', '--omit=dev', ...quiet], { cwd: vscode });
  // Two native modules would take a compiler, and the package of ripgrep a download. Without native-watchdog the extension host does
  // not start; it ends a host whose event loop hangs, which a time limit does here. Without @vscode/spdlog output channels stay empty.
  const modules = path.join(vscode, 'node_modules');
  writeFileSync(path.join(modules, 'native-watchdog/index.js'), 'exports.start = () => {};\nexports.exit = process.exit;\n');
  copyFileSync(path.join(root, 'scripts/vscode/spdlog.cjs'), path.join(modules, '@vscode/spdlog/index.js'));
  cpSync(path.join(folder, 'node_modules', ripgrepPackage, 'bin'), path.join(modules, '@vscode/ripgrep/bin'), { recursive: true });
  renameSync(folder, cache);
}

/**
 * Starts the server on a free port of this machine with its state in `dataFolder` and the extensions of some folders installed.
 * Resolves to its origin, a function that ends it, and one that gives an extension in development a second name in `dataFolder`.
 */
export async function startServer({ dataFolder, settings = {}, extensions = [], port = 0 }) {
  const main = await prepareServed();
  for (const scope of ['Machine', 'User']) {
    const folder = path.join(dataFolder, 'data', scope);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'settings.json'), JSON.stringify({ ...calm, ...settings }, undefined, 2));
  }
  mkdirSync(path.join(dataFolder, 'extensions'), { recursive: true });
  writeFileSync(path.join(dataFolder, 'extensions/extensions.json'), JSON.stringify(extensions.map(installed)));
  const server = spawn(process.execPath, [main, ...serverArguments(dataFolder, port)], { stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = () => server.kill();
  process.once('exit', stop);
  return { origin: await originOf(server), stop, developed: (extension) => developed(extension, dataFolder) };
}

/**
 * VS Code shows a theme of the extension in development whatever the settings say, and takes each theme below the extension's folder for one. Our
 * folder has VS Code's own themes below it, in the cache, so it gets another name that has nothing below it but what is ours.
 */
function developed(extension, dataFolder) {
  const link = path.join(dataFolder, 'developed');
  if (!existsSync(link)) symlinkSync(path.resolve(extension), link, 'junction');
  return link;
}

/** An extension as the server's list of installed ones has it; it stays where it is. */
function installed(folder) {
  const { publisher, name, version } = manifestOf(folder);
  return { identifier: { id: `${publisher}.${name}` }, version, location: { $mid: 1, path: folder, scheme: 'file' } };
}

const manifestOf = (extension) => JSON.parse(readFileSync(path.join(extension, 'package.json'), 'utf8'));

const serverArguments = (dataFolder, port) => [
  ...['--host', '127.0.0.1', '--port', String(port), '--server-data-dir', dataFolder],
  ...['--without-connection-token', '--accept-server-license-terms', '--disable-telemetry', '--disable-workspace-trust'],
];

/** Nothing that asks, greets or goes to the network, and as on the desktop nothing that saves by itself. */
const calm = {
  'files.autoSave': 'off',
  'security.workspace.trust.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'telemetry.telemetryLevel': 'off',
};

function originOf(server) {
  return new Promise((resolve, reject) => {
    let output = '';
    const listen = (chunk) => {
      output += chunk;
      const bound = /agent listening on (\d+)/.exec(output);
      if (bound) resolve(`http://127.0.0.1:${bound[1]}`);
    };
    server.stdout.on('data', listen);
    server.stderr.on('data', listen);
    server.once('error', reject);
    server.once('exit', (status) => reject(new Error(`VS Code's server ended with status ${status}\n${output}`)));
  });
}

/** The setting that loads the extension's browser entry into the web worker extension host. */
export function inWebHost(extension) {
  const { publisher, name } = manifestOf(extension);
  return { 'remote.extensionKind': { [`${publisher}.${name}`]: ['web'] } };
}

/** The address that opens `folder` with the extension in development loaded, and its tests run when `tests` is given. */
export function addressOf(origin, { folder, extension, tests }) {
  const remote = (file) => `vscode-remote://${new URL(origin).host}${path.resolve(file)}`;
  const payload = [
    ['extensionDevelopmentPath', remote(extension)],
    ...(tests ? [['extensionTestsPath', remote(tests)]] : []),
    ['skipWelcome', 'true'],
  ];
  const address = new URL(origin);
  address.searchParams.set('folder', path.resolve(folder));
  address.searchParams.set('payload', JSON.stringify(payload));
  return address.href;
}
