import { describe, expect, it } from 'vitest';
import { placeText, whyOf } from '../../../helpers/why';
import { hardened } from './cases';

describe('what is around the messages', () => {
  const error = 'touch: cannot touch ‘/opt/x’: Read-only file system';
  const wanted = ['certain filesystem a.yaml:17'];

  it.each([
    ['colors', `\u001b[36mtill-6d9f8b7c5d-8zq4t\u001b[0m \u001b[33mtill\u001b[0m ${error}`],
    ['kubectl logs --prefix', `[pod/till-6d9f8b7c5d-8zq4t/till] ${error}`],
    ['the command before', `$ kubectl logs till-6d9f8b7c5d-8zq4t -c till\nstarting\n${error}`],
    ['JSON of a log driver', JSON.stringify({ log: `till-6d9f8b7c5d-8zq4t till ${error}\n`, stream: 'stderr' })],
    ['JSON of a program', `till-6d9f8b7c5d-8zq4t till {"level":"error","msg":"open /opt/x: read-only file system"}`],
    ['repetition', `till-6d9f8b7c5d-8zq4t till ${error}\n`.repeat(5)],
    ['repetition by other pods', `till-6d9f8b7c5d-8zq4t till ${error}\ntill-6d9f8b7c5d-aaaaa till ${error}\n`],
    ['Windows line ends', `hello\r\ntill-6d9f8b7c5d-8zq4t till ${error}\r\n`],
  ])('%s', async (_, text) => {
    expect((await whyOf(text, { 'a.yaml': hardened })).answers.map(placeText)).toEqual(wanted);
  });

  it('tells the first and the last line of what is repeated', async () => {
    const { answers } = await whyOf(`x\ntill-6d9f8b7c5d-8zq4t till ${error}\nx\ntill-6d9f8b7c5d-8zq4t till ${error}`, {
      'a.yaml': hardened,
    });
    expect(answers).toMatchObject([{ line: 2, lastLine: 4 }]);
  });

  it('is never guessed', async () => {
    const { answers, unread } = await whyOf('error: the flux capacitor failed\nall is well', { 'a.yaml': hardened });
    expect(answers).toEqual([]);
    expect(unread.map(({ line }) => line)).toEqual([1]);
  });

  it('may be anything', async () => {
    for (const text of [
      '',
      '\0',
      '\ufffd'.repeat(50),
      '{',
      '{"a":',
      '\u001b[',
      '"'.repeat(999),
      '\\\\"'.repeat(999),
      'Error: '.repeat(2000),
    ]) {
      const { answers } = await whyOf(text, { 'a.yaml': hardened, 'b.json': '{', 'apparmor.d/x': 'profile x {' });
      expect(answers).toEqual([]);
    }
  });
});
