// npm start: shows what Confine finds in examples/, then opens the folder in VS Code with the extension loaded.

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { exitWith, must, root, run } from './run.mjs';

const examples = path.join(root, 'examples');

exitWith(async () => {
  await install();
  await build();
  console.log('\nconfine check examples');
  await run(process.execPath, ['dist/cli.js', 'check', '--fail-on', 'never', 'examples']);
  return openInEditor();
});

/** The first of: the `code` on the path, a downloaded VS Code, the served one in a browser. */
async function openInEditor() {
  const { codeOnPath, downloaded } = await import('./vscode/find.mjs');
  const open = ['--new-window', `--extensionDevelopmentPath=${root}`, examples];
  const code = codeOnPath();
  if (code) {
    console.log(`\nOpening examples/ with ${code}`);
    if ((await run(code, open, { shell: process.platform === 'win32' })) === 0) return 0;
  }
  const desktop = await downloaded();
  if (desktop) {
    const state = path.join(root, '.vscode-test');
    console.log('\nOpening examples/ in the downloaded VS Code');
    await must(desktop, [
      ...open,
      `--user-data-dir=${path.join(state, 'user-data')}`,
      `--extensions-dir=${path.join(state, 'extensions')}`,
    ]);
    return 0;
  }
  return serve();
}

/** Serves VS Code on this machine until the process is interrupted. */
async function serve() {
  const { addressOf, startServer } = await import('./vscode/served.mjs');
  const dataFolder = path.join(root, '.vscode-test', 'start');
  mkdirSync(dataFolder, { recursive: true });
  console.log('\nNo VS Code and no desktop here; serving one to a browser instead');
  const server = await startServer({ dataFolder, port: Number(process.env.PORT ?? 0) });
  console.log(
    `\nOpen this address in a browser; Ctrl+C ends it:\n\n  ${addressOf(server.origin, { folder: examples, extension: server.developed(root) })}\n`,
  );
  await new Promise((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
  server.stop();
  return 0;
}
