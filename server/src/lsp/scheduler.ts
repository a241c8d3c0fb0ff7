import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { type Pause, paced, type Steps } from '../core';

/** Milliseconds of work before messages and other work get their turn. */
const slice = 10;

/** What long work is for: a text that is open, or the whole workspace. */
type Purpose = string | 'workspace';

/**
 * Shares out the only thread. Work on a text is done in slices. After each one the messages of the client are taken first, since an edit among them may end
 * the work; then comes the text that the last message was about; then the other open texts; then the workspace.
 */
export interface Scheduler {
  /** Is told of each message, with the text that it is about. */
  arrived(uri?: string): void;
  /** Resolves when each message that has arrived is taken. */
  caughtUp(): Promise<void>;
  /** Does work, which calls the pause between its steps. */
  work<T>(purpose: Purpose, run: (pause: Pause) => Promise<T>): Promise<T>;
  /** Does steps until they end, or until the request for them is cancelled, or until `isWanted` says no; then the answer is undefined. */
  steps<T>(purpose: Purpose, steps: Steps<T>, ends?: StepsEnd): Promise<T | undefined>;
}

export interface StepsEnd {
  readonly token?: CancellationToken | undefined;
  isWanted?(): boolean;
}

export function createScheduler(): Scheduler {
  let arrivals = 0;
  let latest: string | undefined;
  let began = 0;
  const running = new Set<{ readonly purpose: Purpose }>();
  /** Those who wait for others. */
  let waiting: (() => void)[] = [];

  const rankOf = (purpose: Purpose) => (purpose === latest ? 0 : purpose === 'workspace' ? 2 : 1);

  function isFirst(purpose: Purpose): boolean {
    if (running.size === 1) return true;
    const rank = rankOf(purpose);
    for (const other of running) if (rankOf(other.purpose) < rank) return false;
    return true;
  }

  function wake() {
    const woken = waiting;
    waiting = [];
    for (const go of woken) go();
  }

  async function caughtUp() {
    let seen: number;
    do {
      seen = arrivals;
      await nextTurn();
    } while (seen !== arrivals);
  }

  async function turnOf(purpose: Purpose) {
    await caughtUp();
    while (!isFirst(purpose)) {
      await new Promise<void>((resolve) => waiting.push(resolve));
      await nextTurn();
    }
    began = Date.now();
  }

  async function work<T>(purpose: Purpose, run: (pause: Pause) => Promise<T>): Promise<T> {
    const task = { purpose };
    running.add(task);
    try {
      return await run(() => (Date.now() - began < slice && isFirst(purpose) ? undefined : turnOf(purpose)));
    } finally {
      running.delete(task);
      wake();
    }
  }

  return {
    arrived(uri) {
      arrivals++;
      if (uri === undefined || uri === latest) return;
      latest = uri;
      wake();
    },
    caughtUp,
    work,
    steps: (purpose, steps, { token, isWanted = () => true } = {}) =>
      work(purpose, (pause) =>
        paced(whileWanted(steps, isWanted), () => {
          const turn = pause();
          return turn && (token ? turn.then(() => refuseCancelled(token)) : turn);
        }),
      ),
  };
}

/** The steps as long as their result is still wanted; undefined from then on. */
function* whileWanted<T>(steps: Steps<T>, isWanted: () => boolean): Steps<T | undefined> {
  while (isWanted()) {
    const step = steps.next();
    if (step.done) return step.value;
    yield;
  }
  return undefined;
}

function refuseCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested) throw cancelled();
}

const cancelled = () => new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');

/** An answer, or the protocol's error as soon as the request for it is cancelled. */
export async function unlessCancelled<T>(token: CancellationToken | undefined, answer: () => Promise<T> | T): Promise<T> {
  if (!token) return answer();
  refuseCancelled(token);
  let stop = () => {};
  const cancel = new Promise<never>((_, reject) => {
    const listener = token.onCancellationRequested(() => reject(cancelled()));
    stop = () => listener.dispose();
  });
  try {
    return await Promise.race([answer(), cancel]);
  } finally {
    stop();
  }
}

/** Resolves after the events that have happened by now. A worker of the web has timers alone for that. */
const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    const { setImmediate: soon } = globalThis as { setImmediate?: (go: () => void) => unknown };
    if (soon) soon(resolve);
    else setTimeout(resolve, 0);
  });
