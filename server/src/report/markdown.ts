import { type Change, code, escaped, fenced, type Markdown, md, ours, paragraphs, type RenderedFile, table } from '../core';
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
    return members.length ? [md`## ${ours(headings[direction])} (${members.length})`, ...groups(members, links)] : [];
  });
  return md`${paragraphs(md`# ${escaped(name)} against ${escaped(title)}`, md`${ours(changeSummary(changes))}.`, ...sections)}\n`;
}

function groups(changes: readonly Change[], links: ReportLinks): readonly Markdown[] {
  const names = [...new Set(changes.map((change) => change.group))];
  return names.flatMap((name) => {
    const members = changes.filter((change) => change.group === name);
    const risky = members.some((change) => change.risk);
    const rows = members.map((change) => {
      const place = links.place?.(change);
      return [place ?? code(change.subject), escaped(change.before), escaped(change.after), ...(risky ? [escaped(change.risk ?? '')] : [])];
    });
    return [
      ...(name ? [md`### ${escaped(name)}`] : []),
      table([md``, md`before`, md`after`, ...(risky ? [md`why it matters`] : [])], rows),
    ];
  });
}

/** Files that a program writes, each with its path. */
export const renderedAsMarkdown = (name: string, files: readonly RenderedFile[]): Markdown =>
  paragraphs(
    md`# Written from ${code(name)}`,
    ...files.map(({ path, language, text }) => paragraphs(md`## ${code(path)}`, fenced(text, language))),
  );
