/** Writing to the disk: a file has its old text or its new one, never half of one. */

import { constants, type Stats } from 'node:fs';
import { access, copyFile, type FileHandle, link, mkdir, open, realpath, rename, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { bytesOf, nameOf } from './names';
import { openRegular, readBytes, reasonOf } from './read';

/** Why the file was not written, worded for people: `is full`; undefined when it was. */
export type WriteProblem = string | undefined;

/**
 * Replaces the text of a file that was read as `before`. Through a link the file that it leads to is replaced, and stays what it was: mode,
 * owner, hard links. Nothing is written when the file is no longer what was read.
 */
export async function replaceText(file: string, before: string, after: string): Promise<WriteProblem> {
  try {
    const target = nameOf(await realpath(bytesOf(file), { encoding: 'buffer' }));
    const stats = await stat(bytesOf(target));
    const now = await readBytes(target, { follow: false });
    if ('problem' in now) return now.problem;
    if (!now.bytes.equals(Buffer.from(before))) return 'has changed since it was read, and is left as it is';
    await access(bytesOf(target), constants.W_OK);
    const text = Buffer.from(after);
    if (stats.nlink > 1 || !(await replaceBeside(target, stats, text))) await writeInPlace(target, now.bytes, text);
    return undefined;
  } catch (error) {
    return writeReasonOf(error);
  }
}

/** Writes a file that is not there yet, and its folders. */
export async function createText(file: string, text: string): Promise<WriteProblem> {
  let beside: string | undefined;
  try {
    await mkdir(bytesOf(path.dirname(file)), { recursive: true });
    beside = await writeBeside(file, Buffer.from(text), 0o666 & ~process.umask());
    // Unlike a rename, a link does not replace what has come there meanwhile.
    await link(bytesOf(beside), bytesOf(file)).catch(async (error) => {
      // A file system without hard links.
      if (!isOneOf(error, 'EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP')) throw error;
      await copyFile(bytesOf(beside as string), bytesOf(file), constants.COPYFILE_EXCL);
    });
    return undefined;
  } catch (error) {
    return writeReasonOf(error);
  } finally {
    if (beside !== undefined) await remove(beside);
  }
}

/** False where a new file in the place of the old one is not possible, or would not be the same: another owner, a mount of its own. */
async function replaceBeside(target: string, stats: Stats, text: Buffer): Promise<boolean> {
  let beside: string;
  try {
    beside = await writeBeside(target, text, stats.mode & 0o7777, stats);
  } catch (error) {
    if (isOneOf(error, 'EACCES', 'EPERM', 'EROFS')) return false;
    throw error;
  }
  try {
    const { ino, size, mtimeMs } = await stat(bytesOf(target));
    if (ino !== stats.ino || size !== stats.size || mtimeMs !== stats.mtimeMs) throw new Changed();
    await rename(bytesOf(beside), bytesOf(target));
    await settle(path.dirname(target));
    return true;
  } catch (error) {
    await remove(beside);
    if (isOneOf(error, 'EBUSY', 'EXDEV', 'EACCES', 'EPERM')) return false;
    throw error;
  }
}

class Changed extends Error {
  readonly code = 'ECHANGED';
}

/** A new file in the same folder, whole and on the disk. */
async function writeBeside(target: string, text: Buffer, mode: number, owner?: Stats): Promise<string> {
  const beside = path.join(path.dirname(target), `.confine-${crypto.randomUUID()}.tmp`);
  const file = await open(bytesOf(beside), 'wx', 0o600);
  try {
    await file.writeFile(text);
    const made = await file.stat();
    if (owner && (made.uid !== owner.uid || made.gid !== owner.gid)) await file.chown(owner.uid, owner.gid);
    await file.chmod(mode);
    await file.sync();
    await file.close();
    return beside;
  } catch (error) {
    await file.close().catch(() => {});
    await remove(beside);
    throw error;
  }
}

/**
 * Over the old text, which is put back when that fails: its blocks are still the file's own, so a full disk cannot prevent it. Meanwhile a copy
 * lies beside, where the folder allows one, for the case that the process is killed.
 */
async function writeInPlace(target: string, before: Buffer, after: Buffer): Promise<void> {
  const opened = await openRegular(target, constants.O_RDWR, false);
  if ('problem' in opened) throw new Error(opened.problem);
  const { file } = opened;
  try {
    const copy = await writeBeside(target, before, opened.stats.mode & 0o7777).catch((error) => {
      if (isOneOf(error, 'EACCES', 'EPERM', 'EROFS')) return undefined;
      throw error;
    });
    await overwrite(file, after).catch(async (error) => {
      // Should this fail too, the copy stays.
      await overwrite(file, before);
      if (copy !== undefined) await remove(copy);
      throw error;
    });
    if (copy !== undefined) await remove(copy);
  } finally {
    await file.close();
  }
}

async function overwrite(file: FileHandle, text: Buffer): Promise<void> {
  for (let done = 0; done < text.length; ) done += (await file.write(text, done, text.length - done, done)).bytesWritten;
  await file.truncate(text.length);
  await file.sync();
}

const remove = (file: string): Promise<void> => unlink(bytesOf(file)).catch(() => {});

/** Has the folder's new entry written to the disk, where the system can. */
async function settle(folder: string): Promise<void> {
  const opened = await open(bytesOf(folder), 'r').catch(() => undefined);
  await opened?.sync().catch(() => {});
  await opened?.close();
}

const isOneOf = (error: unknown, ...codes: readonly string[]): boolean => codes.includes((error as NodeJS.ErrnoException).code ?? '');

const writeReasonOf = (error: unknown): string => writeReasons.get((error as NodeJS.ErrnoException).code ?? '') ?? reasonOf(error);

const writeReasons: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'may not be written'],
  ['EPERM', 'may not be written'],
  ['EROFS', 'may not be written: the file system is read-only'],
  ['ENOSPC', 'is not written: the disk is full'],
  ['EDQUOT', 'is not written: the quota is used up'],
  ['EFBIG', 'is not written: it would be larger than the system allows'],
  ['EEXIST', 'is there already, and is left as it is'],
  ['ECHANGED', 'has changed since it was read, and is left as it is'],
]);
