// Reads files of a git clone at any tag, without a work tree.

import { spawnSync } from 'node:child_process';

export function repository(path) {
  const git = (...args) => {
    const run = spawnSync('git', ['-C', path, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 });
    return run.status === 0 ? run.stdout : undefined;
  };
  return {
    /** Tags with the dates of their commits, YYYY-MM-DD. */
    tags: () =>
      (git('for-each-ref', 'refs/tags', '--format=%(refname:short) %(creatordate:short)') ?? '')
        .trim()
        .split('\n')
        .map((line) => {
          const [tag, date] = line.split(' ');
          return { tag, date };
        }),
    /** The text of a file at a revision; undefined where there is none. */
    show: (revision, file) => git('show', `${revision}:${file}`),
  };
}
