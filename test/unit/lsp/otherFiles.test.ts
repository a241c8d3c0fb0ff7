/** When the other files that a text reads are read again. */

import { beforeEach, expect, it } from 'vitest';
import { defaultContext, type Files, memoryFiles } from '../../../server/src/core';
import { createDocuments, type Documents, withOpenTexts } from '../../../server/src/lsp/documents';

const profile = 'file:///policy/web';
const own = 'file:///policy/abstractions/own';
const text = 'include <abstractions/own>\nprofile web {\n  include if exists <web.d>\n  /a r,\n}\n';

let disk: Record<string, string>;
let read: string[];
let time: number;
let documents: Documents;

beforeEach(async () => {
  disk = { [own]: '@{X} = /x\n', 'file:///policy/web.d/one': '/one r,\n' };
  read = [];
  time = 0;
  const onDisk = memoryFiles(disk);
  const counted: Files = {
    ...onDisk,
    read(uri) {
      read.push(uri);
      return onDisk.read(uri);
    },
  };
  const files = withOpenTexts(counted, (uri) => documents.text(uri));
  documents = createDocuments({
    files,
    context: () => defaultContext,
    includeFolders: () => ['file:///policy'],
    workingFolder: () => undefined,
    now: () => time,
  });
  documents.open(profile, 'apparmor', 1, text);
  await documents.get(profile);
  read = [];
});

const type = (version: number, line: number, inserted: string) =>
  documents.change(profile, version, [{ range: { start: { line, character: 2 }, end: { line, character: 2 } }, text: inserted }]);

const reads = async () => {
  read = [];
  const snapshot = await documents.get(profile);
  return { read, known: snapshot?.document.loaded.reads };
};

it('not at a keystroke', async () => {
  type(2, 3, 'owner ');
  const { read, known } = await reads();
  expect(read).toEqual([]);
  expect(known).toContain(own);
});

it('when the text includes something else', async () => {
  documents.change(profile, 2, [{ range: { start: { line: 0, character: 22 }, end: { line: 0, character: 25 } }, text: 'other' }]);
  expect((await reads()).read).toContain('file:///policy/abstractions/other');
});

it('at the next keystroke after a while, since not every file is watched', async () => {
  time = 60_000;
  type(2, 3, 'owner ');
  expect((await reads()).read).toContain(own);
  time += 10;
  type(3, 3, 'deny ');
  expect((await reads()).read).toEqual([]);
});

it('when one of them has changed, or one is there that was looked for', async () => {
  for (const changed of [own, 'file:///policy/web.d/two']) {
    disk[changed] = '@{Y} = /y\n';
    expect(documents.forget(changed)).toEqual([profile]);
    expect((await reads()).read).toContain(changed);
  }
  expect(documents.forget('file:///policy/abstractions/another')).toEqual([]);
  expect((await reads()).read).toEqual([]);
});

it('as they are being edited', async () => {
  const at = async () => (await documents.get(profile))?.document.loaded;
  const before = await at();
  documents.open(own, 'apparmor', 1, '@{X} = /x\n');
  const opened = await at();
  expect(opened).not.toBe(before);
  expect(await at()).toBe(opened);
  documents.change(own, 2, [{ text: '@{X} = /other\n' }]);
  const edited = await at();
  expect(edited).not.toBe(opened);
  documents.close(own);
  expect(await at()).not.toBe(edited);
});
