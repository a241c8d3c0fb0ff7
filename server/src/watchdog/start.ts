import { Worker } from 'node:worker_threads';
import type { Heartbeat } from '../lsp/heartbeat';
import { fileWords, longestSilence } from '../lsp/protocol/heartbeat';
import { longestName, type Watched } from './watched';

interface Limits {
  /** Milliseconds of computing without a beat, after which the process is ended. */
  readonly silence: number;
  readonly script: ThreadScript;
}

/** The bundle of `thread.ts`: its file, or its text where the program is one file. */
export type ThreadScript = { readonly file: string } | { readonly code: string };

/**
 * The last resort against a text that keeps the server busy for ever: a thread that ends the process when the engine computes
 * without a beat, or when it computes after the parent has died.
 */
export function startWatchdog({ silence = longestSilence * 1000, script }: Pick<Limits, 'script'> & Partial<Limits>): Heartbeat {
  const beats = new Int32Array(new SharedArrayBuffer(8));
  const name = new Uint8Array(new SharedArrayBuffer(longestName));
  const watched: Watched = { beats, name, parent: process.ppid, silence };
  const beat = () => Atomics.add(beats, 0, 1);
  let timer: NodeJS.Timeout | undefined;
  return {
    working(file) {
      const bytes = Buffer.from(fileWords(file)).subarray(0, longestName);
      name.set(bytes);
      Atomics.store(beats, 1, bytes.length);
      beat();
      if (timer) return;
      timer = setInterval(beat, 1000).unref();
      startThread(script, watched);
    },
    end: () => clearInterval(timer),
  };
}

/** It costs as much as a quarter of the server's start, so it begins with the first text. */
function startThread(script: ThreadScript, workerData: Watched): void {
  const thread = 'code' in script ? new Worker(script.code, { eval: true, workerData }) : new Worker(script.file, { workerData });
  thread.unref();
}
