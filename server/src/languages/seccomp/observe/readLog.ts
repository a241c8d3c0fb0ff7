import { linesOf, type Placed } from '../../../core';
import { type Architecture, architectureNamed, findSyscall } from '../../../knowledge';
import { yamlParts } from '../../../tree';
import { valueOfText } from '../constants';
import { namesOf } from '../model';
import { jsonPart, type SeccompPart, yamlPart } from '../part';
import { findAction } from '../words';
import { architectureOfAudit, callOfNumber } from './auditArchitecture';

/** A call that a log shows. */
export interface SeenCall {
  readonly call: string;
  /** Where the log tells. */
  readonly abi?: Architecture;
  /** Of the log, counted from 1; the first few. */
  readonly lines: readonly number[];
  /** A filter refused it at least once. */
  readonly refused: boolean;
  /** Every different start of its arguments; none where the log does not show them, or once shows what is no number and no known name. */
  readonly args: readonly (readonly bigint[])[];
  /** Programs that made it, where the log tells: `nginx`. */
  readonly programs: readonly string[];
}

interface Seen {
  readonly call: string;
  readonly abi?: Architecture;
  readonly refused?: boolean;
  readonly args?: readonly bigint[];
  /** The log shows arguments that nobody can read: it may be any. */
  readonly unreadable?: true;
  readonly program?: string;
}

/** More places, or more different arguments, than this tell a reader nothing. */
const mostLines = 5;
const mostArguments = 64;

/**
 * The calls of a log, each once: lines of the audit log or the journal, of strace and of its table (`-c`), of the log enricher of the
 * Security Profiles Operator, plain lists of names, or a recorder's profile. Lines that are none of these are passed over.
 */
export function readLog(text: string, host: Architecture): readonly SeenCall[] {
  const seen = new Map<string, Gathered>();
  for (const { line, ...record } of recordedCalls(text) ?? loggedCalls(text, host)) gather(seen, record, line);
  return [...seen].map(([call, { args, programs, unreadable, ...rest }]) => ({
    ...rest,
    call,
    args: unreadable ? [] : [...args.values()],
    programs: [...programs],
  }));
}

interface Gathered {
  readonly abi?: Architecture;
  readonly lines: number[];
  refused: boolean;
  unreadable: boolean;
  readonly args: Map<string, readonly bigint[]>;
  readonly programs: Set<string>;
}

function gather(seen: Map<string, Gathered>, { call, abi, refused, args, unreadable, program }: Seen, line: number): void {
  const entry: Gathered = seen.get(call) ?? {
    ...(abi && { abi }),
    lines: [],
    refused: false,
    unreadable: false,
    args: new Map(),
    programs: new Set(),
  };
  seen.set(call, entry);
  if (entry.lines.length < mostLines && entry.lines.at(-1) !== line) entry.lines.push(line);
  if (refused) entry.refused = true;
  if (unreadable) entry.unreadable = true;
  if (args && entry.args.size < mostArguments) entry.args.set(args.join(), args);
  if (program) entry.programs.add(program);
}

type SeenAt = Seen & { readonly line: number };

function* loggedCalls(text: string, host: Architecture): Generator<SeenAt> {
  // strace says in a line of its own when a process runs another ABI.
  let mode: Architecture | undefined;
  for (const [i, line] of text.split('\n').entries()) {
    const changed = /^\[ Process PID=\d+ runs in (\w+) (?:bit )?mode\. \]/.exec(line)?.[1];
    if (changed) mode = changed === '32' ? guestOf(host) : changed === 'x32' ? architectureNamed('x32') : undefined;
    for (const record of recordsOf(line)) yield { ...(mode && { abi: mode }), ...record, line: i + 1 };
  }
}

/** The ABI of the host's 32-bit programs. */
const guestOf = (host: Architecture): Architecture | undefined => (host.sub[0] === undefined ? undefined : architectureNamed(host.sub[0]));

/** What a recorder's profile allows: JSON of oci-seccomp-bpf-hook, an object of the Security Profiles Operator. */
function recordedCalls(text: string): readonly SeenAt[] | undefined {
  const lines = linesOf(text);
  const calls = partsOf(text).flatMap(({ start, part }) =>
    (part.profile?.rules ?? [])
      .filter((rule) => findAction(rule.action?.value)?.outcome === 'allowed')
      .flatMap((rule) => namesOf(rule))
      .map(({ value, node }) => ({ call: value, line: lines.positionAt(start + node.span.start).line + 1 })),
  );
  return calls.length ? calls : undefined;
}

function partsOf(text: string): readonly Placed<SeccompPart>[] {
  if (/^\s*\{/.test(text)) return [{ start: 0, part: jsonPart(text) }];
  return /^(?:apiVersion|defaultAction):/m.test(text) ? yamlParts(text, yamlPart) : [];
}

function recordsOf(line: string): readonly Seen[] {
  const audit = auditRecord(line) ?? enrichedRecord(line) ?? straceRecord(line);
  return audit ? [audit] : listedNames(line);
}

/** `type=SECCOMP … arch=c000003e syscall=257 … code=0x7ffc0000`, `audit: type=1326 …`, SYSCALL records, and what `ausearch -i` makes of them. */
function auditRecord(line: string): Seen | undefined {
  if (!/\barch=/i.test(line) || !/\bsyscall=/i.test(line)) return undefined;
  const fields = new Map([...line.matchAll(/\b(\w+)=("[^"]*"|[^\s\x1d]+)/g)].map(([, key, value = '']) => [key, value.replace(/"/g, '')]));
  const arch = architectureOfAudit(fields.get('arch') ?? fields.get('ARCH') ?? '');
  const names = [fields.get('SYSCALL'), fields.get('syscall')];
  const name = names.find((word) => word !== undefined && findSyscall(word));
  const number = names.find((word) => word !== undefined && /^\d+$/.test(word));
  const found = number !== undefined && arch ? callOfNumber(arch, Number(number)) : undefined;
  const call = name ?? found?.call;
  if (call === undefined) return undefined;
  const abi = found?.abi ?? arch;
  const program = fields.get('comm');
  const args = ['a0', 'a1', 'a2', 'a3'].map((key) => fields.get(key)).filter((word) => word !== undefined && /^[\da-f]{1,16}$/i.test(word));
  return {
    call,
    ...(abi && { abi }),
    ...(program && { program }),
    ...(args.length === 4 && { args: args.map((word) => BigInt(`0x${word}`)) }),
    refused: isRefusal(fields.get('code')),
  };
}

/** The filter's answer (linux/seccomp.h `SECCOMP_RET_*`): below USER_NOTIF, and KILL_PROCESS, the call did not run. */
function isRefusal(code: string | undefined): boolean {
  if (code === undefined) return false;
  if (!/^0x[\da-f]{1,8}$/i.test(code)) return /^(?:kill|trap|errno)/i.test(code);
  const action = (Number(code) & 0xffff_0000) >>> 0;
  return action < 0x7fc0_0000 || action === 0x8000_0000;
}

/** `… executable="/usr/sbin/nginx" pid=1 syscallID=35 syscallName="nanosleep"`, as text or JSON. */
function enrichedRecord(line: string): Seen | undefined {
  const call = /\bsyscallName"?\s*[=:]\s*"?(\w+)/.exec(line)?.[1];
  if (call === undefined || !findSyscall(call)) return undefined;
  const program = /\bexecutable"?\s*[=:]\s*"[^"]*?([^"/]+)"/.exec(line)?.[1];
  return { call, ...(program !== undefined && { program }) };
}

/**
 * `openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3` behind what strace's options put before it: process, time, the call's number,
 * the instruction's address; also `perf trace`.
 */
const straceLine =
  /^\s*(?:\[pid +\d+(?:<[^>]*>)?\] *|\d+(?:<[^>]*>)? +)?(?:\d+(?:[:.]\d+)* +)*(?:\( *[\d.]+ ms\): +\S+ +)?(?:\[ *[\da-fx?]+ *\] +)*(?:(\w+)\(|<\.\.\. (\w+) resumed>)/;

function straceRecord(line: string): Seen | undefined {
  const [, made, resumed] = straceLine.exec(line.length > 4096 ? line.slice(0, 4096) : line) ?? [];
  const call = made ?? resumed;
  if (call === undefined || !findSyscall(call)) return undefined;
  // The rest of a call that began in a line above.
  if (made === undefined) return { call };
  const args = straceArguments(call, line);
  return { call, ...(args ? { args } : decidedByArguments.has(call) && { unreadable: true }) };
}

const decidedByArguments: ReadonlySet<string> = new Set(['clone', 'socket', 'personality']);

/** Only of the calls that profiles decide by their arguments, and whose arguments are numbers or names of numbers. */
function straceArguments(call: string, line: string): readonly bigint[] | undefined {
  if (call === 'clone') {
    const flags = /\bflags=([\w|]+)/
      .exec(line)?.[1]
      ?.split('|')
      .filter((word) => word.startsWith('CLONE_'));
    const value = flags && (flags.length ? valueOfText(flags.join('|')) : 0n);
    return value === undefined ? undefined : [value];
  }
  if (!decidedByArguments.has(call)) return undefined;
  // `0x28 /* AF_??? */`; what strace knows no name for it explains in a comment.
  const [, list = ''] = /\(([\w|, ]*)(?:\)|<unfinished)/.exec(line.replace(/\/\*.*?\*\//g, '')) ?? [];
  const values: bigint[] = [];
  for (const word of list.split(',')) {
    const value = valueOfText(word);
    if (value === undefined) break;
    values.push(value);
  }
  return values.length ? values : undefined;
}

/** `openat`, `12 openat`, a row of `strace -c`: a line of nothing but known names and numbers. */
function listedNames(line: string): readonly Seen[] {
  if (line.length > 4096) return [];
  const words = line.split(/[\s,;|"'[\]-]+/).filter((word) => word && !/^[\d.%]+$/.test(word));
  return words.every((word) => findSyscall(word)) ? words.map((call) => ({ call })) : [];
}
