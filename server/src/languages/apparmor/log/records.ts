/** The records of AppArmor in a log, whatever its form, and how much of the log was read. */

import type { LogCensus } from '../../../core';
import { type LogFields, messagesOf } from '../../../tree';
import { aaLogFields } from './aaLog';

export type { LogFields } from '../../../tree';

/** What became of a request, or another event: a profile was loaded (`STATUS`), an access that a rule audits (`AUDIT`). */
export type Outcome = 'DENIED' | 'ALLOWED' | 'KILLED' | 'AUDIT' | 'STATUS' | 'HINT' | 'ERROR';

/** One record; its line counts from 1. */
export interface LogRecord {
  readonly line: number;
  readonly outcome: Outcome;
  readonly fields: LogFields;
  /** The path of the program, where the log tells. */
  readonly program?: string;
}

export interface LogReading {
  readonly records: readonly LogRecord[];
  /** One for each log. */
  readonly census: readonly LogCensus[];
  /** Whether the kernel left records out, since there were too many at once. */
  readonly lost: boolean;
}

/** Several logs in one text, as `tail -n +1 A B` prints them. */
const heading = /^==> (.+) <==$/;

/** The last one is kept: the profiles of a folder are asked about one log. */
let latest: { readonly text: string; readonly reading: LogReading } | undefined;

export function readLog(text: string): LogReading {
  if (latest?.text !== text) {
    const logs = logsOf(text).map(readOne);
    const reading = {
      records: logs.flatMap(({ records }) => records),
      census: logs.map(({ census }) => census),
      lost: logs.some(({ lost }) => lost),
    };
    latest = { text, reading };
  }
  return latest.reading;
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

interface One {
  readonly records: readonly LogRecord[];
  readonly census: LogCensus;
  readonly lost: boolean;
}

function readOne({ name, text }: Log): One {
  const { messages, split, json } = messagesOf(text, 'apparmor');
  const records: { line: number; outcome: Outcome; fields: LogFields; serial?: string }[] = [];
  const programs = new Map<string, string>();
  const forms = new Set<string>();
  const read = new Set(json);
  const unread = new Set<number>();
  let lost = false;
  if (json.size > 0) forms.add('JSON');
  for (const { line, fields } of split) {
    if (outcomeOf(fields.apparmor)) records.push({ line, outcome: outcomeOf(fields.apparmor) as Outcome, fields });
    else unread.add(line);
  }
  for (const { lines, text: message } of whole(messages)) {
    const [line = 0] = lines;
    if (/callbacks suppressed|audit_lost=[1-9]|rate limit exceeded/.test(message)) lost = true;
    const program = programOf(message);
    if (program) programs.set(program.serial, program.path);
    const found = recordsIn(message);
    if (found === undefined) {
      for (const one of lines) unread.add(one);
      continue;
    }
    for (const record of found.records) records.push({ line, ...record });
    const form = found.records.length > 0 ? found.form : formOf(message);
    if (form === undefined) {
      if (message.trim() !== '' && !json.has(line)) for (const one of lines) unread.add(one);
      continue;
    }
    forms.add(form);
    for (const one of lines) read.add(one);
  }
  const texts = text.split(/\r?\n/);
  const lines = texts.filter((line) => line.trim() !== '').length;
  const first = [...unread].sort((a, b) => a - b)[0];
  return {
    records: records.map(({ serial, ...record }) => {
      const program = record.fields.exe ?? record.fields.execpath ?? (serial === undefined ? undefined : programs.get(serial));
      return { ...record, ...(program?.startsWith('/') && { program }) };
    }),
    census: {
      ...(name !== undefined && { name }),
      forms: [...forms],
      lines,
      read: lines - unread.size,
      ...(first !== undefined && { firstUnread: first, firstUnreadText: (texts[first - 1] ?? '').trim().slice(0, 120) }),
    },
    lost,
  };
}

/** Messages with what belongs to them: mail and forums break records before a field. */
function whole(messages: readonly { readonly line: number; readonly text: string }[]) {
  const texts: { lines: number[]; text: string }[] = [];
  let open = false;
  for (const { line, text } of messages) {
    const last = texts.at(-1);
    if (open && last && !isRecord(text) && /^[\s>]*[a-z_]+=/.test(text) && !/^[\s>]*type=/.test(text)) {
      last.text += ` ${text.replace(/^[\s>]+/, '')}`;
      last.lines.push(line);
    } else {
      texts.push({ lines: [line], text });
      open = isRecord(text);
    }
  }
  return texts;
}

const isRecord = (text: string): boolean => /\bapparmor=|\btype=150[1-6]\b/.test(text);

interface Found {
  readonly form: string;
  readonly records: readonly { readonly outcome: Outcome; readonly fields: LogFields; readonly serial?: string }[];
}

/** The records of one message, none where it is about something else; undefined where a record can't be read. */
function recordsIn(text: string): Found | undefined {
  const listed = aaLogFields(text);
  if (listed) return { form: 'aa-log', records: [{ outcome: listed.apparmor as Outcome, fields: listed }] };
  if (!isRecord(text)) return { form: '', records: [] };
  // A line can have several records where a log was copied without its line ends.
  const [head = '', ...others] = text.split(/(?=\bapparmor=)/);
  const pieces = head.startsWith('apparmor=') || others.length === 0 ? [head, ...others] : others;
  const serials = [...text.matchAll(serialPattern)].map(([, serial]) => serial);
  const records = pieces.map((piece, i) => {
    const fields = fieldsOf(piece);
    const serial = serials[i] ?? serials[0];
    return { outcome: outcomeOf(fields.apparmor) ?? outcomeOfOld(piece), fields, ...(serial !== undefined && { serial }) };
  });
  const readable = records.flatMap(({ outcome, ...rest }) => (outcome && rest.fields.operation ? [{ outcome, ...rest }] : []));
  if (readable.length < records.length) return undefined;
  return { form: formOf(text) ?? 'kernel log', records: readable };
}

const outcomes: readonly Outcome[] = ['DENIED', 'ALLOWED', 'KILLED', 'AUDIT', 'STATUS', 'HINT', 'ERROR'];

const outcomeOf = (text: string | undefined): Outcome | undefined => outcomes.find((outcome) => outcome === text);

/** Before Linux 2.6.36 the number of the message told what became of a request. */
const outcomeOfOld = (text: string): Outcome | undefined =>
  (({ 1501: 'AUDIT', 1502: 'ALLOWED', 1503: 'DENIED', 1504: 'HINT', 1505: 'STATUS', 1506: 'ERROR' }) as const)[
    /\btype=(150[1-6])\b/.exec(text)?.[1] ?? ''
  ];

const serialPattern = /\baudit\(([^()]+:\d+)\)/g;

/** The program of a system call's record, which audit writes beside the one of AppArmor. */
function programOf(text: string): { readonly serial: string; readonly path: string } | undefined {
  const [, serial] = /\btype=(?:SYSCALL|1300) msg=audit\(([^()]+:\d+)\)/.exec(text) ?? [];
  const [, quoted, bare] = /\bexe=(?:"([^"]+)"|(\/\S+))/.exec(text) ?? [];
  const path = quoted ?? bare;
  return serial !== undefined && path !== undefined ? { serial, path } : undefined;
}

/** How lines of logs begin, whatever they say. */
const formTable: readonly (readonly [string, RegExp])[] = [
  ['audit log', /^\s*(?:node=\S+ )?type=(?:[A-Z][A-Z0-9_]*|UNKNOWN\[\d+\]) msg=audit\(|^----$|^time->|^<no matches>$/],
  [
    'kernel log',
    /^(?:<\d+>\s*|\w+\s*:\w+\s*:\s*)?\[(?:\s*\d+\.\d+|\w{3} \w{3} [ \d]\d [\d:]{8} \d{4})\]|\baudit: (?:type=|\d+ )|\btype=150[1-6] audit\(/,
  ],
  ['system log', /^(?:<\d+>\d? ?)?(?:[A-Z][a-z]{2} [ \d]\d [\d:]{8}|\d{4}-\d\d-\d\d[T ][\d:.,]{8,}(?:Z|[+-]\d\d:?\d\d)?) \S+/],
  ['journal', /^-- .*(?:--)?$|^\s*_?[A-Z][A-Z0-9_]*=|^\[?\s*\d+\.\d{6}\]? \S+ \S+:|^\w{3} \d{4}-\d\d-\d\d [\d:.]{8,} .*\[s=[0-9a-f]+/],
];

const formOf = (text: string): string | undefined => formTable.find(([, pattern]) => pattern.test(text))?.[0];

/** A bare value ends at a blank, and at the control character before what auditd adds: `ouid=0^]OUID="root"`. */
const fieldPattern = /\b([a-z_]+)=(?:"([^"]*)"|([^\s"',)\u0000-\u001f]*))/g;

/** Fields that audit writes as bare hexadecimal digits when they contain blanks, quotes or control characters. */
const encoded = new Set(['name', 'profile', 'label', 'target', 'srcname', 'peer', 'peer_label', 'comm', 'addr', 'peer_addr', 'tcontext']);

/** Fields of one number, or of a name where `ausearch -i` wrote names for numbers. */
const numbers = new Set(['fsuid', 'ouid', 'pid']);

function fieldsOf(text: string): LogFields {
  const fields: Record<string, string> = Object.create(null);
  for (const match of text.matchAll(fieldPattern)) {
    const [, name = '', quoted, bare = ''] = match;
    if (name in fields) continue;
    if (quoted !== undefined) fields[name] = quoted;
    else if (numbers.has(name)) fields[name] = /^-?\d+/.exec(bare)?.[0] ?? bare;
    else if (encoded.has(name)) fields[name] = decoded(withBlanks(text, match.index + match[0].length, bare));
    else fields[name] = bare;
  }
  return fields;
}

/** `ausearch -i` writes names with blanks bare: such a value goes on to the next field. */
function withBlanks(text: string, end: number, bare: string): string {
  const rest = /^(?:\s+(?![a-zA-Z_]+=)[^\s"'=]+)+(?=\s+[a-z_]+=)/.exec(text.slice(end))?.[0] ?? '';
  return bare.startsWith('/') ? bare + rest : bare;
}

/** The text of hexadecimal digits; anything else as it is. */
function decoded(value: string): string {
  return /^(?:[0-9A-F]{2}){2,}$/.test(value) ? ofDigits(value) : value;
}

/** The text of hexadecimal digits; bytes that are no text become U+FFFD. */
export function ofDigits(digits: string): string {
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  return new TextDecoder().decode(bytes);
}
