import {
  type Change,
  code,
  escaped,
  joined,
  type Markdown,
  md,
  ours,
  paragraphs,
  type Severity,
  type Terminal,
  table,
  tallyText,
  terminalLines,
  terminalText,
  visible,
} from '../core';
import type { Paint } from './text';

/** Changes of one direction, with what the report and the terminal call it. */
interface ChangeSection {
  readonly heading: string;
  readonly direction: Change['direction'];
  readonly groups: readonly ChangeGroup[];
}

/** Changes of one family, container or profile. */
interface ChangeGroup {
  readonly name: string | undefined;
  readonly rows: readonly AlikeChanges[];
}

/** Changes that differ only in their subject. */
type AlikeChanges = readonly [Change, ...Change[]];

const headings = { loosened: 'Permits more', altered: 'Differs', tightened: 'Permits less' } as const;

/** The heaviest first within each direction; a group is at the place of its heaviest change. */
function sectionsOf(changes: readonly Change[]): readonly ChangeSection[] {
  return (['loosened', 'altered', 'tightened'] as const).flatMap((direction) => {
    const members = sorted(changes.filter((change) => change.direction === direction));
    const names = [...new Set(members.map(({ group }) => group))];
    const groups = names.map((name) => ({ name, rows: alike(members.filter(({ group }) => group === name)) }));
    return members.length > 0 ? [{ heading: `${headings[direction]} (${members.length})`, direction, groups }] : [];
  });
}

/** Heaviest first, then by group and subject. */
function sorted(changes: readonly Change[]): readonly Change[] {
  return [...changes].sort(
    (a, b) => (b.weight ?? 0) - (a.weight ?? 0) || compare(a.group ?? '', b.group ?? '') || compare(a.subject, b.subject),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Changes that differ only in their subject, together at the place of the first. */
function alike(changes: readonly Change[]): readonly AlikeChanges[] {
  const rows = new Map<string, [Change, ...Change[]]>();
  for (const change of changes) {
    const key = JSON.stringify([change.before, change.after, change.risk]);
    const row = rows.get(key);
    if (row) row.push(change);
    else rows.set(key, [change]);
  }
  return [...rows.values()];
}

const summaryOf = (changes: readonly Change[]): string => tallyText(changes) || 'no difference in meaning';

export interface ReportLinks {
  /** Title and target of the place in the file, where there is one. */
  readonly place?: (change: Change) => Markdown | undefined;
}

/** The report document of a comparison: plain Markdown, to be read, saved and sent. */
export function changesAsMarkdown(title: string, name: string, changes: readonly Change[], links: ReportLinks = {}): Markdown {
  const sections = sectionsOf(changes).flatMap(({ heading, groups }) => [
    md`## ${ours(heading)}`,
    ...groups.flatMap((group) => groupAsMarkdown(group, { before: title, after: name }, links)),
  ]);
  return md`${paragraphs(md`# ${escaped(name)} against ${escaped(title)}`, md`${ours(summaryOf(changes))}.`, ...sections)}\n`;
}

/** Names of both sides, as the columns are headed. */
interface SideNames {
  readonly before: string;
  readonly after: string;
}

function groupAsMarkdown({ name, rows }: ChangeGroup, sides: SideNames, links: ReportLinks): readonly Markdown[] {
  const risky = rows.some(([change]) => change.risk);
  const cells = rows.map((changes) => {
    const [{ before, after, risk = '' }] = changes;
    const subjects = joined(
      changes.map((change) => links.place?.(change) ?? code(change.subject)),
      ', ',
    );
    const what = changes.length > 1 ? md`${changes.length}: ${subjects}` : subjects;
    return [what, escaped(before), escaped(after), ...(risky ? [sentence(risk)] : [])];
  });
  return [
    ...(name ? [md`### ${escaped(name)}`] : []),
    table([md``, md`${escaped(sides.before)}`, md`${escaped(sides.after)}`, ...(risky ? [md`why it matters`] : [])], cells),
  ];
}

/** A sentence with names in backticks; the rest of it is text. */
const sentence = (text: string): Markdown =>
  joined(
    text.split(/`([^`]+)`/).map((part, i) => (i % 2 === 1 ? code(part) : escaped(part))),
    '',
  );

const signs: Readonly<Record<Change['direction'], string>> = { loosened: '+', tightened: '-', altered: '~' };
const severities: Readonly<Record<Change['direction'], Severity>> = { loosened: 'warning', altered: 'information', tightened: 'hint' };

/** The same for the terminal: one line for changes that differ only in their subject. */
export function changesAsText(title: string, path: string, changes: readonly Change[], paint: Paint): Terminal {
  if (!changes.length) return terminalText`${visible(path)} means the same as ${visible(title)}.\n`;
  const rows: Terminal[] = [
    terminalText`${paint.bold(visible(path))} against ${paint.bold(visible(title))}: ${visible(summaryOf(changes))}`,
  ];
  for (const { heading, direction, groups } of sectionsOf(changes)) {
    rows.push(visible(''), paint.bold(visible(heading)));
    for (const { name, rows: members } of groups) {
      if (name) rows.push(terminalText`  ${paint.faint(visible(name))}`);
      for (const row of members) {
        const [{ before, after, risk }] = row;
        const sign = paint.severity(severities[direction], visible(signs[direction]));
        rows.push(terminalText`  ${sign} ${visible(subjectsOf(row))}: ${visible(before)} → ${visible(after)}`);
        if (risk) rows.push(terminalText`      ${paint.faint(visible(risk))}`);
      }
    }
  }
  return terminalText`${terminalLines(rows)}\n`;
}

const subjectsOf = (row: AlikeChanges): string => {
  const subjects = row.map(({ subject }) => subject).join(', ');
  return row.length > 1 ? `${row.length}: ${subjects}` : subjects;
};
