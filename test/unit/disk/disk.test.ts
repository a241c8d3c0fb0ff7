import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  argumentsWithBytes,
  bytesOf,
  createText,
  filesBelow,
  nameOf,
  pathOfUri,
  readText,
  replaceText,
  uriOf,
} from '../../../server/src/disk';

let folder: string;
let top: string;
const at = (name: string) => path.join(folder, name);
const socket = createServer();

beforeAll(async () => {
  top = mkdtempSync(path.join(os.tmpdir(), 'confine-disk-'));
  folder = path.join(top, 'work');
  mkdirSync(at('sub'), { recursive: true });
  writeFileSync(at('plain'), 'text');
  writeFileSync(at('sub/inner'), 'inner');
  writeFileSync(path.join(top, 'secret'), 'secret');
  mkdirSync(path.join(top, 'elsewhere'));
  writeFileSync(path.join(top, 'elsewhere/secret'), 'secret');
  writeFileSync(path.join(top, 'work-twin'), 'twin');
  execFileSync('mkfifo', [at('fifo')]);
  await new Promise<void>((resolve) => socket.listen(at('socket'), resolve));
  symlinkSync('plain', at('link'));
  symlinkSync('../secret', at('out'));
  symlinkSync('../elsewhere', at('outFolder'));
  symlinkSync('fifo', at('toFifo'));
  symlinkSync('/dev/zero', at('device'));
  symlinkSync('nowhere', at('dangling'));
  symlinkSync('ring', at('ring'));
  linkSync(at('plain'), at('hard'));
  writeFileSync(at('sparse'), '');
  truncateSync(at('sparse'), 1024 * 1024 * 1024);
});
afterAll(() => {
  socket.close();
  rmSync(top, { recursive: true, force: true });
});

describe('reading', () => {
  it.each([
    ['plain', { text: 'text' }],
    ['hard', { text: 'text' }],
    ['link', { text: 'text' }],
    ['sub', { problem: 'is a folder' }],
    ['fifo', { problem: 'is not a regular file' }],
    ['toFifo', { problem: 'is not a regular file' }],
    ['socket', { problem: 'is not a regular file' }],
    ['device', { problem: 'is not a regular file' }],
    ['dangling', { problem: 'does not exist' }],
    ['ring', { problem: 'is a link that leads nowhere' }],
    ['missing', { problem: 'does not exist' }],
    ['plain/below', { problem: 'does not exist' }],
    ['sparse', { problem: 'is larger than 8 MB and is not checked' }],
  ])('%s', async (name, expected) => {
    expect(await readText(at(name))).toEqual(expected);
  });
  it.runIf(process.platform === 'linux')('a device is not read, and a file that states no size is', async () => {
    expect(await readText('/dev/zero')).toEqual({ problem: 'is not a regular file' });
    expect(await readText('/proc/self/comm')).toHaveProperty('text', expect.stringMatching(/\S/));
  });
});

describe('reach', () => {
  const files = () => filesBelow(() => [uriOf(folder)]);
  it('ends at the roots, whatever leads out of them', async () => {
    const { read } = files();
    expect(await read(uriOf(at('plain')))).toBe('text');
    expect(await read(uriOf(at('link')))).toBe('text');
    for (const name of ['out', 'outFolder/secret', '../secret', '../work-twin', 'fifo', 'device', 'dangling', 'ring'])
      expect(await read(uriOf(at(name))), name).toBeUndefined();
    expect(await read(`${uriOf(folder)}/../secret`)).toBeUndefined();
    expect(await read(`${uriOf(folder)}/%2E%2E/secret`)).toBeUndefined();
    expect(await read(`${uriOf(folder)}/plain%00`)).toBeUndefined();
    expect(await read('untitled:plain')).toBeUndefined();
  });
  it('follows a link into another root', async () => {
    const { read, list } = filesBelow(() => [uriOf(folder), uriOf(path.join(top, 'elsewhere'))]);
    expect(await read(uriOf(at('outFolder/secret')))).toBe('secret');
    expect(await list(uriOf(at('outFolder')))).toEqual([{ name: 'secret', kind: 'file' }]);
    expect(await read(uriOf(at('out')))).toBeUndefined();
  });
  it('lists what is there, and how it can be read', async () => {
    const { list } = files();
    expect(Object.fromEntries((await list(uriOf(folder))).map(({ name, kind }) => [name, kind]))).toEqual({
      plain: 'file',
      hard: 'file',
      link: 'file',
      sparse: 'file',
      sub: 'folder',
      fifo: 'special',
      toFifo: 'special',
      socket: 'special',
      device: 'unread',
      out: 'unread',
      outFolder: 'unread',
    });
    expect(await list(uriOf(at('outFolder')))).toEqual([]);
    expect(await list(uriOf(top))).toEqual([]);
  });
  it.runIf(path.sep === '/')('tells the names in the root folder of the file system, and reads nothing there', async () => {
    const { list, read } = files();
    expect((await list('file:///')).map((entry) => entry.name)).toContain(folder.split('/')[1]);
    expect(await list('file:///etc/')).toEqual([]);
    expect(await read('file:///etc/passwd')).toBeUndefined();
  });
});

describe('names', () => {
  it.each(['a#b', 'a%20b', 'a?b', 'a b', 'a:b', 'a\\b', 'ü', '漢\u{1f600}', "it's(!)*"])('%s goes into a URI and back', async (name) => {
    writeFileSync(at(name), name);
    expect(pathOfUri(uriOf(at(name)))).toBe(at(name));
    expect(await filesBelow(() => [uriOf(folder)]).read(uriOf(at(name)))).toBe(name);
    rmSync(at(name));
  });
  it.runIf(process.platform === 'linux')('bytes that are not UTF-8 name the same file again', async () => {
    const bytes = Buffer.from([0x63, 0xff, 0xc3, 0xa9, 0x2e]);
    const sub = Buffer.concat([Buffer.from(`${at('sub')}/`), bytes]);
    writeFileSync(sub, 'odd');
    const name = nameOf(bytes);
    expect(bytesOf(name)).toEqual(bytes);
    const files = filesBelow(() => [uriOf(folder)]);
    expect((await files.list(uriOf(at('sub')))).map((entry) => entry.name)).toContain(name);
    const uri = uriOf(path.join(folder, 'sub', name));
    expect(uri).toMatch(/sub\/c%FF%C3%A9\.$/);
    expect(await files.read(uri)).toBe('odd');
    expect(
      argumentsWithBytes(['x', bytes.toString()], () => Buffer.concat([Buffer.from('node\0cli\0x\0'), bytes, Buffer.from([0])])),
    ).toEqual(['x', name]);
    rmSync(sub);
  });
});

describe('replacing', () => {
  const inode = (name: string) => statSync(at(name)).ino;
  const leftovers = () => readdirSync(folder).filter((name) => name.startsWith('.confine-'));
  it('keeps mode and links', async () => {
    writeFileSync(at('one'), 'old');
    chmodSync(at('one'), 0o640);
    symlinkSync('one', at('toOne'));
    const before = inode('one');
    expect(await replaceText(at('toOne'), 'old', 'new')).toBeUndefined();
    expect(readFileSync(at('one'), 'utf8')).toBe('new');
    expect(statSync(at('one')).mode & 0o7777).toBe(0o640);
    expect(readlinkSync(at('toOne'))).toBe('one');
    // A new file took the place of the old one, at once.
    expect(inode('one')).not.toBe(before);
    expect(leftovers()).toEqual([]);
  });
  it('keeps hard links together', async () => {
    writeFileSync(at('first'), 'longer than after');
    linkSync(at('first'), at('second'));
    expect(await replaceText(at('first'), 'longer than after', 'short')).toBeUndefined();
    expect(readFileSync(at('second'), 'utf8')).toBe('short');
    expect(inode('first')).toBe(inode('second'));
    expect(leftovers()).toEqual([]);
  });
  it('leaves what changed meanwhile, and what is no file', async () => {
    writeFileSync(at('changed'), 'by another');
    expect(await replaceText(at('changed'), 'as it was read', 'new')).toBe('has changed since it was read, and is left as it is');
    expect(readFileSync(at('changed'), 'utf8')).toBe('by another');
    expect(await replaceText(at('fifo'), '', 'new')).toBe('is not a regular file');
    expect(await replaceText(at('sub'), '', 'new')).toBe('is a folder');
    expect(await replaceText(at('dangling'), '', 'new')).toBe('does not exist');
  });
  it('makes a new file, and never over another', async () => {
    expect(await createText(at('new/deep/file'), 'made')).toBeUndefined();
    expect(readFileSync(at('new/deep/file'), 'utf8')).toBe('made');
    expect(await createText(at('new/deep/file'), 'again')).toBe('is there already, and is left as it is');
    expect(readFileSync(at('new/deep/file'), 'utf8')).toBe('made');
    expect(readdirSync(at('new/deep'))).toEqual(['file']);
  });
});
