// npm run journeys: what users come for, walked with real keys and the mouse in the served VS Code; prints the seconds and the actions of each.
//
//   node scripts/journeys.mjs [NUMBER]... [--extension FOLDER] [--pictures FOLDER]
//
// --extension walks with another build of the extension; --pictures keeps a picture of the end of each journey.

import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { exitWith, root } from './run.mjs';
import { startBrowser } from './vscode/chromium.mjs';
import { journeys, writeFiles } from './vscode/journeys.mjs';
import { addressOf, startServer } from './vscode/served.mjs';
import { userOf } from './vscode/user.mjs';

const settings = { 'editor.minimap.enabled': false, 'workbench.tips.enabled': false };

exitWith(async () => {
  const options = { extension: { type: 'string', default: root }, pictures: { type: 'string' } };
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const scratch = mkdtempSync(path.join(tmpdir(), 'confine-journeys-'));
  if (values.pictures) mkdirSync(values.pictures, { recursive: true });
  const browser = await startBrowser();
  let failed = 0;
  try {
    console.log('| | Journey | Seconds | Actions |\n| --- | --- | --- | --- |');
    for (const journey of journeys) {
      if (positionals.length > 0 && !positionals.includes(String(journey.number))) continue;
      const folder = path.join(scratch, `workspace-${journey.number}`);
      cpSync(path.join(root, 'examples'), folder, { recursive: true });
      writeFiles(folder, path.join(root, 'dist/cli.js'));
      const result = await walk(browser, path.join(scratch, `data-${journey.number}`), folder, journey, values);
      if (result.problem) failed++;
      console.log(`| ${journey.number} | ${journey.title} | ${result.seconds} | ${result.problem ?? result.actions} |`);
    }
  } finally {
    await browser.close();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
  return failed === 0 ? 0 : 1;
});

/** A journey in a window of its own, in which the extension already runs. */
async function walk(browser, dataFolder, folder, journey, { extension, pictures }) {
  const server = await startServer({ dataFolder, settings });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, permissions: ['clipboard-read', 'clipboard-write'] });
  try {
    const page = await context.newPage();
    const user = userOf(page);
    const address = new URL(addressOf(server.origin, { folder, extension }));
    const file = `vscode-remote://${address.host}${path.join(folder, 'kubernetes/report.yaml')}`;
    address.searchParams.set('payload', JSON.stringify([...JSON.parse(address.searchParams.get('payload')), ['openFile', file]]));
    await page.goto(address.href);
    let problem;
    try {
      await user.warmUp();
      await journey.walk(user);
    } catch (error) {
      problem = `stopped after ${user.actions()}: ${String(error.message).split('\n')[0]}`;
    }
    const result = { seconds: user.seconds(), actions: user.actions(), ...(problem && { problem }) };
    if (pictures) await page.screenshot({ path: path.join(pictures, `${journey.number}.png`) });
    return result;
  } finally {
    await context.close();
    server.stop();
  }
}
