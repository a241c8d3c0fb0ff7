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
  expect(asked).toEqual(['read file:///project/a', 'list file:///project/', 'list file:///no']);
});

it('looks for nothing below a folder that it has been in and that has no such name', async () => {
  const { asked, files } = counting(memoryFiles({ 'file:///project/Base': 'text', 'file:///other/b': '' }));
  const once = remembered(files);
  expect(await once.read('file:///project/Base')).toBe('text');
  for (const name of ['project/no/a', 'project/no/b/c', 'project/c']) expect(await once.read(`file:///${name}`)).toBeUndefined();
  expect(await once.list('file:///project/no/')).toEqual([]);
  expect(asked).toEqual(['read file:///project/Base', 'list file:///project/']);
});

it('lists no folder just to see whether a file is there, unless it has been in that folder', async () => {
  const { asked, files } = counting(memoryFiles({ 'file:///home/project/a': 'text' }));
  const once = remembered(files);
  expect(await once.read('file:///home/.confine.yaml')).toBeUndefined();
  expect(await once.read('file:///home/project/a')).toBe('text');
  expect(asked).toEqual(['read file:///home/.confine.yaml', 'read file:///home/project/a']);
});

it('reads by another spelling what the disk may take for the same, and what lies in a folder that shows nothing', async () => {
  const { asked, files } = counting({ ...memoryFiles({ 'file:///project/Base': 'text' }), read: async () => 'text' });
  const once = remembered(files);
  expect(await once.read('file:///project/base')).toBe('text');
  expect(await remembered({ ...files, list: async () => [] }).read('file:///hidden/a')).toBe('text');
  expect(asked).toContain('read file:///project/base');
});

it('keeps no text of a file beyond its limit, and answers all the same', async () => {
  const large = 'x'.repeat(65 * 1024 * 1024);
  const { asked, files } = counting(memoryFiles({ 'file:///project/large': large, 'file:///project/a': 'text' }));
  const once = remembered(files);
  await once.read('file:///project/large');
  expect([await once.read('file:///project/a'), await once.read('file:///project/a')]).toEqual(['text', 'text']);
  expect(asked.filter((one) => one.startsWith('read'))).toHaveLength(3);
});
