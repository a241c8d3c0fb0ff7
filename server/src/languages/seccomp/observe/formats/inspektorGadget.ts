import { findSyscall } from '../../../../knowledge';
import { byName, jsonIn, type LogFormat, programOf } from './format';

/** Inspektor Gadget: events as JSON lines, and the table of `traceloop`, whose columns are where its heading has them. */
export const inspektorGadget: LogFormat = {
  title: 'Inspektor Gadget',
  reader: () => {
    let columns: { readonly name: number; readonly program: number } | undefined;
    return (line) => {
      const words = line.trim().split(/\s+/);
      if (words.includes('SYSCALL') || (words.includes('NAME') && words.includes('PARAMS'))) {
        const name = words.includes('SYSCALL') ? words.indexOf('SYSCALL') : words.indexOf('NAME');
        columns = words.every((word) => /^[A-Z0-9._]+$/.test(word)) ? { name, program: words.indexOf('COMM') } : columns;
        return [];
      }
      const called = columns && words[columns.name];
      if (columns && called !== undefined && findSyscall(called)) return byName(called, programOf(words[columns.program]));
      if (!/"syscall(?:_name)?"\s*:/.test(line)) return undefined;
      const json = jsonIn(line);
      const call = json?.syscall ?? json?.syscall_name;
      return typeof call === 'string'
        ? byName(call, programOf(json?.comm ?? (json?.proc as { comm?: unknown } | undefined)?.comm))
        : undefined;
    };
  },
};
