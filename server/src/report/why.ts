/** The reports of `confine why`. */

import {
  bold,
  bullets,
  code,
  type Distinction,
  escaped,
  fenced,
  linesOf,
  link,
  type Markdown,
  md,
  paragraphs,
  type Terminal,
  terminalLines,
  terminalText,
  type UnreadLine,
  visible,
  type WhyAnswer,
  type WhyPlace,
  type WhyReport,
} from '../core';
import { jsonText } from './json';
import type { Paint } from './text';

type NameOf = (uri: string) => string;

function rangeOf({ span, text }: WhyPlace) {
  const lines = linesOf(text);
  return { start: lines.positionAt(span.start), end: lines.positionAt(span.end) };
}

/** The JSON of `confine why`: positions count from 0, lines of the log from 1. */
export const whyAsJson = ({ answers, unread }: WhyReport, nameOf: NameOf): string =>
  jsonText(
    {
      version: 1,
      answers: answers.map(
        ({ event, line, lastLine, template, printedBy, layer, certainty, decides, message, fix, alternatives, next, distinction }) => ({
          event,
          line,
          lastLine,
          template,
          printedBy: printedBy ?? null,
          layer,
          certainty,
          decides: decides ? { path: nameOf(decides.uri), range: rangeOf(decides) } : null,
          message,
          fix: fix?.title ?? null,
          alternatives: (alternatives ?? []).map(({ title }) => title),
          next: next ?? null,
          distinction: distinction ?? null,
        }),
      ),
      unread,
    },
    2,
  );

const titles: Readonly<Record<WhyAnswer['layer'], string>> = {
  admission: 'Pod Security admission',
  api: 'API server',
  kubelet: 'kubelet',
  runtime: 'runtime',
  seccomp: 'seccomp',
  apparmor: 'AppArmor',
  selinux: 'SELinux',
  capability: 'capability',
  filesystem: 'file system',
  user: 'user',
  signature: 'image signature',
};

export const layerTitle = (layer: WhyAnswer['layer']): string => titles[layer];

/** The candidates for one event, in the order of likelihood. */
interface Answered {
  readonly event: string;
  readonly lines: string;
  readonly printedBy?: string;
  readonly candidates: readonly WhyAnswer[];
  readonly distinction?: Distinction;
}

function byEvent(answers: readonly WhyAnswer[]): readonly Answered[] {
  const groups = new Map<string, WhyAnswer[]>();
  for (const answer of answers) {
    const key = `${answer.line} ${answer.event}`;
    groups.set(key, [...(groups.get(key) ?? []), answer]);
  }
  return [...groups.values()].flatMap((candidates) => {
    const [first] = candidates;
    if (!first) return [];
    const { event, line, lastLine, printedBy, distinction } = first;
    const lines = line === lastLine ? `${line}` : `${line}–${lastLine}`;
    return [{ event, lines, candidates, ...(printedBy !== undefined && { printedBy }), ...(distinction && { distinction }) }];
  });
}

const placeText = ({ decides }: WhyAnswer, nameOf: NameOf): string =>
  decides ? `${nameOf(decides.uri)}:${rangeOf(decides).start.line + 1}` : 'no file decides';

/** What a colleague would say: the line of the log, then each candidate with its place, why, the fix and the command that makes sure. */
export function whyAsText({ answers, unread }: WhyReport, nameOf: NameOf, paint: Paint): Terminal {
  const rows: Terminal[] = [];
  const severity = { certain: 'error', likely: 'warning', possible: 'information' } as const;
  const row = (label: string, text: string) => rows.push(terminalText`    ${paint.faint(visible(label.padEnd(5)))} ${visible(text)}`);
  for (const { event, lines, printedBy, candidates, distinction } of byEvent(answers)) {
    if (rows.length > 0) rows.push(visible(''));
    rows.push(terminalText`${paint.faint(visible(`${lines}:`))} ${paint.bold(visible(excerpt(event)))}`);
    if (printedBy !== undefined) rows.push(terminalText`  ${paint.faint(visible(`printed by ${printedBy}`))}`);
    for (const answer of candidates) {
      const { certainty, layer, message, fix, alternatives = [], next } = answer;
      const place = paint.bold(visible(placeText(answer, nameOf)));
      rows.push(terminalText`  ${paint.severity(severity[certainty], visible(certainty))} ${visible(titles[layer])}  ${place}`);
      rows.push(terminalText`    ${visible(message)}`);
      if (fix) row('fix', fix.title);
      for (const { title } of alternatives) row('or', title);
      if (next !== undefined && !distinction) row('check', next);
    }
    if (!distinction) continue;
    rows.push(terminalText`  ${paint.bold(visible('Which of them'))}`);
    row('run', distinction.command);
    for (const result of distinction.results) row('', result);
  }
  if (unread.length > 0) {
    if (rows.length > 0) rows.push(visible(''));
    rows.push(terminalText`${visible(unreadTitle(answers))}`);
    for (const { line, text, recognized } of unread) {
      rows.push(terminalText`  ${paint.faint(visible(`${line}:`))} ${visible(excerpt(text))}`);
      if (recognized !== undefined) rows.push(terminalText`    ${visible(`${recognized} No file of this workspace shows why.`)}`);
    }
  }
  if (rows.length === 0) rows.push(visible('The text is empty.'));
  return terminalText`${terminalLines(rows)}\n`;
}

const unreadTitle = (answers: readonly WhyAnswer[]): string =>
  answers.length > 0 ? 'Not answered:' : 'No message of these lines is known to be caused by a file of this workspace:';

/** The same for an editor: a link to each line that decides, commands as blocks that can be copied. */
export function whyAsMarkdown({ answers, unread }: WhyReport, nameOf: NameOf): Markdown {
  const events = byEvent(answers).flatMap(({ event, lines, printedBy, candidates, distinction }) => [
    md`## Line ${escaped(lines)}`,
    fenced(excerpt(event)),
    ...(printedBy === undefined ? [] : [md`Printed by ${escaped(printedBy)}.`]),
    ...candidates.flatMap((answer) => candidate(answer, nameOf, distinction === undefined)),
    ...(distinction ? [md`### Which of them`, fenced(distinction.command, 'sh'), bullets(distinction.results.map(escaped))] : []),
  ]);
  const rest = unread.length > 0 ? [md`## ${escaped(unreadTitle(answers).replace(/:$/, ''))}`, bullets(unread.map(unreadItem))] : [];
  const all = [...events, ...rest];
  return md`${paragraphs(md`# Why?`, ...(all.length > 0 ? all : [md`The text is empty.`]))}\n`;
}

function candidate(answer: WhyAnswer, nameOf: NameOf, checks: boolean): readonly Markdown[] {
  const { certainty, layer, message, decides, fix, alternatives = [], next } = answer;
  const place = escaped(placeText(answer, nameOf));
  const linked = decides ? link(place, `${decides.uri}#L${rangeOf(decides).start.line + 1}`) : place;
  const fixes = [...(fix ? [fix] : []), ...alternatives].map(
    ({ title }, i) => md`${bold(i === 0 && fix ? md`Fix` : md`Or`)}: ${escaped(title)}`,
  );
  return [
    md`### ${escaped(titles[layer])}: ${linked}`,
    md`*${escaped(certainty)}* · ${escaped(message)}`,
    ...(fixes.length > 0 ? [bullets(fixes)] : []),
    ...(next !== undefined && checks ? [md`To check:`, fenced(next, 'sh')] : []),
  ];
}

function unreadItem({ line, text, recognized }: UnreadLine): Markdown {
  const shown = md`Line ${line}: ${code(excerpt(text))}`;
  return recognized === undefined ? shown : md`${shown}. ${escaped(recognized)} No file of this workspace shows why.`;
}

const longest = 200;

const excerpt = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest)}…`);
