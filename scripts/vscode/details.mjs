// The page that VS Code has about an installed extension, and what is broken on it.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { manifest, repository } from '../release/artifacts.mjs';
import { must, root } from '../run.mjs';
import { startBrowser } from './chromium.mjs';
import { prepareServed, startServer } from './served.mjs';

const themes = { light: 'Default Light Modern', dark: 'Default Dark Modern' };

/**
 * Installs a vsix in a served VS Code and opens its details. Answers how many pictures and links there are, and which are broken; puts a picture
 * of the page in each theme into a folder where one is named.
 */
export async function detailsPage(vsix, scratch, picturesInto) {
  const browser = await startBrowser();
  try {
    let found;
    for (const theme of Object.keys(themes))
      if (picturesInto || theme === 'light') found = await detailsIn(browser, theme, vsix, scratch, picturesInto);
    return found;
  } finally {
    await browser.close();
  }
}

async function detailsIn(browser, theme, vsix, scratch, picturesInto) {
  const dataFolder = path.join(scratch, theme);
  const server = await startServer({ dataFolder, settings: { 'workbench.colorTheme': themes[theme] } });
  try {
    const install = ['--install-extension', vsix, '--server-data-dir', dataFolder, '--accept-server-license-terms'];
    await must(process.execPath, [await prepareServed(), ...install], { stdio: ['ignore', 'ignore', 'inherit'] });
    const page = await browser.newPage({ viewport: { width: 1280, height: 1000 }, colorScheme: theme });
    return await look(page, server.origin, scratch, theme, picturesInto);
  } finally {
    server.stop();
  }
}

async function look(page, origin, scratch, theme, picturesInto) {
  const address = new URL(origin);
  address.searchParams.set('folder', scratch);
  await page.goto(address.href);
  await page.waitForSelector('.monaco-workbench .statusbar', { timeout: 120_000 });
  await page.locator('.activitybar .codicon-extensions-view-icon').click({ timeout: 60_000 });
  const row = page.locator('.extensions-viewlet .extension-list-item', { hasText: manifest.publisher }).first();
  await row.click({ timeout: 60_000 });
  await page.waitForSelector('.extension-editor .details', { timeout: 60_000 });
  const readme = await frameOf(page);
  if (picturesInto) await page.screenshot({ path: path.join(picturesInto, `details-${theme}.png`) });
  return inspect(readme);
}

/** The README is in a frame within a frame, which VS Code replaces while it loads. */
async function frameOf(page) {
  const isReadme = () => document.querySelector('#install') !== null && document.images.length > 0;
  let last;
  for (let tries = 0; tries < 240; tries++) {
    await page.waitForTimeout(250);
    const known = await Promise.all(page.frames().map((frame) => frame.evaluate(isReadme).catch(() => false)));
    const found = page.frames()[known.indexOf(true)];
    if (found && found === last) return found;
    last = found;
  }
  throw new Error('the details page shows no README');
}

async function inspect(readme) {
  const pictures = await readme.evaluate(async () =>
    Promise.all(
      [...document.images].map(async (image) => {
        await image.decode().catch(() => undefined);
        return { title: image.alt, width: image.naturalWidth };
      }),
    ),
  );
  const links = await readme.evaluate(() =>
    [...document.querySelectorAll('a:not(#scroll-to-top)')].map((link) => link.getAttribute('href') ?? link.dataset.href ?? ''),
  );
  const ids = await readme.evaluate(() => [...document.querySelectorAll('[id]')].map(({ id }) => `#${id}`));
  return {
    pictures: pictures.length,
    links: links.length,
    broken: [
      ...pictures.filter(({ width }) => width === 0).map(({ title }) => `the picture "${title}"`),
      ...links.filter((link) => !leads(link, ids)).map((link) => `the link "${link}"`),
    ],
  };
}

/** To a place of the page, to a file or folder that the repository has, or to another site. */
function leads(link, ids) {
  if (link.startsWith('#')) return ids.includes(link);
  const file = new RegExp(`^${repository}/(?:blob|tree|raw)/HEAD/([^#]+)`).exec(link)?.[1];
  if (file) return existsSync(path.join(root, file));
  return /^https:\/\/[\w-]+(?:\.[\w-]+)+\//.test(link) || link === repository;
}
