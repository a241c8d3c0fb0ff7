/** The reports of `confine why`. */

import { linesOf, type Terminal, terminalLines, terminalText, visible, type WhyAnswer, type WhyPlace, type WhyReport } from '../core';
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
      answers: answers.map(({ event, line, lastLine, template, layer, certainty, decides, message, fix, next }) => ({
        event,
        line,
        lastLine,
        template,
        layer,
        certainty,
        decides: decides ? { path: nameOf(decides.uri), range: rangeOf(decides) } : null,
        message,
        fix: fix?.title ?? null,
        next: next ?? null,
      })),
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

/** What a colleague would say: the line of the log, then each candidate with its place, why, the fix and the command that makes sure. */
export function whyAsText({ answers, unread }: WhyReport, nameOf: NameOf, paint: Paint): Terminal {
  const rows: Terminal[] = [];
  let shown: WhyAnswer | undefined;
  for (const answer of answers) {
    if (answer.event !== shown?.event || answer.line !== shown.line) {
      const lines = answer.line === answer.lastLine ? `${answer.line}` : `${answer.line}–${answer.lastLine}`;
      if (rows.length > 0) rows.push(visible(''));
      rows.push(terminalText`${paint.faint(visible(`${lines}:`))} ${paint.bold(visible(excerpt(answer.event)))}`);
    }
    shown = answer;
    const severity = { certain: 'error', likely: 'warning', possible: 'information' } as const;
    const { decides, certainty, layer, message, fix, next } = answer;
    const place = decides ? visible(`${nameOf(decides.uri)}:${rangeOf(decides).start.line + 1}`) : visible('no file decides');
    rows.push(terminalText`  ${paint.severity(severity[certainty], visible(certainty))} ${visible(titles[layer])}  ${paint.bold(place)}`);
    rows.push(terminalText`    ${visible(message)}`);
    if (fix) rows.push(terminalText`    ${paint.faint(visible('fix'))}   ${visible(fix.title)}`);
    if (next !== undefined) rows.push(terminalText`    ${paint.faint(visible('check'))} ${visible(next)}`);
  }
  if (unread.length > 0) {
    if (rows.length > 0) rows.push(visible(''));
    rows.push(
      terminalText`${visible(answers.length > 0 ? 'Not answered:' : 'No message of these lines is known to be caused by a file of this workspace:')}`,
    );
    for (const { line, text, recognized } of unread) {
      rows.push(terminalText`  ${paint.faint(visible(`${line}:`))} ${visible(excerpt(text))}`);
      if (recognized !== undefined) rows.push(terminalText`    ${visible(`${recognized} No file of this workspace shows why.`)}`);
    }
  }
  if (rows.length === 0) rows.push(visible('The text is empty.'));
  return terminalText`${terminalLines(rows)}\n`;
}

const longest = 200;

const excerpt = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest)}…`);
