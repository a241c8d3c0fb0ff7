// npm run test:typing: types files key by key in the served VS Code; each must come out as it was meant.
//
//   node scripts/test-typing.mjs [--pace MS,MS...] [--only WORDS] [--examples] [--record FOLDER]
//
// --examples types the files of examples/ too; --record writes the keys and the text that resulted of each file into a folder.

import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build, buildSuite } from './build.mjs';
import { install } from './install.mjs';
import { exitWith, isMain, root } from './run.mjs';

/** VS Code's own list of words from the document is not ours to test. */
const settings = { 'editor.wordBasedSuggestions': 'off' };

/** Runs the suite; answers how many tests passed and failed. A run that has not ended after `minutes` hangs. */
export async function typeInServedVSCode({ paces, only = '', examples = false, record, minutes }) {
  const { startBrowser } = await import('./vscode/chromium.mjs');
  const { pressKeys } = await import('./vscode/keyboard.mjs');
  const { addressOf, startServer } = await import('./vscode/served.mjs');
  const tests = path.join(root, 'out/test/suite.typing.js');
  const constants = { ONLY: JSON.stringify(only), PACES: JSON.stringify(paces), EXAMPLES: JSON.stringify(examples) };
  await buildSuite('test/integration/suiteTyping.ts', tests, 'node', constants);

  const scratch = mkdtempSync(path.join(tmpdir(), 'confine-typing-'));
  const folder = path.join(scratch, 'workspace');
  cpSync(path.join(root, 'test/integration/workspace'), folder, { recursive: true });
  cpSync(path.join(root, 'examples'), path.join(folder, 'examples'), { recursive: true });
  if (record) mkdirSync(record, { recursive: true });
  const server = await startServer({ dataFolder: path.join(scratch, 'data'), settings });
  const browser = await startBrowser();
  let timer;
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    // One order after the other: keys that come while others are pressed wait for them.
    let pressed = Promise.resolve();
    const tellPressed = (number) => {
      writeFileSync(path.join(scratch, 'pressed.part'), String(number));
      renameSync(path.join(scratch, 'pressed.part'), path.join(scratch, 'pressed.txt'));
    };
    await new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`the tests did not end within ${minutes} minutes`)), minutes * 60_000);
      page.exposeFunction('codeAutomationLog', (kind, [text, ...rest]) => {
        const order = /^(keys|record) (\{.*\})$/s.exec(text);
        const { order: number, keys, pace, hesitation, name, text: file } = order ? JSON.parse(order[2]) : {};
        if (keys) pressed = pressed.then(() => pressKeys(page, keys, pace, hesitation)).then(() => tellPressed(number), reject);
        else if (name && record) keep(page, path.join(record, name), file).catch(reject);
        else if (/^\s*[✓✗-] |^\s{6}|passed/.test(text)) console.log(text);
        else if (process.env.DEBUG) console[kind === 'error' ? 'error' : 'log'](text, ...rest);
      });
      page.exposeFunction('codeAutomationExit', resolve);
      page.once('crash', () => reject(new Error('the browser page crashed')));
      page.goto(addressOf(server.origin, { folder, extension: server.developed(root), tests })).catch(reject);
    });
    return JSON.parse(readFileSync(path.join(scratch, 'tally.json'), 'utf8'));
  } finally {
    clearTimeout(timer);
    await browser.close();
    server.stop();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function keep(page, file, text) {
  writeFileSync(`${file}.txt`, text);
  await page.screenshot({ path: `${file}.png` });
}

if (isMain(import.meta)) {
  const options = {
    pace: { type: 'string', default: '35,90,160' },
    only: { type: 'string', default: '' },
    examples: { type: 'boolean', default: false },
    record: { type: 'string' },
  };
  const { values } = parseArgs({ options });
  exitWith(async () => {
    await install();
    await build();
    const paces = values.pace.split(',').map(Number);
    const tally = await typeInServedVSCode({ ...values, paces, minutes: values.examples ? 120 : 60 });
    return tally.failed === 0 && tally.passed > 0 ? 0 : 1;
  });
}
