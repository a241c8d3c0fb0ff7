/** How one mention of a variable, profile or hat reads under another name. */

import type { Edit, Mention, Renamed, Span } from '../../../core';
import type { ApparmorPart } from '../policy/model';
import { statementAt } from '../syntax/locate';
import type { ProfileStatement } from '../syntax/tree';

export function rename(part: ApparmorPart, mention: Mention, newName: string): Renamed | undefined {
  return mention.kind === 'profile' ? renameProfile(part, mention, newName) : renameVariable(mention, newName);
}

function renameVariable({ span }: Mention, newName: string): Renamed | undefined {
  const name = newName.trim().replace(/^[@$]\{?(.*?)\}?$/, '$1');
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(name) ? { name, edits: [{ span, text: name }] } : undefined;
}

/** A name without what has a meaning in names: globs, namespaces, stacks, parents. */
const plainProfileName = /^(?![\s#^]|.*\s$)[^\0-\x1f"\\*?[\]{}^:&,=()!@]+$/;

function renameProfile(part: ApparmorPart, mention: Mention, newName: string): Renamed | undefined {
  if (!plainProfileName.test(newName) || newName.includes('//')) return undefined;
  const { span, name } = mention;
  const parents = name.includes('//') ? name.slice(0, name.lastIndexOf('//') + 2) : '';
  const profile = mention.defines ? profileNamedAt(part, span.start) : undefined;
  const edits = profile ? [headerEdit(profile, part.text, span, newName)] : labelEdits(part.text, span, newName);
  return { name: parents + newName, edits };
}

/** A label of several names is quoted as a whole. */
function labelEdits(text: string, span: Span, newName: string): readonly Edit[] {
  const edit = { span, text: newName };
  if (!/\s/.test(newName)) return [edit];
  const start = span.start - (/[^\s,="()]*$/.exec(text.slice(0, span.start))?.[0].length ?? 0);
  const end = span.end + (/^[^\s,"()]*/.exec(text.slice(span.end))?.[0].length ?? 0);
  if (text[start - 1] === '"' || text[end] === '"') return [edit];
  const quote = (at: number) => ({ span: { start: at, end: at }, text: '"' });
  return [quote(start), edit, quote(end)];
}

const isQuoted = (text: string, span: Span) => text[span.start - 1] === '"' || text[span.end] === '"';

const asWord = (text: string, span: Span, name: string) => (/\s/.test(name) && !isQuoted(text, span) ? `"${name}"` : name);

function profileNamedAt({ tree }: ApparmorPart, offset: number): ProfileStatement | undefined {
  const located = statementAt(tree, offset);
  if (located?.statement.kind !== 'profile') return undefined;
  const { name } = located.statement;
  return name && name.span.start <= offset - located.start && offset - located.start < name.span.end ? located.statement : undefined;
}

/** A path as name is what the profile attaches to; under another name the path stays as attachment. */
function headerEdit(profile: ProfileStatement, text: string, span: Span, newName: string): Edit {
  const old = text.slice(span.start, span.end);
  const word = asWord(text, span, newName);
  if (profile.attachment || profile.hat || !old.startsWith('/') || newName.startsWith('/')) return { span, text: word };
  const keyword = profile.keyword ? '' : 'profile ';
  if (!isQuoted(text, span)) return { span, text: `${keyword}${word} ${old}` };
  return { span: { start: span.start - 1, end: span.end + 1 }, text: `${keyword}"${word}" "${old}"` };
}
