// npm run journeys: what users come for, walked with real keys and the mouse in the served VS Code; prints the seconds and the actions of each.
//
//   node scripts/journeys.mjs [NUMBER]... [--extension FOLDER] [--pictures FOLDER] [--runs COUNT] [--before FILE]
//
// --extension walks with another build of the extension; --pictures keeps a picture of the end of each journey. Of several runs the median counts, of the load
// too. --before is what this program printed for a former build: its seconds and actions come into the table of docs/journeys.md.

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { exitWith, root } from './run.mjs';
import { startBrowser } from './vscode/chromium.mjs';
import { journeys, writeFiles } from './vscode/journeys.mjs';
import { addressOf, startServer } from './vscode/served.mjs';
import { userOf } from './vscode/user.mjs';

const settings = { 'editor.minimap.enabled': false, 'workbench.tips.enabled': false };

exitWith(async () => {
  const text = { type: 'string' };
  const options = { extension: { ...text, default: root }, pictures: text, runs: { ...text, default: '1' }, before: text };
  const { values, positionals } = parseArgs({ allowPositionals: true, options });
  const scratch = mkdtempSync(path.join(tmpdir(), 'confine-journeys-'));
  if (values.pictures) mkdirSync(values.pictures, { recursive: true });
  const browser = await startBrowser();
  const server = await startServer({ dataFolder: path.join(scratch, 'data'), settings });
  // One context for all windows: from the second on, the browser has the editor's code.
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, permissions: ['clipboard-read', 'clipboard-write'] });
  let failed = 0;
  try {
    const former = values.before && cellsOf(readFileSync(values.before, 'utf8'));
    console.log(former ? titles.before : titles.now);
    for (const journey of journeys) {
      if (positionals.length > 0 && !positionals.includes(String(journey.number))) continue;
      const results = [];
      for (let run = 1; run <= Number(values.runs); run++) {
        const folder = path.join(scratch, `workspace-${journey.number}-${run}`);
        cpSync(path.join(root, 'examples'), folder, { recursive: true });
        writeFiles(folder, path.join(root, 'dist/cli.js'));
        const result = await walk(context, server, folder, journey, values);
        results.push(result);
        if (result.problem) break;
      }
      const { seconds, actions, problem } = medianOf(results, 'seconds');
      if (problem) failed++;
      const time = problem ? 'not walked' : `${seconds} s (load ${medianOf(results, 'load').load.toFixed(0)})`;
      const cells = [
        journey.number,
        journey.title,
        ...(former ? [former.get(journey.number) ?? 'not walked'] : []),
        time,
        problem ?? actions,
      ];
      console.log(`| ${cells.join(' | ')} |`);
    }
  } finally {
    await browser.close();
    server.stop();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
  return failed === 0 ? 0 : 1;
});

const titles = {
  now: '| | Journey, and where it ends | Seconds | Actions |\n| --- | --- | --- | --- |',
  before: '| | Journey, and where it ends | Before | Now | Actions now |\n| --- | --- | --- | --- | --- |',
};

/** The seconds and actions of each journey in what was printed for a former build. */
function cellsOf(printed) {
  const rows = printed.matchAll(/^\| (\d+) \|[^|]*\| ([^|]*) \| ([^|]*) \|$/gm);
  return new Map(
    Array.from(rows, ([, number, time, actions]) => [Number(number), time === 'not walked' ? actions : `${time}, ${actions}`]),
  );
}

/** The run with the median of a figure; one that stopped, where one did. */
function medianOf(results, figure) {
  const inOrder = results.toSorted((a, b) => a[figure] - b[figure]);
  return results.find(({ problem }) => problem) ?? inOrder[Math.floor((inOrder.length - 1) / 2)];
}

/** A journey in a window of its own, in which the extension already runs. */
async function walk(context, server, folder, journey, { extension, pictures }) {
  const page = await context.newPage();
  try {
    const user = userOf(page);
    const address = new URL(addressOf(server.origin, { folder, extension: server.developed(extension) }));
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
    const result = { seconds: user.seconds(), actions: user.actions(), load: loadavg()[0], ...(problem && { problem }) };
    if (pictures) {
      // What the end of a journey sets off may still be drawn.
      await page.waitForTimeout(1500);
      await page.screenshot({ path: path.join(pictures, `${journey.number}.png`) });
    }
    return result;
  } finally {
    await page.close({ runBeforeUnload: false });
  }
}
