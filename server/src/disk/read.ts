/** Reading from the disk: regular files only, never more than the limit, and nothing that makes a process wait. */

import { isUtf8 } from 'node:buffer';
import { constants, createReadStream, type Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import path from 'node:path';
import { workLimits } from '../core';
import { bytesOf } from './names';

export const largestFile = workLimits.text;

export const notUtf8 = 'is not UTF-8 text';

export interface DiskText {
  readonly text: string;
  /** Each byte became one character: enough to judge a file by, not to write it back. */
  readonly byBytes?: true;
}

export interface DiskProblem {
  /** Why there is no text, worded for people: `does not exist`. */
  readonly problem: string;
}

/** The text of a file, or the reason why there is none. */
export async function readText(file: string, { follow = true } = {}): Promise<DiskText | DiskProblem> {
  const read = await readBytes(file, { follow });
  if ('problem' in read) return read;
  const { bytes } = read;
  if (bytes.includes(0)) return { problem: 'is a binary file' };
  if (!isUtf8(bytes)) return { text: bytes.toString('latin1'), byBytes: true };
  return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) };
}

export type DiskReader = typeof readText;

/** For work during which nothing changes: each path is read once. What is read by a path without links is the same file by either way. */
export function readOnce(): DiskReader {
  const known = new Map<string, ReturnType<DiskReader>>();
  return (file, options) => {
    const name = path.resolve(file);
    const answer = known.get(name) ?? readText(file, options);
    known.set(name, answer);
    return answer;
  };
}

/** `follow`: whether the last part of the path may be a link. */
export async function readBytes(name: string, { follow = true } = {}): Promise<{ readonly bytes: Buffer } | DiskProblem> {
  let file: FileHandle | undefined;
  try {
    const opened = await openRegular(name, constants.O_RDONLY, follow);
    if ('problem' in opened) return opened;
    file = opened.file;
    return await bounded(file, opened.stats);
  } catch (error) {
    return { problem: reasonOf(error) };
  } finally {
    await file?.close();
  }
}

/** The text of a pipe that a shell has opened for this process. It waits for the other end, so it is for names that a user gives. */
export async function readPipe(path: string): Promise<DiskText | DiskProblem> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of createReadStream(path)) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (length > largestFile) return tooLarge;
    }
  } catch (error) {
    return { problem: reasonOf(error) };
  }
  return { text: Buffer.concat(chunks).toString() };
}

/** Only Windows leaves these out. */
const { O_NONBLOCK = 0, O_NOFOLLOW = 0, O_NOCTTY = 0 } = constants;

/** Opens a regular file. What it is is asked before, since opening some devices does something, and after, since it may have been exchanged. */
export async function openRegular(
  name: string,
  flags: number,
  follow: boolean,
): Promise<{ readonly file: FileHandle; readonly stats: Stats } | DiskProblem> {
  const bytes = bytesOf(name);
  const before = notRegular(await stat(bytes));
  if (before !== undefined) return { problem: before };
  const file = await open(bytes, flags | O_NONBLOCK | O_NOCTTY | (follow ? 0 : O_NOFOLLOW));
  const stats = await file.stat();
  const now = notRegular(stats);
  if (now === undefined) return { file, stats };
  await file.close();
  return { problem: now };
}

const notRegular = (stats: Stats): string | undefined =>
  stats.isFile() ? undefined : stats.isDirectory() ? 'is a folder' : 'is not a regular file';

/** The size that a file states is no promise: those of `/proc` state 0, and others grow. */
async function bounded(file: FileHandle, { size }: Stats): Promise<{ readonly bytes: Buffer } | DiskProblem> {
  if (size > largestFile) return tooLarge;
  let bytes = Buffer.allocUnsafe(size + 1);
  for (let length = 0; ; ) {
    const { bytesRead } = await file.read(bytes, length, bytes.length - length, null);
    length += bytesRead;
    // Less than was asked for is the end of a file that has the size that it states.
    if (bytesRead === 0 || (size > 0 && length === size)) return { bytes: bytes.subarray(0, length) };
    if (length > largestFile) return tooLarge;
    if (length === bytes.length) bytes = Buffer.concat([bytes], Math.min(largestFile + 1, Math.max(4096, 2 * length)));
  }
}

const tooLarge: DiskProblem = { problem: `is larger than ${largestFile / 1024 / 1024} MB and is not checked` };

/** Why something failed: what the system says, or that the fault is in Confine. */
export const faultOf = (error: unknown): string =>
  (error as NodeJS.ErrnoException)?.syscall ? reasonOf(error) : `an error in confine: ${error instanceof Error ? error.message : error}`;

export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return reasons.get(code ?? '') ?? message;
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'does not exist'],
  ['ENOTDIR', 'does not exist'],
  ['ENAMETOOLONG', 'does not exist'],
  ['EACCES', 'may not be read'],
  ['EPERM', 'may not be read'],
  ['EROFS', 'is on a read-only file system'],
  ['ENOSPC', 'no space is left'],
  ['EISDIR', 'is a folder'],
  ['EEXIST', 'is there, and cannot be read'],
  ['ELOOP', 'is a link that leads nowhere'],
  ['ENXIO', 'is not a regular file'],
  ['EIO', 'cannot be read: the disk reports an error'],
]);
