/** A folder for one test file, with the command run in it. */

import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';

export const root = path.join(import.meta.dirname, '../..');
export let folder: string;

/** `below` is the folder in it that the command starts from. */
export function confine(args: readonly string[], input?: string, below = ''): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [path.join(root, 'dist/cli.js'), ...args], {
    cwd: path.join(folder, below),
    encoding: 'utf8',
    ...(input !== undefined && { input }),
  });
}

export const put = (name: string, text: string | Buffer) => {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
};

export const privileged = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: app
      image: registry.example/app:1
      securityContext:
        privileged: true # the device
`;

/** To be called by each test file that works in the folder: each gets its own. */
export function useFolder(): void {
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'confine-cli-'));
    put('pods/web.yaml', privileged);
    put('pods/notes.yaml', 'just: notes\n');
    put('pods/lines', '{"container": "app"}\n\n[]\n');
    put('broken.apparmor', 'profile web /usr/bin/web {\n  /etc/hosts r\n}\n');
    put('seccomp/web.json', '{"defaultAction": "SCMP_ACT_ALOW", "syscalls": []}\n');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
}
