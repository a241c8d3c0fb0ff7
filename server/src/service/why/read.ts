/** Reads a pasted text: what happened, told once however often it is repeated, and which lines report an error that isn't known. */

import type { Happening, UnreadLine, WhyEvent, WhySubject } from '../../core';
import { messagesIn } from '../../knowledge';
import { messagesOf } from '../../tree';
import { type KnownNames, nothingBefore, precedingAfter, prefixOf, subjectIn } from './subject';

export interface WhyReading {
  readonly events: readonly WhyEvent[];
  readonly unread: readonly UnreadLine[];
}

/** Longer texts are read up to here. */
export const mostLines = 20_000;
const longestLine = 4000;

/** Words of a line that reports an error. */
const looksWrong =
  /\b(?:errors?|fatal|panic|exception|failed|failure|denied|refused|forbidden|rejected|cannot|can't|couldn't|could not|unable|invalid|violates?|not permitted|not allowed|not found|no such file|read-only|segfault|abort(?:ed)?|crash|killed|traceback)\b|\[(?:emerg|crit|alert|error)\]/i;

/** What only repeats that something failed, or says it in a word: rows of tables, exit statuses, heads of tables. */
const chatter = [
  /^(?:command terminated with exit code|exit(?:ed)?(?: with)? (?:code|status)|.* exited with code) ?\d+/i,
  /^error: exit status \d+$/i,
  /^(?:NAME|LAST SEEN|NAMESPACE|Type|----)\s/,
  /^\s*\S+(?:\s+\S+)?\s+\d+\/\d+\s+\S+/,
  /^\s*(?:Reason|Status|State|Last State|Phase|Exit Code|ReplicaFailure|Pods Status|Conditions|Message|Ready|Events|Error):?\s+\S*\s*\S*\s*\S*$/,
  /^(?:Pods Status|Controlled By|Replicas|Selector|Labels|Annotations):/,
  /Back-?off (?:restarting failed|pulling image)/i,
  /^Run '.* --help' for more information/,
  /^See '.* --help'/,
  /^(?:ERRO|WARN|INFO|DEBU)\[\d+\] (?:Path|error waiting for container)/,
  /\[(?:warn|notice|info|debug)\]/i,
  /\blevel=(?:warning|info|debug)\b/,
  /^WARN(?:ING)?[[: ]/i,
  /^\s*(?:File "|at |from |os\.|raise |return |\^|\.\.\.)/,
  /^Traceback \(most recent call last\):?$/,
  /^\S*[#$❯➜] |^[$#] /,
  /^\s*Normal\s/,
  /\bError: (?:ErrImagePull|ImagePullBackOff|CreateContainerConfigError|CreateContainerError|RunContainerError)\s*$/,
];

/** Blanks come one by one, quotes without their backslashes, colors go. */
export const cleaned = (line: string): string =>
  line
    .slice(0, longestLine)
    .replace(/\u001b\[[\d;?]*[A-Za-z]/g, '')
    .replace(/\[\d{1,2}(?:;\d{1,3})*m/g, '')
    .replace(/\\+(?=["'])/g, '')
    .replace(/[\t \u00a0]+/g, ' ')
    .trim();

/** `(x4 over 30s)`, times and counters are no part of what happened. */
const timeless = (line: string): string => line.replace(/\(x\d+ over [\w.]+\)|\b\d+(?:[.:]\d+)*\b|\b[0-9a-f]{8,}\b/g, '#');

export function readText(text: string, known: KnownNames): WhyReading {
  const match = messagesIn();
  const events = new Map<string, WhyEvent>();
  const unread: UnreadLine[] = [];
  const seen = new Set<string>();
  let preceding = nothingBefore;
  let count = 0;
  const lines = text.split(/\r?\n/);
  for (const { line, text: raw, nested } of messagesOf(text, 'apparmor').messages) {
    if (++count > mostLines) break;
    const whole = cleaned(raw);
    if (whole === '') continue;
    const before = preceding;
    preceding = precedingAfter(preceding, raw.replace(/\u001b\[[\d;]*m/g, ''));
    const { text: message, subject: own } = prefixOf(whole, known);
    // What JSON has inside belongs to the container that wrote the line.
    const prefix = nested && Object.keys(own).length === 0 ? prefixOf(cleaned(lines[line - 1] ?? ''), known).subject : own;
    const found = match(message);
    if (found.length === 0) {
      if (
        preceding !== before ||
        (nested && !message.includes(' ')) ||
        !looksWrong.test(message) ||
        chatter.some((pattern) => pattern.test(message))
      )
        continue;
      const key = timeless(message);
      if (!seen.has(key)) unread.push({ line, text: whole });
      seen.add(key);
      continue;
    }
    const subject: WhySubject = { ...preceding.subject, ...prefix, ...subjectIn(message) };
    const { level, version, warning } = policyIn(message);
    for (const { template, happening } of found) {
      const said = withPort(happening, message);
      const key = JSON.stringify([
        keyOf(said, message),
        subject.namespace,
        subject.workload ?? generated(subject.pod),
        subject.container,
        happening.kind === 'signature' ? subject.image : '',
        level,
        version,
        warning,
      ]);
      const known = events.get(key);
      if (known) events.set(key, { ...known, lastLine: line });
      else
        events.set(key, {
          template: template.id,
          layer: template.layer,
          happening: said,
          subject,
          text: message,
          line,
          lastLine: line,
          ...(warning && { warning }),
          ...(level !== undefined && { level }),
          ...(version !== undefined && { version }),
        });
    }
  }
  return { events: [...events.values()], unread };
}

/** Characters and lines of a text that are looked at to tell whether there is something to explain. */
const mostToRecognize = { characters: 8000, lines: 60 };

/** Whether a line of a text, among its first, is a message that is known. */
export function recognizes(text: string): boolean {
  const match = messagesIn();
  const lines = text.slice(0, mostToRecognize.characters).split(/\r?\n/, mostToRecognize.lines);
  return lines.some((line) => match(cleaned(line)).length > 0);
}

/** Pods of one workload differ by the letters that were made up for them. */
const generated = (pod: string | undefined): string | undefined => pod?.replace(/(?:-[a-f0-9]{6,10})?-[a-z0-9]{5}$/, '');

/** Two lines with the same key report the same: which program said it in which words doesn't matter. */
function keyOf(happening: Happening, message: string): unknown {
  if (happening.kind === 'denial') return [happening.kind, happening.of, recordKey(message)];
  if (happening.kind === 'refused')
    return [happening.kind, happening.operation, happening.errno, happening.path ?? '', happening.port ?? 0];
  return happening;
}

/** A record without its time and process: of several signals to one peer one is told. */
const recordKey = (record: string): string =>
  [...record.matchAll(/\b(apparmor|operation|profile|name|denied_mask|syscall|scontext|tcontext|tclass|capname|target)=("[^"]*"|\S+)/g)]
    .map(([pair]) => pair)
    .join(' ');

function withPort(happening: Happening, message: string): Happening {
  if (happening.kind !== 'refused' || happening.operation !== 'bind' || happening.port !== undefined) return happening;
  const port = Number(/:(\d{1,5})\b/.exec(message)?.[1]);
  return Number.isInteger(port) ? { ...happening, port } : happening;
}

/** `violates PodSecurity "restricted:v1.31"`, `would violate …` of a warning. */
function policyIn(message: string): { readonly level?: string; readonly version?: string; readonly warning: boolean } {
  const [, would, level, version] = /\b(would )?violates? PodSecurity "([a-z]+):([\w.]+)"/.exec(message) ?? [];
  return { ...(level !== undefined && { level }), ...(version !== undefined && { version }), warning: would !== undefined };
}
