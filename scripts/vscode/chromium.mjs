// The browser that shows the served VS Code: Chromium or Chrome as installed on the machine.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { run } from '../run.mjs';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Starts a headless browser; Debian's package is installed first where there is none and we may. */
export async function startBrowser() {
  const executablePath = find() ?? (await installed());
  return chromium.launch({ executablePath, args: flags });
}

/** No sandbox, because containers and root have none to offer; the page is our own. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const find = () => (process.env.CHROME_PATH ? [process.env.CHROME_PATH] : places).find((place) => existsSync(place));

async function installed() {
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('Installing Chromium with apt-get');
    const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: ['ignore', 'ignore', 'inherit'] };
    await run('apt-get', ['update'], options);
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], options);
  }
  const found = find();
  if (!found) throw new Error('no Chromium or Chrome was found; install one, or set CHROME_PATH to its executable');
  return found;
}
