/** How one mention of a variable, profile or hat reads under another name. */

import type { Edit, Mention, Renamed, Span } from '../../core';
import type { ApparmorPart } from './model';
import { type Profile, walk } from './tree';

export function rename(part: ApparmorPart, mention: Mention, newName: string): Renamed | undefined {
  return mention.kind === 'profile' ? renameProfile(part, mention, newName) : renameVariable(mention, newName);
}

function renameVariable({ span }: Mention, newName: string): Renamed | undefined {
  const name = newName.trim().replace(/^[@$]\{?(.*?)\}?$/, '$1');
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(name) ? { name, edit: { span, text: name } } : undefined;
}

/** A name without what has a meaning in names: globs, namespaces, stacks, parents. */
const plainProfileName = /^(?![\s#^]|.*\s$)[^\0-\x1f"\\*?[\]{}^:&,=()!@]+$/;

function renameProfile(part: ApparmorPart, mention: Mention, newName: string): Renamed | undefined {
  if (!plainProfileName.test(newName) || newName.includes('//')) return undefined;
  const { span, name } = mention;
  const parents = name.includes('//') ? name.slice(0, name.lastIndexOf('//') + 2) : '';
  const profile = mention.defines ? profileNamedAt(part, span.start) : undefined;
  const edit = profile ? headerEdit(profile, part.text, span, newName) : labelEdit(part.text, span, newName);
  return edit && { name: parents + newName, edit };
}

/** In a label of several names only the whole can be quoted, so a blank is no use there. */
function labelEdit(text: string, span: Span, newName: string): Edit | undefined {
  const word = asWord(text, span, newName);
  const alone = !/[/&:]/.test((text[span.start - 1] ?? '') + (text[span.end] ?? ''));
  return word === newName || alone ? { span, text: word } : undefined;
}

const isQuoted = (text: string, span: Span) => text[span.start - 1] === '"' || text[span.end] === '"';

const asWord = (text: string, span: Span, name: string) => (/\s/.test(name) && !isQuoted(text, span) ? `"${name}"` : name);

function profileNamedAt(part: ApparmorPart, offset: number): Profile | undefined {
  for (const { statement, start } of walk(part.tree.statements)) {
    if (statement.kind !== 'profile' || !statement.name) continue;
    if (start + statement.name.span.start <= offset && offset < start + statement.name.span.end) return statement;
  }
  return undefined;
}

/** A path as name is what the profile attaches to; under another name the path stays as attachment. */
function headerEdit(profile: Profile, text: string, span: Span, newName: string): Edit {
  const old = text.slice(span.start, span.end);
  const word = asWord(text, span, newName);
  if (profile.attachment || profile.hat || !old.startsWith('/') || newName.startsWith('/')) return { span, text: word };
  const keyword = profile.keyword ? '' : 'profile ';
  if (!isQuoted(text, span)) return { span, text: `${keyword}${word} ${old}` };
  return { span: { start: span.start - 1, end: span.end + 1 }, text: `${keyword}"${word}" "${old}"` };
}
