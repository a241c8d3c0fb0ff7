import { wordTable } from '../../../../core';
import { architectureNamed } from '../../../../knowledge';
import { byNumber, jsonIn, lineFormat, programOf } from './format';
import { kernelSymbols } from './kernelSymbols';

/** Tetragon's words for ABIs. */
const abis: Readonly<Record<string, string>> = wordTable({ x64: 'x86_64', i386: 'x86', arm64: 'aarch64', arm32: 'arm' });

type Json = Readonly<Record<string, unknown>>;

/** Tetragon's JSON export: kprobes on functions of system calls, and the raw tracepoint with their number. */
export const tetragon = lineFormat('Tetragon', (line, host) => {
  if (!/"process_(?:kprobe|tracepoint|exec|exit|lsm|uprobe)"/.test(line)) return undefined;
  const event = jsonIn(line);
  const probe = (event?.process_kprobe ?? event?.process_tracepoint) as Json | undefined;
  if (!probe) return event ? [] : undefined;
  const process = probe.process as Json | undefined;
  const more = programOf(process?.binary);
  if (typeof probe.function_name === 'string') {
    const name = probe.function_name.replace(/^sys_/, '__do_sys_');
    const found = kernelSymbols.reader(host)(name);
    return found ? found.map((one) => ({ ...one, ...more })) : [];
  }
  const [first] = (Array.isArray(probe.args) ? probe.args : []) as readonly Json[];
  const id = first?.syscall_id as Json | undefined;
  const number = Number(id?.id ?? first?.long_arg ?? first?.size_arg);
  if (probe.subsys !== 'raw_syscalls' || !Number.isInteger(number)) return [];
  const abi = architectureNamed(abis[String(id?.abi)] ?? '') ?? host;
  return byNumber(number, abi, more);
});
