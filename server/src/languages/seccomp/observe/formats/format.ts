import { type Architecture, findSyscall } from '../../../../knowledge';
import { callOfNumber } from '../auditArchitecture';

/** A call that one line of a log shows. */
export interface Seen {
  readonly call: string;
  readonly abi?: Architecture;
  /** A filter refused it. */
  readonly refused?: boolean;
  readonly args?: readonly bigint[];
  /** The log shows arguments that cannot be read: they may be any. */
  readonly unreadable?: true;
  readonly program?: string;
}

/** One form of log. */
export interface LogFormat {
  /** For people: `strace`. */
  readonly title: string;
  /** Begins a log; what it keeps from line to line is its own. */
  reader(host: Architecture): LineReader;
}

/** Undefined for a line that is not of this form; empty for one that is and shows no call. */
export type LineReader = (line: string) => readonly Seen[] | undefined;

/** A form that keeps nothing from line to line. */
export const lineFormat = (title: string, read: (line: string, host: Architecture) => readonly Seen[] | undefined): LogFormat => ({
  title,
  reader: (host) => (line) => read(line, host),
});

/** Seen by name; undefined for a name that is not a system call. */
export const byName = (call: string | undefined, more: Omit<Seen, 'call'> = {}): readonly Seen[] | undefined =>
  call !== undefined && findSyscall(call) ? [{ call, ...more }] : undefined;

export function byNumber(number: number, abi: Architecture, more: Omit<Seen, 'call' | 'abi'> = {}): readonly Seen[] | undefined {
  const found = callOfNumber(abi, number);
  return found && [{ ...found, ...more }];
}

/** The object in a line of JSON, after whatever a collector writes before it. */
export function jsonIn(line: string): Readonly<Record<string, unknown>> | undefined {
  const start = line.indexOf('{');
  if (start < 0 || !line.trimEnd().endsWith('}')) return undefined;
  try {
    return JSON.parse(line.slice(start)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

export const programOf = (path: unknown): { readonly program?: string } =>
  typeof path === 'string' && path !== '' ? { program: path.slice(path.lastIndexOf('/') + 1) } : {};
