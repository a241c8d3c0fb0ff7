import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { numberedArchitectures, syscallNumbers, syscalls } from '../../server/src/knowledge';

/** Compares the numbers with a table of libseccomp's form where one is at hand; skipped elsewhere. */
const path = process.env.CONFINE_SYSCALLS ?? fileURLToPath(new URL('../../../shared/reference/syscalls.tsv', import.meta.url));

describe.skipIf(!existsSync(path))('system call numbers are libseccomp’s', () => {
  const [header = [], ...rows] = existsSync(path)
    ? readFileSync(path, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t'))
    : [];

  test('the same names', () =>
    expect(
      syscalls()
        .map((call) => call.name)
        .sort(),
    ).toEqual(rows.map((row) => row[0]).sort()));

  test.each(numberedArchitectures)('%s', (architecture) => {
    const column = header.indexOf(architecture);
    const expected = rows.flatMap((row) => (row[column] === '-' ? [] : [[row[0], Number(row[column])] as const]));
    expect(new Map(expected)).toEqual(syscallNumbers(architecture));
  });
});
