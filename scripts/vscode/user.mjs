// Somebody who uses the served VS Code: presses keys, clicks, looks at what is shown; every action is counted.

/** Milliseconds that something may take to appear. */
const patience = 30_000;

const counted = (count, noun) => count > 0 && `${count} ${noun}${count === 1 ? '' : 's'}`;

/** In the page: whether the row that Enter would take is about a text. */
const isFirst = (text) => document.querySelector('.quick-input-list .monaco-list-row.focused .label-name')?.textContent.includes(text);

export function userOf(page) {
  page.setDefaultTimeout(patience);
  let keys = 0;
  let texts = 0;
  let clicks = 0;
  let started = 0;
  let ended = 0;
  const rows = page.locator('.quick-input-list .monaco-list-row');
  const row = (text) => rows.filter({ hasText: text }).first();
  /** Types into the list that a key has opened, and takes its first row as soon as that is the wanted one. */
  const choose = async (typed, wanted) => {
    await user.sees('.quick-input-widget input');
    // What is typed while the list opens would be lost.
    await page.waitForTimeout(500);
    await user.type(typed);
    await page.waitForFunction(isFirst, wanted, { timeout: patience });
    await user.press('Enter');
  };
  const user = {
    page,
    /** From here on the time and the actions count. */
    start() {
      keys = texts = clicks = 0;
      started = performance.now();
    },
    /** Until here. */
    stop() {
      ended = performance.now();
    },
    seconds: () => ((Math.max(ended, started) - started) / 1000).toFixed(1),
    actions: () => [counted(keys, 'key'), counted(texts, 'text'), counted(clicks, 'click')].filter(Boolean).join(', ') || 'nothing',
    async press(key) {
      keys++;
      await page.keyboard.press(key);
    },
    async type(text) {
      texts++;
      await page.keyboard.type(text, { delay: 25 });
    },
    async click(target) {
      clicks++;
      await (typeof target === 'string' ? page.locator(target).first() : target).click();
    },
    async sees(selector, options) {
      await page.locator(selector, options).first().waitFor();
    },
    async seesNo(selector) {
      await page.waitForFunction((one) => document.querySelectorAll(one).length === 0, selector, { timeout: patience });
    },
    /** Opens a file by its path. */
    async open(file) {
      const name = file.split('/').at(-1);
      await user.press('Control+P');
      await choose(file, name);
      await user.sees(`.tab.active[data-resource-name="${name}"]`);
      await user.sees('.editor-instance .view-line');
    },
    /** Runs a command by its title. */
    async run(title) {
      await user.press('F1');
      await choose(title, title);
    },
    /** The page that a command has shown beside the editor says one of these words. */
    async reads(words) {
      for (const end = performance.now() + patience; performance.now() < end; await page.waitForTimeout(50)) {
        const texts = await Promise.all(page.frames().map((frame) => frame.evaluate(() => document.body?.innerText ?? '').catch(() => '')));
        if (texts.slice(1).some((text) => words.test(text))) return;
      }
      throw new Error(`no page says ${words}`);
    },
    /** Puts the cursor at a text of the file. */
    async goTo(text) {
      await user.press('Control+F');
      await user.sees('.find-widget.visible textarea');
      await user.type(text);
      await page.waitForTimeout(400);
      await user.press('Escape');
    },
    /** The lines over the text of a file. */
    lens: (text) => page.locator('.codelens-decoration a', { hasText: text }).first(),
    pick: row,
    problems: () => page.locator('.monaco-editor .squiggly-error').count(),
    /** The server runs as soon as a file has a line over it. */
    async warmUp() {
      await page.locator('.codelens-decoration a').first().waitFor({ timeout: 180_000 });
      await page.waitForTimeout(3000);
      await page.locator('.editor-instance .view-lines').first().click();
    },
  };
  return user;
}
