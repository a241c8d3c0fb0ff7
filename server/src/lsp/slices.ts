import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Steps } from '../service';

/** Milliseconds of work before other requests get their turn. */
const slice = 10;

/** Takes the steps of some work in slices; a request that was cancelled ends with the protocol's error for it. */
export async function inSlices<T>(steps: Steps<T>, token?: CancellationToken): Promise<T> {
  let started = Date.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (Date.now() - started < slice) continue;
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (token?.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
    started = Date.now();
  }
}

/** The steps as long as their result is still wanted; undefined from then on. */
export function* whileWanted<T>(steps: Steps<T>, isWanted: () => boolean): Steps<T | undefined> {
  while (isWanted()) {
    const step = steps.next();
    if (step.done) return step.value;
    yield;
  }
  return undefined;
}
