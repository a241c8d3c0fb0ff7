import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { largestFile } from './disk';

/**
 * The text of a file as git has it at a revision, or what git says instead. One call of plumbing: no shell, no pager, and none of the
 * filters that a repository may ask for.
 */
export async function textAt(revision: string, file: string): Promise<{ readonly text: string } | { readonly problem: string }> {
  // It would be read as an option.
  if (revision.startsWith('-')) return { problem: `${revision} is no revision` };
  const actual = await realpath(file).catch(() => path.resolve(file));
  const args = ['-C', path.dirname(actual), 'cat-file', 'blob', `${revision}:./${path.basename(actual)}`];
  return new Promise((resolve) => {
    execFile('git', args, { encoding: 'buffer', maxBuffer: largestFile, windowsHide: true }, (error, stdout, stderr) => {
      if (!error) resolve({ text: new TextDecoder().decode(stdout) });
      else if (error.code === 'ENOENT') resolve({ problem: 'git is not installed' });
      else resolve({ problem: firstLine(stderr.toString()) || error.message });
    });
  });
}

const firstLine = (text: string): string => (text.trim().split('\n')[0] ?? '').replace(/^fatal: /, '');
