import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepCompiledCode } from '../../../server/src/disk';

const enable = vi.fn();

let caches = '';
beforeEach(() => {
  caches = mkdtempSync(path.join(tmpdir(), 'confine-cache-'));
  vi.stubEnv('XDG_CACHE_HOME', caches);
  vi.stubEnv('LOCALAPPDATA', caches);
  vi.stubEnv('NODE_COMPILE_CACHE', undefined);
  enable.mockClear();
});
afterEach(() => vi.unstubAllEnvs());

const onLinux = it.runIf(process.platform === 'linux');

onLinux('compiled code is kept in a folder that belongs to the user alone', () => {
  keepCompiledCode(enable);
  expect(enable).toHaveBeenCalledExactlyOnceWith(path.join(caches, 'confine'));
  expect(existsSync(path.join(caches, 'confine'))).toBe(true);
});

onLinux('a folder that others can write is left alone', () => {
  mkdirSync(path.join(caches, 'confine'));
  chmodSync(path.join(caches, 'confine'), 0o777);
  keepCompiledCode(enable);
  expect(enable).not.toHaveBeenCalled();
});

onLinux('the folder that Node is told counts before ours', () => {
  vi.stubEnv('NODE_COMPILE_CACHE', '/elsewhere');
  keepCompiledCode(enable);
  expect(enable).not.toHaveBeenCalled();
  expect(readdirSync(caches)).toEqual([]);
});

onLinux('no folder for caches: nothing is kept, and nothing fails', () => {
  vi.stubEnv('XDG_CACHE_HOME', '/dev/null');
  keepCompiledCode(enable);
  expect(enable).not.toHaveBeenCalled();
});
