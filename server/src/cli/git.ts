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
export async function textAt(revision: string, file: string): Promise<Output> {
  // It would be read as an option.
  if (revision.startsWith('-')) return { problem: `${revision} is no revision` };
  return git(file, (name) => ['cat-file', 'blob', `${revision}:./${name}`]);
}

/**
 * The days on which lines of a file were last changed, by their numbers from 1: of lines that git has, as `git blame` says. Lines that are not
 * committed, and files of no repository, have none.
 */
export async function daysOfLines(file: string, lines: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const ranges = lines.flatMap((line) => ['-L', `${line},${line}`]);
  const blamed = await git(file, (name) => ['blame', '--porcelain', ...ranges, '--', `./${name}`]);
  if ('problem' in blamed) return new Map();
  const days = new Map<string, string>();
  const commits = new Map<number, string>();
  let commit = '';
  for (const line of blamed.text.split('\n')) {
    const [, id, number] = /^([0-9a-f]{40,64}) \d+ (\d+)/.exec(line) ?? [];
    if (id) {
      commit = id;
      commits.set(Number(number), commit);
    }
    const time = /^author-time (\d+)$/.exec(line)?.[1];
    // Lines that are not committed have a commit of zeros.
    if (time && !/^0+$/.test(commit)) days.set(commit, new Date(Number(time) * 1000).toISOString().slice(0, 10));
  }
  return new Map([...commits].flatMap(([line, of]) => (days.has(of) ? [[line, days.get(of) as string]] : [])));
}

type Output = { readonly text: string } | { readonly problem: string };

/** Runs git in the folder of a file, whose own name the arguments get. */
async function git(file: string, argumentsFor: (name: string) => readonly string[]): Promise<Output> {
  const actual = await realpath(file).catch(() => path.resolve(file));
  const args = [
    ...settings.flatMap((setting) => ['-c', setting]),
    ...['--no-pager', '-C', path.dirname(actual), ...argumentsFor(path.basename(actual))],
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
