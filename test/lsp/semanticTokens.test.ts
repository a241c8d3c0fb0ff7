import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver';
import { linesOf } from '../../server/src/core';
import { startInProcess } from '../helpers/lspClient';

const uri = 'file:///policy/web.aa';
const sample = `@{site} = /srv/www
profile web /usr/bin/web {
  include <abstractions/base>
  @{site}/** r, # what it shows
  deny /etc/shadow r,
  dbus send bus=session
    peer=(name=org.example),
  ^guest { capability setuid, }
  profile inner { /a r, @{site}/x w, } /** rw,
}
`;

const width = 5;

/** Each token as line, character and the rest. */
function placed(data: readonly number[]): string[] {
  let line = 0;
  let character = 0;
  const found: string[] = [];
  for (let i = 0; i < data.length; i += width) {
    const [down, right, ...rest] = data.slice(i, i + width) as [number, number, ...number[]];
    character = down > 0 ? right : character + right;
    line += down;
    found.push([line, character, ...rest].join(' '));
  }
  return found;
}

function applied(data: readonly number[], { edits }: SemanticTokensDelta): number[] {
  const after = [...data];
  for (const { start, deleteCount, data: inserted = [] } of [...edits].reverse()) after.splice(start, deleteCount, ...inserted);
  return after;
}

it('what has changed since leads to what a text has that is opened as it is', async () => {
  const client = await startInProcess();
  let opened = 0;
  const fresh = async (text: string) => {
    const other = `file:///policy/other${opened++}.aa`;
    await client.open(other, 'apparmor', text);
    return (await client.request<SemanticTokens>('textDocument/semanticTokens/full', { textDocument: { uri: other } })).data;
  };
  await client.open(uri, 'apparmor', sample);
  let text = sample;
  let { resultId, data } = await client.request<SemanticTokens>('textDocument/semanticTokens/full', { textDocument: { uri } });
  expect(placed(data).length).toBeGreaterThan(30);
  expect(data).toEqual(await fresh(text));
  const edit = fc.record({
    at: fc.nat(sample.length),
    remove: fc.oneof(fc.constant(0), fc.nat(4), fc.nat(60)),
    insert: fc.constantFrom('', '\n', '{', '}', '  /b r,\n', '@{site} = /other\n', '"', ' ', 'x', '#', '😀'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
      for (const { at, remove, insert } of edits) {
        const start = at % (text.length + 1);
        text = await client.edit(uri, start, Math.min(text.length, start + remove), insert);
      }
      const params = { textDocument: { uri }, previousResultId: resultId };
      const delta = await client.request<SemanticTokensDelta>('textDocument/semanticTokens/full/delta', params);
      data = applied(data, delta);
      resultId = delta.resultId as string;
      expect(data).toEqual(await fresh(text));
    }),
    { numRuns: 40 },
  );
  const other = { textDocument: { uri }, previousResultId: 'of another server' };
  expect((await client.request<SemanticTokens>('textDocument/semanticTokens/full/delta', other)).data).toEqual(data);
  await client.stop();
});

it('a range has the tokens of its lines', async () => {
  const client = await startInProcess();
  await client.open(uri, 'apparmor', sample);
  const all = placed((await client.request<SemanticTokens>('textDocument/semanticTokens/full', { textDocument: { uri } })).data);
  const lines = linesOf(sample).count;
  for (let from = 0; from < lines; from++) {
    for (let to = from + 1; to < lines; to++) {
      const range = { start: { line: from, character: 0 }, end: { line: to, character: 0 } };
      const { data } = await client.request<SemanticTokens>('textDocument/semanticTokens/range', { textDocument: { uri }, range });
      expect(placed(data)).toEqual(
        all.filter((token) => {
          const line = Number(token.split(' ')[0]);
          return from <= line && line < to;
        }),
      );
    }
  }
  await client.stop();
});
