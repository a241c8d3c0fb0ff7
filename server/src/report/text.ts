import { type Answer, type Change, counted, type Lines, type Severity, tallyText } from '../core';
import { bySeverity, type CheckedFile, countFindings, isListed, linesIn, listedIn, type ReportedFinding } from './checkedFile';

/** Colours for a terminal, or none. */
export interface Paint {
  readonly severity: (severity: Severity, text: string) => string;
  readonly faint: (text: string) => string;
  readonly bold: (text: string) => string;
}

const ansi = (open: string) => (text: string) => `\u001b[${open}m${text}\u001b[0m`;

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
export function findingsAsText(files: readonly CheckedFile[], paint: Paint, show: Severity, readers: readonly string[] = []): string {
  const blocks = files.flatMap((file) => listedIn(file, show).map((finding) => block(file, finding, paint)));
  const judged = readers.map((reader) => paint.faint(`${reader}\n`));
  return [...blocks, summary(files, paint, show) + judged.join('')].join('\n');
}

function block(file: CheckedFile, finding: ReportedFinding, paint: Paint): string {
  const lines = linesIn(file);
  const start = lines.positionAt(finding.span.start);
  const end = lines.positionAt(finding.span.end);
  const head = `${paint.bold(`${file.path}:${start.line + 1}:${start.character + 1}`)} ${paint.severity(finding.severity, finding.severity)} ${finding.message} ${paint.faint(`[${finding.code}]`)}`;
  const { shown, caret } = excerpt(lines.lineText(start.line), start.character, end.line === start.line ? end.character : undefined);
  const gutter = String(start.line + 1);
  const rows = [
    `${paint.faint(`${gutter} |`)} ${shown}`,
    `${paint.faint(`${' '.repeat(gutter.length)} |`)} ${paint.severity(finding.severity, caret)}`,
  ];
  const help = finding.fixes.length ? [`${paint.faint(`${' '.repeat(gutter.length)} = fix:`)} ${finding.fixes[0]}`] : [];
  return [head, ...(shown.trim() ? rows : []), ...help, ''].join('\n');
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

function summary(files: readonly CheckedFile[], paint: Paint, show: Severity): string {
  const counts = countFindings(files);
  const found = bySeverity
    .filter((severity) => counts[severity] > 0)
    .map((severity) =>
      paint.severity(severity, counted(counts[severity], severity, severity === 'information' ? 'information' : undefined)),
    );
  const least = bySeverity.findLast((severity) => counts[severity] > 0);
  const rest = least && !isListed(least, show) ? paint.faint(` (--show ${least} lists all)`) : '';
  return `${coverage(files)}: ${found.length ? found.join(', ') : 'no findings'}${rest}\n`;
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

const signs: Readonly<Record<Change['direction'], string>> = { loosened: '+', tightened: '-', altered: '~' };

/** Differences in meaning, the risky ones first, in groups. */
export function changesAsText(title: string, path: string, changes: readonly Change[], paint: Paint): string {
  if (!changes.length) return `${path} means the same as ${title}.\n`;
  const rows: string[] = [`${paint.bold(path)} against ${paint.bold(title)}: ${changeSummary(changes)}`];
  for (const direction of ['loosened', 'altered', 'tightened'] as const) {
    const members = sorted(changes.filter((change) => change.direction === direction));
    if (!members.length) continue;
    rows.push('', paint.bold({ loosened: 'Permits more', altered: 'Differs', tightened: 'Permits less' }[direction]));
    let group: string | undefined;
    for (const change of members) {
      if (change.group && change.group !== group) rows.push(`  ${paint.faint(change.group)}`);
      group = change.group;
      const severity: Severity = direction === 'loosened' ? 'warning' : direction === 'altered' ? 'information' : 'hint';
      rows.push(
        `  ${paint.severity(severity, signs[direction])} ${change.subject}: ${change.before} → ${change.after}${change.risk ? `\n      ${paint.faint(change.risk)}` : ''}`,
      );
    }
  }
  return `${rows.join('\n')}\n`;
}

/** Heaviest first, then by group and subject. */
export function sorted(changes: readonly Change[]): readonly Change[] {
  return [...changes].sort(
    (a, b) => (b.weight ?? 0) - (a.weight ?? 0) || compare(a.group ?? '', b.group ?? '') || compare(a.subject, b.subject),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const changeSummary = (changes: readonly Change[]): string => tallyText(changes) || 'no difference in meaning';

/** Many questions at once: what is decided for each, by what, on which line. */
export function answersAsTable(
  answers: readonly { readonly query: string; readonly answer: Answer | undefined }[],
  lines: Lines,
  paint: Paint,
): string {
  const rows = answers.map(({ query, answer }) => [
    query,
    answer?.row?.verdict ?? answer?.markdown.split('\n')[0] ?? '',
    answer?.row?.decides ?? '',
    answer?.by ? String(lines.positionAt(answer.by.start).line + 1) : '',
  ]);
  const [head, ...body] = [['IMAGE', 'VERDICT', 'DECIDED BY', 'LINE'], ...rows];
  const widths = (head as string[]).map((_, column) =>
    Math.max(...[head as string[], ...body].map((row) => (row[column] as string).length)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] as number))
      .join('  ')
      .trimEnd();
  return [paint.faint(line(head as string[])), ...body.map(line), ''].join('\n');
}
