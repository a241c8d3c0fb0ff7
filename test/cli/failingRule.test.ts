import { afterEach, expect, it, vi } from 'vitest';
import { languages } from '../helpers/languages';
import { privileged, put, useFolder, folder as work } from './folder';

useFolder();

const written = { out: '', err: '' };
const kept = (into: keyof typeof written) => (text: string | Uint8Array) => {
  written[into] += text;
  return true;
};
const before = { argv: process.argv, exitCode: process.exitCode };
afterEach(() => {
  vi.restoreAllMocks();
  process.argv = before.argv;
  process.exitCode = before.exitCode;
});

it('names the file and the rule that failed, reports the rest, and ends with status 2', async () => {
  put('one.yaml', privileged);
  put('two.yaml', privileged);
  const rule = languages.flatMap(({ rules }) => rules).find(({ code }) => code === 'pod/writable-root');
  if (!rule) throw new Error('the rule exists');
  vi.spyOn(rule, 'check').mockImplementation(() => {
    throw new TypeError('a mistake of ours');
  });
  vi.spyOn(process.stdout, 'write').mockImplementation(kept('out'));
  vi.spyOn(process.stderr, 'write').mockImplementation(kept('err'));
  process.argv = ['node', 'confine', 'check', '--fail-on', 'never', `${work}/one.yaml`, `${work}/two.yaml`];
  await import('../../server/src/cli');
  await vi.waitFor(() => expect(process.exitCode).toBe(2), 20_000);
  for (const name of ['one.yaml', 'two.yaml']) {
    expect(written.err).toMatch(new RegExp(`^confine: .*/${name}: the rule pod/writable-root failed: .*a mistake of ours`, 'm'));
    expect(written.out).toMatch(new RegExp(`/${name}:10:21 warning .*privileged`));
  }
  expect(written.out).toContain('2 files checked');
}, 30_000);
