// What a process costs: CPU time of all its threads, and its largest memory.

import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds of CPU that a running process and its threads have used. Linux only: from schedstat, which counts in nanoseconds. */
export function cpuOf(pid) {
  const threads = readdirSync(`/proc/${pid}/task`);
  const used = threads.map((thread) => {
    try {
      return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
    } catch {
      return 0; // It has ended meanwhile.
    }
  });
  return used.reduce((sum, one) => sum + one, 0) / 1e6;
}

/** MiB of memory that a process had at most. */
export const peakOf = (pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

export const median = (figures) => figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)];

/** Milliseconds of CPU of a program from its start to its end: what the shell's `times` says after it. */
export function cpuOfRun(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', '"$@" >/dev/null 2>&1; times', 'sh', command, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.once('error', reject);
    child.once('close', () => {
      const [, own] = out.trim().split('\n');
      resolve(
        [...own.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
          (sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1000,
          0,
        ),
      );
    });
  });
}
