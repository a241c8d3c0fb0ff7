import { type LogCensus, linesOf, type Placed } from '../../../core';
import type { Architecture } from '../../../knowledge';
import { yamlParts } from '../../../tree';
import { namesOf } from '../model';
import { jsonPart, type SeccompPart, yamlPart } from '../part';
import { findAction } from '../words';
import { formats, type Seen } from './formats';

/** A call that logs show, on one ABI. */
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
  /** Indices of the logs that show it. */
  readonly logs: readonly number[];
}

export interface Recording {
  readonly calls: readonly SeenCall[];
  /** One for each log. */
  readonly census: readonly LogCensus[];
}

/** More places, or more different arguments, than this tell a reader nothing. */
const mostLines = 5;
const mostArguments = 64;

/** Several logs in one text, as `tail -n +1 A B` prints them. */
const heading = /^==> (.+) <==$/;

/**
 * The calls of a log, each once for each ABI, and how much of the log was read: lines of the forms in `formats/`, or a recorder's profile.
 */
export function readLog(text: string, host: Architecture): Recording {
  const seen = new Map<string, Gathered>();
  const census: LogCensus[] = [];
  for (const [i, log] of logsOf(text).entries()) {
    const read =
      recorded(log, (one, line) => gather(seen, one, line, i, host)) ?? logged(log, host, (one, line) => gather(seen, one, line, i, host));
    census.push({ ...(log.name !== undefined && { name: log.name }), ...read });
  }
  return {
    calls: [...seen.values()].map(({ args, programs, logs, unreadable, ...rest }) => ({
      ...rest,
      args: unreadable ? [] : [...args.values()],
      programs: [...programs],
      logs: [...logs],
    })),
    census,
  };
}

interface Log {
  readonly name?: string;
  readonly text: string;
}

function logsOf(text: string): readonly Log[] {
  const lines = text.split('\n');
  if (!lines.some((line) => heading.test(line))) return [{ text }];
  const logs: { name?: string; lines: string[] }[] = [];
  for (const line of lines) {
    const name = heading.exec(line)?.[1];
    if (name !== undefined) logs.push({ name, lines: [] });
    else if (logs.length) logs.at(-1)?.lines.push(line);
    else if (line.trim()) logs.push({ lines: [line] });
  }
  return logs.map((log) => ({ ...(log.name !== undefined && { name: log.name }), text: log.lines.join('\n') }));
}

interface Gathered {
  readonly call: string;
  readonly abi?: Architecture;
  readonly lines: number[];
  refused: boolean;
  unreadable: boolean;
  readonly args: Map<string, readonly bigint[]>;
  readonly programs: Set<string>;
  readonly logs: Set<number>;
}

type Tell = (seen: Seen, line: number) => void;

function gather(seen: Map<string, Gathered>, one: Seen, line: number, log: number, host: Architecture): void {
  const { call, abi, refused, args, unreadable, program } = one;
  // What says nothing of its ABI is the host's own.
  const key = `${abi && abi !== host ? abi.name : ''} ${call}`;
  const entry: Gathered = seen.get(key) ?? {
    call,
    ...(abi && { abi }),
    lines: [],
    refused: false,
    unreadable: false,
    args: new Map(),
    programs: new Set(),
    logs: new Set(),
  };
  seen.set(key, entry);
  entry.logs.add(log);
  if (log === [...entry.logs][0] && entry.lines.length < mostLines && entry.lines.at(-1) !== line) entry.lines.push(line);
  if (refused) entry.refused = true;
  if (unreadable) entry.unreadable = true;
  if (args && entry.args.size < mostArguments) entry.args.set(args.join(), args);
  if (program) entry.programs.add(program);
}

type Census = Omit<LogCensus, 'name'>;

/** Line by line. */
function logged({ text }: Log, host: Architecture, tell: Tell): Census {
  const readers = formats.map(({ title, reader }) => ({ title, read: reader(host) }));
  const forms = new Set<string>();
  let lines = 0;
  let read = 0;
  let firstUnread: number | undefined;
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (!line.trim()) continue;
    lines++;
    let found: readonly Seen[] | undefined;
    for (const reader of readers) {
      found = reader.read(line);
      if (!found) continue;
      if (found.length) forms.add(reader.title);
      break;
    }
    if (!found) {
      firstUnread ??= i + 1;
      continue;
    }
    read++;
    for (const one of found) tell(one, i + 1);
  }
  return { forms: [...forms], lines, read, ...(firstUnread !== undefined && { firstUnread }) };
}

/**
 * What recorders' profiles allow: JSON of oci-seccomp-bpf-hook, objects of the Security Profiles Operator, or what `advise_seccomp` prints: a profile
 * for each container, after a line with its name.
 */
function recorded({ text }: Log, tell: Tell): Census | undefined {
  const lines = linesOf(text);
  let found = false;
  for (const { start, part } of partsOf(text))
    for (const rule of part.profile?.rules ?? []) {
      if (findAction(rule.action?.value)?.outcome !== 'allowed') continue;
      for (const { value, node } of namesOf(rule)) {
        found = true;
        tell({ call: value }, lines.positionAt(start + node.span.start).line + 1);
      }
    }
  const count = text.split('\n').filter((line) => line.trim()).length;
  return found ? { forms: ['profile of a recorder'], lines: count, read: count } : undefined;
}

function partsOf(text: string): readonly Placed<SeccompPart>[] {
  if (/^\s*\{/.test(text)) return [{ start: 0, part: jsonPart(text) }];
  if (/^(?:apiVersion|defaultAction):/m.test(text)) return yamlParts(text, (document) => yamlPart(document));
  if (!/^\s*\/\/ .*\n\s*\{/.test(text)) return [];
  const starts = [...text.matchAll(/^[ \t]*\/\/.*\n/gm)].map(({ index, 0: line }) => ({ from: index, to: index + line.length }));
  return starts.map(({ to }, i) => ({ start: to, part: jsonPart(text.slice(to, starts[i + 1]?.from)) }));
}
