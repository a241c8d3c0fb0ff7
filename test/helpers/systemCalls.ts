import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** What a process did to the world around it, as strace tells. */
export interface SystemCalls {
  /** Paths that were opened or tried, and those that the files opened are at in the end. */
  readonly opened: readonly string[];
  /** Programs that were started, the first one included. */
  readonly started: readonly string[];
  /** Calls that reach for the network, or for sockets of other programs. */
  readonly network: readonly string[];
}

export interface Recorder {
  /** What to put before a program and its arguments. */
  readonly under: readonly [string, ...string[]];
  read(): SystemCalls;
  remove(): void;
}

const calls = 'trace=open,openat,openat2,creat,execve,execveat,socket,connect,bind,listen,accept,accept4';

/** Whether strace is installed and may look into processes, which some containers forbid. */
export const canRecord = (): boolean => spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0;

/** Records the system calls of a process and its children, one file for each thread, so that no line is cut by another. */
export function recordCalls(cwd: string): Recorder {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'calls-'));
  return {
    under: ['strace', '-ff', '-qq', '-y', '-s', '4096', '-e', calls, '-o', path.join(folder, 'thread')],
    read() {
      const lines = readdirSync(folder).flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n'));
      const opened = lines.flatMap((line) => {
        const [, base, name] = /^(?:openat2?|open|creat)\((?:(AT_FDCWD(?:<.*?>)?|\d+<.*?>), )?"((?:[^"\\]|\\.)*)"/.exec(line) ?? [];
        if (name === undefined) return [];
        const from = /<(.*)>/.exec(base ?? '')?.[1] ?? cwd;
        const end = / = \d+<(.*)>$/.exec(line)?.[1];
        return [path.resolve(from, name), ...(end ? [end] : [])].map(withoutProcess);
      });
      const started = lines.flatMap((line) => /^execve(?:at)?\(.*?"((?:[^"\\]|\\.)*)"/.exec(line)?.[1] ?? []);
      const network = lines.filter((line) => /^(?:socket|connect|bind|listen|accept4?)\(/.test(line));
      return { opened: [...new Set(opened)].sort(), started, network };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A path below `/proc` names the process by its number or as `self`. */
const withoutProcess = (name: string): string =>
  name.replace(/^\/proc\/\d+(?=\/|$)/, '/proc/self').replace(/^\/proc\/self\/task\/\d+/, '/proc/self/task/self');

/** What the C library and V8 open at some point of a longer run. */
const asMemoryGrows = ['/sys/devices/system/cpu/online', '/proc/meminfo', '/proc/self/maps', '/proc/sys/vm/overcommit_memory'];

/** What Node opens by itself, with a worker thread, input and output; nothing of ours. */
export function openedByNode(): ReadonlySet<string> {
  const recorder = recordCalls('/');
  try {
    const script = `
      const { Worker } = require('node:worker_threads');
      require('node:fs/promises').readFile('/nowhere').catch(() => {});
      process.stdin.resume();
      const worker = new Worker('setTimeout(() => {}, 100)', { eval: true });
      worker.on('exit', () => process.exit());
      process.ppid; process.cpuUsage();
    `;
    const [program, ...args] = recorder.under;
    const { status } = spawnSync(program, [...args, process.execPath, '-e', script], { cwd: '/' });
    if (status !== 0) throw new Error(`the sample ended with status ${status}`);
    return new Set([...recorder.read().opened, ...asMemoryGrows]);
  } finally {
    recorder.remove();
  }
}
