import { type Change, code, paragraphs, table } from '../core';
import { changeSummary, sorted } from './text';

export interface ReportLinks {
  /** Title and target of the place in the file, where there is one. */
  readonly place?: (change: Change) => string | undefined;
}

const headings: Readonly<Record<Change['direction'], string>> = { loosened: 'Permits more', altered: 'Differs', tightened: 'Permits less' };

/** The report document of a comparison: plain Markdown, to be read, saved and sent. */
export function changesAsMarkdown(title: string, name: string, changes: readonly Change[], links: ReportLinks = {}): string {
  const sections = (['loosened', 'altered', 'tightened'] as const).flatMap((direction) => {
    const members = sorted(changes.filter((change) => change.direction === direction));
    return members.length ? [`## ${headings[direction]} (${members.length})`, ...groups(members, links)] : [];
  });
  return `${paragraphs(`# ${name} against ${title}`, `${changeSummary(changes)}.`, ...sections)}\n`;
}

function groups(changes: readonly Change[], links: ReportLinks): readonly string[] {
  const names = [...new Set(changes.map((change) => change.group))];
  return names.flatMap((name) => {
    const members = changes.filter((change) => change.group === name);
    const risky = members.some((change) => change.risk);
    const rows = members.map((change) => {
      const place = links.place?.(change);
      return [place ?? code(change.subject), change.before, change.after, ...(risky ? [change.risk ?? ''] : [])];
    });
    return [...(name ? [`### ${name}`] : []), table(['', 'before', 'after', ...(risky ? ['why it matters'] : [])], rows)];
  });
}
