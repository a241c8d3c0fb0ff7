import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Hover } from 'vscode-languageserver';
import { filesBelow, uriOf } from '../../server/src/disk';
import { type LspClient, startInProcess } from '../helpers/lspClient';

let top: string;
let client: LspClient | undefined;
const at = (name: string) => path.join(top, name);
const text = 'profile app {\n  include <abstractions/base>\n  include <linked>\n  include <configured>\n  /secret r,\n}\n';

beforeAll(() => {
  top = mkdtempSync(path.join(os.tmpdir(), 'confine-reach-'));
  for (const folder of ['work/apparmor.d/abstractions', 'my a#b %41?']) mkdirSync(at(folder), { recursive: true });
  writeFileSync(at('outside'), '# the secret text\n/secret r,\n');
  writeFileSync(at('my a#b %41?/configured'), '# the configured text\n/other r,\n');
  writeFileSync(at('work/apparmor.d/abstractions/base'), '# the text inside\n/x r,\n');
  symlinkSync(at('outside'), at('work/apparmor.d/linked'));
  symlinkSync(at('my a#b %41?/configured'), at('work/apparmor.d/configured'));
});
afterEach(async () => {
  await client?.stop();
  client = undefined;
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

/** What the hovers over the three includes say. */
async function hovers(trusted: boolean, includeFolders: readonly string[]): Promise<readonly string[]> {
  client = await startInProcess({
    disk: filesBelow,
    folders: [uriOf(at('work'))],
    settings: { apparmor: { includeFolders } },
    initializationOptions: { trusted },
  });
  const uri = uriOf(at('work/apparmor.d/app'));
  await client.open(uri, 'apparmor', text);
  const said: string[] = [];
  for (const line of [1, 2, 3]) {
    const hover = await client.request<Hover>('textDocument/hover', { textDocument: { uri }, position: { line, character: 13 } });
    said.push((hover.contents as { value: string }).value);
  }
  return said;
}

it('an untrusted workspace ends at its links out of it', async () => {
  const [base, linked, configured] = await hovers(false, [at('my a#b %41?')]);
  expect(base).toContain('Open the file');
  expect([linked, configured]).toEqual([expect.stringContaining('Not within reach'), expect.stringContaining('Not within reach')]);
});

it('a trusted one reads through links into the folders of the setting, whatever their names', async () => {
  const [, linked, configured] = await hovers(true, ['apparmor.d', at('my a#b %41?')]);
  expect(linked).toContain('Not within reach');
  expect(configured).toContain('the configured text');
  expect((await hovers(true, [at('my a#b %41?')]))[2]).toContain('the configured text');
});
