import { type Change, code, escaped, fenced, joined, type Markdown, md, ours, paragraphs, type RenderedFile, table } from '../core';
import { changeSummary, sorted } from './text';

export interface ReportLinks {
  /** Title and target of the place in the file, where there is one. */
  readonly place?: (change: Change) => Markdown | undefined;
}

const headings: Readonly<Record<Change['direction'], string>> = { loosened: 'Permits more', altered: 'Differs', tightened: 'Permits less' };

/** The report document of a comparison: plain Markdown, to be read, saved and sent. */
export function changesAsMarkdown(title: string, name: string, changes: readonly Change[], links: ReportLinks = {}): Markdown {
  const sections = (['loosened', 'altered', 'tightened'] as const).flatMap((direction) => {
    const members = sorted(changes.filter((change) => change.direction === direction));
    return members.length
      ? [md`## ${ours(headings[direction])} (${members.length})`, ...groups(members, { before: title, after: name }, links)]
      : [];
  });
  return md`${paragraphs(md`# ${escaped(name)} against ${escaped(title)}`, md`${ours(changeSummary(changes))}.`, ...sections)}\n`;
}

/** Names of both sides, as the columns are headed. */
interface SideNames {
  readonly before: string;
  readonly after: string;
}

function groups(changes: readonly Change[], sides: SideNames, links: ReportLinks): readonly Markdown[] {
  const names = [...new Set(changes.map((change) => change.group))];
  return names.flatMap((name) => {
    const members = changes.filter((change) => change.group === name);
    const risky = members.some((change) => change.risk);
    const rows = alike(members).map((changes) => {
      const [{ before, after, risk = '' }] = changes;
      const subjects = joined(
        changes.map((change) => links.place?.(change) ?? code(change.subject)),
        ', ',
      );
      const what = changes.length > 1 ? md`${changes.length}: ${subjects}` : subjects;
      return [what, escaped(before), escaped(after), ...(risky ? [escaped(risk)] : [])];
    });
    return [
      ...(name ? [md`### ${escaped(name)}`] : []),
      table([md``, md`${escaped(sides.before)}`, md`${escaped(sides.after)}`, ...(risky ? [md`why it matters`] : [])], rows),
    ];
  });
}

/** Changes that differ only in their subject, together at the place of the first. */
function alike(changes: readonly Change[]): readonly (readonly [Change, ...Change[]])[] {
  const rows = new Map<string, [Change, ...Change[]]>();
  for (const change of changes) {
    const key = JSON.stringify([change.before, change.after, change.risk]);
    const row = rows.get(key);
    if (row) row.push(change);
    else rows.set(key, [change]);
  }
  return [...rows.values()];
}

/** Files that a program writes, each with its path. */
export const renderedAsMarkdown = (name: string, files: readonly RenderedFile[]): Markdown =>
  paragraphs(
    md`# Written from ${code(name)}`,
    ...files.map(({ path, language, text }) => paragraphs(md`## ${code(path)}`, fenced(text, language))),
  );
