import { expect, it } from 'vitest';
import type { Location } from 'vscode-languageserver';
import { startInProcess } from '../helpers/lspClient';

it('counts quoted includes from the workspace folder of the file', async () => {
  const uri = 'file:///project/profiles/web';
  const text = 'include "local/site"\ninclude "local/absent"\nprofile web {\n  @{SITE}/** r,\n}\n';
  const client = await startInProcess({
    folders: ['file:///project', 'file:///other'],
    files: { [uri]: text, 'file:///project/local/site': '@{SITE} = /srv\n', 'file:///project/profiles/local/absent': '' },
  });
  await client.open(uri, 'apparmor', text);
  const position = { line: 3, character: 5 };
  const found = await client.request<Location[]>('textDocument/definition', { textDocument: { uri }, position });
  expect(found.map((one) => one.uri)).toEqual(['file:///project/local/site']);
  // The parser may be started elsewhere, so a file that is not there is no mistake.
  expect((await client.diagnostics(uri)).map(({ code }) => code)).not.toContain('apparmor/missing-include');
  await client.stop();
});
