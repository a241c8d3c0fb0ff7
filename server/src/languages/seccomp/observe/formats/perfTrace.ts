import { byName, lineFormat } from './format';

/**
 * perf trace: `0.120 ( 0.010 ms): nginx/1234 read(fd: 3) = 0`. The time of a call that has not returned is blank, and its rest is a line of its own:
 * `0.130 ( 1.002 ms): nginx/1234  ... [continued]: epoll_wait()) = 1`. Names of programs may have blanks.
 */
const callLine = /^\s*[\d.]+ \(\s*(?:[\d.]+ ms)?\s*\): +(?:(\S.*?)\/\d+ +)?(?:\.\.\. \[continued\]: +)?(\w+)\(/;

/** A process in the summary of `perf trace -s`; the calls below it are rows of names. */
const summaryLine = /^\s*\S.* \(\d+\), \d+ events, [\d.]+%|^\s*Summary of events:|^\s*syscall +calls|^\s*\(msec\)/;

export const perfTrace = lineFormat('perf trace', (line) => {
  const [, program, call] = callLine.exec(line) ?? [];
  if (call !== undefined) return byName(call, program === undefined ? {} : { program });
  return summaryLine.test(line) ? [] : undefined;
});
