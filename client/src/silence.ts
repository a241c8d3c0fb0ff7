/** Watches a server that sends beats. */
export interface SilenceWatch {
  beat(): void;
  stop(): void;
}

/**
 * Calls `onSilence` when no beat came for so many seconds, counted from the first one. It counts seconds in which this side ran too, not the clock: a machine that slept
 * is no reason to end a server.
 */
export function watchSilence(seconds: number, onSilence: () => void): SilenceWatch {
  let silent: number | undefined;
  const timer = setInterval(() => {
    if (silent === undefined) return;
    silent += 1;
    if (silent <= seconds) return;
    clearInterval(timer);
    onSilence();
  }, 1000);
  return {
    beat() {
      silent = 0;
    },
    stop: () => clearInterval(timer),
  };
}
