import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { devNull } from 'node:os';
import path from 'node:path';
import { largestFile } from '../disk';

/**
 * What a repository may ask git for, and what is not done for an untrusted one: fetch a missing object over whatever its remote names
 * (`ext::` runs a program), start a file system monitor, run hooks, ask in the terminal, replace objects.
 */
const settings = ['protocol.allow=never', 'core.fsmonitor=false', `core.hooksPath=${devNull}`, 'credential.helper=', 'core.askPass='];

const environment = {
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: '',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_TRACE: '',
};

/**
 * The text of a file as git has it at a revision, or what git says instead. One call of plumbing: no shell, no pager, no external diff, and none of
 * the filters that a repository may configure.
 */
export async function textAt(revision: string, file: string): Promise<{ readonly text: string } | { readonly problem: string }> {
  // It would be read as an option.
  if (revision.startsWith('-')) return { problem: `${revision} is no revision` };
  const actual = await realpath(file).catch(() => path.resolve(file));
  const args = [
    ...settings.flatMap((setting) => ['-c', setting]),
    ...['--no-pager', '-C', path.dirname(actual), 'cat-file', 'blob', `${revision}:./${path.basename(actual)}`],
  ];
  const options = { encoding: 'buffer', maxBuffer: largestFile, windowsHide: true, env: { ...process.env, ...environment } } as const;
  return new Promise((resolve) => {
    execFile('git', args, options, (error, stdout, stderr) => {
      if (!error) resolve({ text: new TextDecoder().decode(stdout) });
      else if (error.code === 'ENOENT') resolve({ problem: 'git is not installed' });
      else resolve({ problem: firstLine(stderr.toString()) || error.message });
    });
  });
}

const firstLine = (text: string): string => (text.trim().split('\n')[0] ?? '').replace(/^fatal: /, '');
