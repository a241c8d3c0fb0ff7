/** Work that pauses between its steps, so that others get their turn and may stop it. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Called between the steps of long work: undefined where the next one may follow at once. Rejects where the result is no longer wanted. */
export type Pause = () => Promise<void> | undefined;

/** Does all steps at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Does the steps with pauses between them. */
export async function paced<T>(steps: Steps<T>, pause: Pause = () => undefined): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    const turn = pause();
    if (turn) await turn;
  }
}
