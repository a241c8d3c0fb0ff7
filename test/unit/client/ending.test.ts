import { PassThrough } from 'node:stream';
import { afterEach, expect, it, vi } from 'vitest';
import { endingIn } from '../../../client/src/ending';
import { endingLine, fileWords } from '../../../server/src/lsp/protocol/heartbeat';

afterEach(() => void vi.useRealTimers());

/** What a process that writes these chunks and is gone tells, and what is logged. */
async function ended(...chunks: readonly string[]) {
  const output = new PassThrough();
  const log: string[] = [];
  const ending = endingIn(output, (line) => log.push(line));
  for (const chunk of chunks) output.write(chunk);
  setTimeout(() => output.destroy(), 20);
  return { file: await ending.file(), log };
}

it('finds the file in the last line, whichever way it arrives', async () => {
  const line = endingLine('no answer for 10 s', fileWords({ uri: 'file:///a%20b(1).yaml', version: 12 }));
  expect(await ended('a warning\n', line.slice(0, 30), `${line.slice(30)}\n`)).toEqual({
    file: { uri: 'file:///a%20b(1).yaml', version: 12 },
    log: ['a warning', line],
  });
  expect((await ended(line)).file).toEqual({ uri: 'file:///a%20b(1).yaml', version: 12 });
  expect((await ended(endingLine('no answer for 10 s', fileWords({ uri: 'file:///a' })))).file).toEqual({ uri: 'file:///a' });
});

it('knows no file of other endings', async () => {
  expect((await ended()).file).toBeUndefined();
  expect((await ended('Error: Cannot find module\n')).file).toBeUndefined();
  expect((await ended(`${endingLine('no answer for 10 s', '')}\n`)).file).toBeUndefined();
  expect((await ended(`${endingLine('no answer for 10 s', 'file:///a')}\n`, 'something else\n')).file).toBeUndefined();
});

it('waits no longer than two seconds for a log that stays open', async () => {
  vi.useFakeTimers();
  const ending = endingIn(new PassThrough(), () => {});
  const file = ending.file();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await file).toBeUndefined();
});
