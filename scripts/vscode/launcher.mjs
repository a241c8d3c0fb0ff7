#!/usr/bin/env node
// Replaces the desktop program where VS Code cannot be downloaded: takes the part of VS Code's command line that a test run
// uses, hosts folder, extension and tests in the served VS Code, and exits with the tests' exit code.
//
//   launcher.mjs FOLDER --extensionDevelopmentPath=DIR... --extensionTestsPath=FILE [--extensionDevelopmentKind=web]

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { exitWith } from '../run.mjs';
import { startBrowser } from './chromium.mjs';
import { addressOf, inWebHost, startServer } from './served.mjs';

/** A run that has not ended by then hangs. */
const limitMinutes = Number(process.env.CONFINE_TEST_MINUTES ?? 20);

exitWith(async () => {
  const options = { extensionDevelopmentPath: { type: 'string', multiple: true } };
  const { values, positionals } = parseArgs({ strict: false, allowPositionals: true, options });
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'confine-vscode-'));
  // The workbench in a browser takes one extension in development from its address; the others are installed.
  const [extension, ...others] = values.extensionDevelopmentPath;
  // The workbench in a browser reads `extensionDevelopmentKind` from its address but never looks at it; the setting does the same.
  const settings = values.extensionDevelopmentKind === 'web' ? inWebHost(extension) : {};
  const server = await startServer({ dataFolder, settings, extensions: others });
  const browser = await startBrowser();
  try {
    return await runIn(browser, addressOf(server.origin, { folder: positionals[0], extension, tests: values.extensionTestsPath }));
  } finally {
    await browser.close();
    server.stop();
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  }
});

/** What the workbench itself says on a machine without its services. */
const noise = /connection token|Creating a socket|Service Worker|open-vsx|extensions cache|ChatSessionStore/;

/** Opens the workbench and waits for the exit code that its extension host reports. */
async function runIn(browser, address) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const ended = new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the tests did not end within ${limitMinutes} minutes`)), limitMinutes * 60_000);
    page.once('crash', () => reject(new Error('the browser page crashed')));
    page.exposeFunction('codeAutomationLog', (type, [text, ...rest]) => {
      if (!noise.test(text)) console[type === 'error' ? 'error' : 'log'](text, ...rest);
    });
    page.exposeFunction('codeAutomationExit', (code) => {
      clearTimeout(timer);
      resolve(code);
    });
  });
  if (process.env.DEBUG) page.on('console', (message) => console.error(`[page] ${message.text()}`));
  await page.goto(address);
  return ended;
}
