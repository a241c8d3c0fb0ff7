import { expect, it } from 'vitest';
import { type Files, memoryFiles, remembered } from '../../../server/src/core';

/** The files, and what is asked of them. */
function counting({ read, list }: Files) {
  const asked: string[] = [];
  const files: Files = {
    read(uri) {
      asked.push(`read ${uri}`);
      return read(uri);
    },
    list(uri) {
      asked.push(`list ${uri}`);
      return list(uri);
    },
  };
  return { asked, files };
}

it('reads each file and lists each folder once, also those that are missing', async () => {
  const { asked, files } = counting(memoryFiles({ 'file:///project/a': 'text' }));
  const once = remembered(files);
  const answers = async () => [
    await once.read('file:///project/a'),
    await once.read('file:///project/b'),
    await once.list('file:///project'),
    await once.list('file:///no'),
  ];
  const first = await answers();
  expect(first).toEqual(['text', undefined, [{ name: 'a', kind: 'file' }], []]);
  expect(await answers()).toEqual(first);
  expect(asked).toHaveLength(4);
});

it('keeps no text of a file beyond its limit, and answers all the same', async () => {
  const large = 'x'.repeat(65 * 1024 * 1024);
  const { asked, files } = counting(memoryFiles({ 'file:///project/large': large, 'file:///project/a': 'text' }));
  const once = remembered(files);
  await once.read('file:///project/large');
  expect([await once.read('file:///project/a'), await once.read('file:///project/a')]).toEqual(['text', 'text']);
  expect(asked).toHaveLength(3);
});
