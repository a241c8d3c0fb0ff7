import { findSyscall } from '../../../../knowledge';
import { lineFormat } from './format';

/** Rows of nothing but names and numbers: a list of calls, `12 openat`, the tables of `strace -c` and `perf trace -s`. */
export const names = lineFormat('names', (line) => {
  if (line.length > longest) return undefined;
  if (/^\s*% time\b|^[\s-]*-{5}[\s-]*$|^\s*[\d.]+ .*\btotal\s*$|^\s*(?:#|\/\/)/.test(line)) return [];
  const words = line.split(/[\s,;|"'[\]-]+/).filter((word) => word && !/^[\d.%]+$/.test(word));
  return words.length && words.every((word) => findSyscall(word)) ? words.map((call) => ({ call })) : undefined;
});

const longest = 4096;
