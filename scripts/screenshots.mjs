// npm run screenshots: the pictures of docs/images, taken of the real editor on a copy of examples/.
//
//   node scripts/screenshots.mjs [--dark] [NAME]...     --dark: in the dark theme, into docs/images/dark

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build, buildSuite } from './build.mjs';
import { install } from './install.mjs';
import { withPalette } from './palette.mjs';
import { exitWith, root } from './run.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { dark: { type: 'boolean', default: false } } });
const images = path.join(root, 'docs/images', values.dark ? 'dark' : '.');

/** Looks like an editor without its side bars and menus. */
const settings = {
  'workbench.colorTheme': values.dark ? 'Default Dark Modern' : 'Default Light Modern',
  'workbench.activityBar.location': 'hidden',
  'workbench.layoutControl.enabled': false,
  'window.commandCenter': false,
  'window.menuBarVisibility': 'hidden',
  'editor.minimap.enabled': false,
  'editor.fontSize': 14,
  'editor.cursorBlinking': 'solid',
  'editor.stickyScroll.enabled': false,
  'breadcrumbs.enabled': false,
  'diffEditor.renderSideBySide': true,
  'diffEditor.hideUnchangedRegions.enabled': true,
};

exitWith(async () => {
  await install();
  await build();
  const { startBrowser } = await import('./vscode/chromium.mjs');
  const { addressOf, startServer } = await import('./vscode/served.mjs');
  const tests = path.join(root, 'out/test/scenes.js');
  await buildSuite('test/integration/scenes.ts', tests, 'node', { SCENES: JSON.stringify(positionals), ONLY: '""' });

  const scratch = mkdtempSync(path.join(tmpdir(), 'confine-scenes-'));
  const folder = path.join(scratch, 'examples');
  cpSync(path.join(root, 'examples'), folder, { recursive: true });
  mkdirSync(path.join(images, 'gallery'), { recursive: true });
  const server = await startServer({ dataFolder: path.join(scratch, 'data'), settings });
  const browser = await startBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: values.dark ? 'dark' : 'light' });
    const easel = await browser.newPage();
    const takePicture = async (name, clip) => {
      const png = await page.screenshot({ clip, animations: 'disabled' });
      writeFileSync(path.join(images, `${name}.png`), await withPalette(png, easel));
      console.log(path.relative(root, path.join(images, `${name}.png`)));
      writeFileSync(path.join(scratch, `${name.replace('/', '-')}.done`), '');
    };
    return await new Promise((resolve, reject) => {
      page.exposeFunction('codeAutomationLog', (type, [text, ...rest]) => {
        const scene = /^scene ([\w/-]+) (\{.*\})$/.exec(text);
        if (!scene) return void ((process.env.DEBUG || type === 'error') && console.error(text, ...rest));
        const [, name, clip] = scene;
        takePicture(name, JSON.parse(clip)).catch(reject);
      });
      page.exposeFunction('codeAutomationExit', resolve);
      page.goto(addressOf(server.origin, { folder, extension: server.developed(root), tests })).catch(reject);
    });
  } finally {
    await browser.close();
    server.stop();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
});
