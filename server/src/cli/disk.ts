import { isUtf8 } from 'node:buffer';
import { readdir, readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Entry, type Files, wordTable } from '../core';

/** Larger files are no profile of any kind; reading them would only cost time and memory. */
export const largestFile = 8 * 1024 * 1024;

export const notUtf8 = 'is not UTF-8 text';

export interface DiskText {
  readonly text: string;
  /** Each byte became one character: enough to judge a file by, not to write it back. */
  readonly byBytes?: true;
}

/** The text of a file, or the reason why there is none, worded for people. */
export async function readText(path: string): Promise<DiskText | { readonly problem: string }> {
  try {
    const { size } = await stat(path);
    if (size > largestFile) return { problem: `is larger than ${largestFile / 1024 / 1024} MB and is not checked` };
    const bytes = await readFile(path);
    if (bytes.includes(0)) return { problem: 'is a binary file' };
    if (!isUtf8(bytes)) return { text: bytes.toString('latin1'), byBytes: true };
    return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) };
  } catch (error) {
    return { problem: reasonOf(error) };
  }
}

/** Why something failed: what the system says, or that the fault is in Confine. */
export const faultOf = (error: unknown): string =>
  (error as NodeJS.ErrnoException)?.syscall ? reasonOf(error) : `an error in confine: ${error instanceof Error ? error.message : error}`;

export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const known: Readonly<Record<string, string>> = wordTable({
    ENOENT: 'does not exist',
    EACCES: 'may not be read',
    EPERM: 'may not be read',
    EROFS: 'is on a read-only file system',
    ENOSPC: 'no space is left',
    EISDIR: 'is a folder',
    EEXIST: 'is there, and cannot be read',
    ELOOP: 'is a link that leads nowhere',
  });
  return known[code ?? ''] ?? message;
}

/** The disk as the port that languages read through. Unreadable is missing. */
export const diskFiles: Files = {
  async read(uri) {
    if (!uri.startsWith('file:')) return undefined;
    const answer = await readText(fileURLToPath(uri));
    return 'text' in answer ? answer.text : undefined;
  },
  async list(uri): Promise<readonly Entry[]> {
    if (!uri.startsWith('file:')) return [];
    try {
      const entries = await readdir(fileURLToPath(uri), { withFileTypes: true });
      const kinds = await Promise.all(entries.map(async (entry) => ({ name: entry.name, kind: await kindOf(uri, entry) })));
      return kinds.filter((entry): entry is Entry => entry.kind !== undefined).sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch {
      return [];
    }
  },
};

async function kindOf(
  folder: string,
  entry: { name: string; isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean },
): Promise<Entry['kind'] | undefined> {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  if (!entry.isSymbolicLink()) return undefined;
  // Links to files are read (local overrides are often links); links to folders are not followed, they may form a ring.
  const target = await stat(`${fileURLToPath(folder)}/${entry.name}`).catch(() => undefined);
  return target?.isFile() ? 'file' : undefined;
}
