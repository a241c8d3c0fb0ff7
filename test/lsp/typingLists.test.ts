import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CompletionList, TextEdit } from 'vscode-languageserver';
import { extendsWord } from '../../server/src/lsp/features/completionList';
import { type LspClient, positionIn, startInProcess } from '../helpers/lspClient';
import { typedFiles } from '../helpers/typedFiles';

/**
 * A list may arrive late, and stays while its items are found by what is typed on. So whichever key of a line's last word asked for it, and
 * however slowly it comes: at the end of the line nothing may be found in it, or Enter accepts an item.
 */
let client: LspClient;
beforeAll(async () => {
  client = await startInProcess({ folders: ['file:///project'] });
});
afterAll(() => client.stop());

const isFound = (filter: string, typed: string) => filter === typed || extendsWord(filter, typed);

/** What Enter would accept at the ends of lines. */
async function acceptedIn(uri: string, languageId: string, text: string): Promise<readonly string[]> {
  const accepted: string[] = [];
  await client.open(uri, languageId, '');
  let typed = '';
  const type = async (more: string) => {
    typed = await client.edit(uri, typed.length, typed.length, more);
  };
  for (const line of text.split('\n')) {
    const word = /[^\s:-]*$/.exec(line)?.[0] ?? '';
    await type(line.slice(0, line.length - word.length));
    const start = typed.length - (line.length - word.length);
    for (const sign of ['', ...word]) {
      await type(sign);
      if (!line.trim()) continue;
      const position = positionIn(typed, typed.length);
      const last = typed.slice(-1);
      for (const context of [{ triggerKind: 1 }, { triggerKind: 2, triggerCharacter: last }]) {
        const { items } = await client.request<CompletionList>('textDocument/completion', { textDocument: { uri }, position, context });
        for (const { label, filterText = label, textEdit } of items) {
          const sought = line.slice((textEdit as TextEdit).range.start.character);
          const asked = context.triggerKind === 1 && sought === line.slice(typed.length - start);
          if (!asked && isFound(filterText, sought)) accepted.push(`${line} ⏎ ${label}, asked at ${JSON.stringify(typed.slice(start))}`);
        }
      }
    }
    await type('\n');
  }
  return accepted;
}

it.each(typedFiles)('Enter accepts nothing at the ends of the lines of: $name', async ({ name, path, languageId, text }) => {
  expect(await acceptedIn(`file:///project/${name.replaceAll(' ', '-')}/${path}`, languageId, text)).toEqual([]);
});
