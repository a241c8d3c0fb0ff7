import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { endingLine } from '../lsp/protocol/heartbeat';
import type { Watched } from './watched';

const { beats, name, parent, silence } = workerData as Watched;

/** Milliseconds without a beat after which a server without a parent is taken to be busy. */
const orphanSilence = 2_000;

/** Of the whole process. A machine that sleeps or gives no time to the server is no reason to end it. */
function computed(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

let last = { beats: -1, at: Date.now(), computed: computed() };

setInterval(() => {
  const now = { beats: Atomics.load(beats, 0), at: Date.now(), computed: computed() };
  if (now.beats !== last.beats) {
    last = now;
    return;
  }
  if (now.at - last.at >= silence && now.computed - last.computed >= silence) end(`no answer for ${Math.round(silence / 1000)} s`);
  if (process.ppid !== parent && now.at - last.at >= orphanSilence) end('the editor has ended');
}, 250);

/** One line to the log; then nothing that the other thread does can keep the process alive. */
function end(why: string): void {
  const file = Buffer.from(name.slice(0, Atomics.load(beats, 1))).toString('utf8');
  try {
    writeSync(2, `${endingLine(why, file)}\n`);
  } catch {
    // The log has no reader any more.
  }
  process.kill(process.pid, 'SIGKILL');
}
