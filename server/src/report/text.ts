import {
  type Answer,
  counted,
  type Lines,
  rendered,
  type Severity,
  type Terminal,
  terminalLines,
  terminalText,
  visible,
  workLimits,
  worst,
} from '../core';
import { bySeverity, type CheckedFile, countFindings, isListed, linesIn, listedIn, type ReportedFinding } from './checkedFile';

/** Colours for a terminal, or none. */
export interface Paint {
  readonly severity: (severity: Severity, text: Terminal) => Terminal;
  readonly faint: (text: Terminal) => Terminal;
  readonly bold: (text: Terminal) => Terminal;
}

const ansi = (code: string) => (text: Terminal) => rendered(code, text);

export const colours: Paint = {
  severity: (severity, text) => ansi({ error: '1;31', warning: '1;33', information: '1;34', hint: '1;36' }[severity])(text),
  faint: ansi('2'),
  bold: ansi('1'),
};

export const plain: Paint = { severity: (_, text) => text, faint: (text) => text, bold: (text) => text };

/**
 * What a colleague would point at: place, sentence, the line with a caret, the code. Quiet when all is well: what is less severe than
 * `show` is only counted. `readers` are sentences about what the files were judged for.
 */
export function findingsAsText(files: readonly CheckedFile[], paint: Paint, show: Severity, readers: readonly string[] = []): Terminal {
  const blocks = files.flatMap((file) => {
    const printed = printedIn(file, show);
    const left = listedIn(file, show).length - printed.length;
    return [...printed.map((finding) => block(file, finding, paint)), ...(left ? [remainder(file, left)] : [])];
  });
  const judged = [...partsUnread(files), ...readers].map((reader) => paint.faint(visible(reader)));
  const last = judged.reduce((all, one) => terminalText`${all}${one}\n`, summary(files, paint, show));
  return terminalLines([...blocks, last]);
}

/** Of many findings of one file the worst. */
const printedIn = (file: CheckedFile, show: Severity): readonly ReportedFinding[] =>
  worst(listedIn(file, show), workLimits.printedFindings);

function remainder({ path }: CheckedFile, left: number): Terminal {
  const rest = `${counted(left, 'further finding')} ${left === 1 ? 'is' : 'are'} not printed, and none is worse than those above`;
  return terminalText`${visible(`${path}: ${rest} (--format json lists all)`)}\n`;
}

function block(file: CheckedFile, finding: ReportedFinding, paint: Paint): Terminal {
  const lines = linesIn(file);
  const start = lines.positionAt(finding.span.start);
  const end = lines.positionAt(finding.span.end);
  const place = terminalText`${visible(file.path)}:${start.line + 1}:${start.character + 1}`;
  const severity = paint.severity(finding.severity, visible(finding.severity));
  const head = terminalText`${paint.bold(place)} ${severity} ${visible(finding.message)} ${paint.faint(visible(`[${finding.code}]`))}`;
  const { shown, caret } = excerpt(lines.lineText(start.line), start.character, end.line === start.line ? end.character : undefined);
  const gutter = String(start.line + 1);
  const margin = (sign: string) => paint.faint(visible(`${' '.repeat(gutter.length)} ${sign}`));
  const rows = [
    terminalText`${paint.faint(visible(`${gutter} |`))} ${visible(shown)}`,
    terminalText`${margin('|')} ${paint.severity(finding.severity, visible(caret))}`,
  ];
  const [fix] = finding.fixes;
  const help = fix === undefined ? [] : [terminalText`${margin('= fix:')} ${visible(fix)}`];
  return terminalLines([head, ...(shown.trim() ? rows : []), ...help, visible('')]);
}

/** The line, cut around the place when it is long, and a caret line below it. */
function excerpt(line: string, from: number, to: number | undefined): { readonly shown: string; readonly caret: string } {
  const width = 120;
  const cut = line.length <= width ? 0 : Math.max(0, Math.min(from - 40, line.length - width));
  const ellipsis = cut > 0 ? '…' : '';
  const visible = line.slice(cut, cut + width);
  const shown = ellipsis + visible + (cut + width < line.length ? '…' : '');
  const lead = (ellipsis + line.slice(cut, from)).replace(/[^\t]/g, ' ');
  const length = Math.max(1, Math.min((to ?? line.length) - from, cut + width - from));
  return { shown, caret: lead + '^'.repeat(length) };
}

function summary(files: readonly CheckedFile[], paint: Paint, show: Severity): Terminal {
  const counts = countFindings(files);
  const found = bySeverity
    .filter((severity) => counts[severity] > 0)
    .map((severity) =>
      paint.severity(severity, visible(counted(counts[severity], severity, severity === 'information' ? 'information' : undefined))),
    );
  const least = bySeverity.findLast((severity) => counts[severity] > 0);
  const rest = least && !isListed(least, show) ? paint.faint(visible(` (--show ${least} lists all)`)) : visible('');
  const said = found.reduce((all, one) => terminalText`${all}, ${one}`, found.shift() ?? visible('no findings'));
  return terminalText`${visible(coverage(files))}: ${said}${rest}\n`;
}

/** `3 files checked, 1 read in part, 2 recognized but not checked, 1 skipped`. */
function coverage(files: readonly CheckedFile[]): string {
  const count = (fits: (file: CheckedFile) => boolean) => files.filter(fits).length;
  const others = [
    [count(({ partial }) => partial !== undefined), 'read in part'],
    [count(({ language, recognized }) => language === null && recognized === true), 'recognized but not checked'],
    [count(({ language, recognized }) => language === null && recognized !== true), 'skipped'],
  ] as const;
  const checked = counted(
    count(({ language }) => language !== null),
    'file',
  );
  return [`${checked} checked`, ...others.flatMap(([number, what]) => (number ? `${number} ${what}` : []))].join(', ');
}

/** Why files were read only in part, each reason once: `3 files read in part: a template: lookup.` */
function partsUnread(files: readonly CheckedFile[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { partial } of files) if (partial !== undefined) counts.set(partial, (counts.get(partial) ?? 0) + 1);
  const rows = [...counts].sort(([, a], [, b]) => b - a);
  const left = rows.slice(mostReasons).reduce((all, [, count]) => all + count, 0);
  return [
    ...rows.slice(0, mostReasons).map(([reason, count]) => `${counted(count, 'file')} read in part: ${reason}.`),
    ...(left ? [`${counted(left, 'file')} read in part for other reasons (--format json names them).`] : []),
  ];
}

const mostReasons = 5;

/** Many questions at once: what is decided for each, by what, on which line. */
export function answersAsTable(
  answers: readonly { readonly query: string; readonly answer: Answer | undefined }[],
  lines: Lines,
  paint: Paint,
): Terminal {
  const rows = answers.map(({ query, answer }) => [
    query,
    answer?.row?.verdict ?? answer?.markdown.split('\n')[0] ?? '',
    answer?.row?.decides ?? '',
    answer?.by ? String(lines.positionAt(answer.by.start).line + 1) : '',
  ]);
  const [head = [], ...body] = [['IMAGE', 'VERDICT', 'DECIDED BY', 'LINE'], ...rows];
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    visible(
      row
        .map((cell, column) => cell.padEnd(widths[column] as number))
        .join('  ')
        .trimEnd(),
    );
  return terminalLines([paint.faint(line(head)), ...body.map(line), visible('')]);
}
