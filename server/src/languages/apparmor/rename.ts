/** References, highlights and renaming of variables and profiles. */

import type { Context, Edit, Location, Span } from '../../core';
import type { ApparmorPart } from './model';
import { nameAt, type Occurrence, occurrencesOf } from './occurrences';
import { profilesOf } from './profiles';
import type { Profile } from './tree';

export function references(part: ApparmorPart, offset: number, _context: Context): readonly Location[] {
  const name = nameAt(part, offset);
  return name ? occurrencesOf(part, name).map(({ file, span }) => ({ ...(file !== part.root && { uri: file.uri }), span })) : [];
}

export function highlights(part: ApparmorPart, offset: number): readonly Span[] {
  const name = nameAt(part, offset);
  return name ? own(part, occurrencesOf(part, name)).map(({ span }) => span) : [];
}

const own = (part: ApparmorPart, found: readonly Occurrence[]) => found.filter(({ file }) => file === part.root);

export function renameSpan(part: ApparmorPart, offset: number): Span | undefined {
  const name = nameAt(part, offset);
  return name && own(part, occurrencesOf(part, name)).some((one) => one.defines) ? name.span : undefined;
}

/**
 * Edits that give a variable, profile or hat another name; undefined where the new name is not valid or taken, or where
 * the name is also written in an included file, which others may include too.
 */
export function rename(part: ApparmorPart, offset: number, newName: string, _context: Context): readonly Edit[] | undefined {
  const name = nameAt(part, offset);
  if (!name) return undefined;
  const found = occurrencesOf(part, name);
  if (!found.some((one) => one.defines) || found.some((one) => one.file !== part.root)) return undefined;
  return name.kind === 'profile' ? renameProfile(part, name.name, newName, found) : renameVariable(part, name, newName, found);
}

function renameVariable(part: ApparmorPart, old: Occurrence, newName: string, found: readonly Occurrence[]): readonly Edit[] | undefined {
  const name = newName.trim().replace(/^[@$]\{?(.*?)\}?$/, '$1');
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) return undefined;
  if (occurrencesOf(part, { kind: old.kind, name }).some((one) => one.defines)) return undefined;
  return found.map(({ span }) => ({ span, text: name }));
}

/** A name without what has a meaning in names: globs, namespaces, stacks, parents. */
const plainProfileName = /^(?![\s#^]|.*\s$)[^\0-\x1f"\\*?[\]{}^:&,=()!@]+$/;

function renameProfile(part: ApparmorPart, oldName: string, newName: string, found: readonly Occurrence[]): readonly Edit[] | undefined {
  if (!plainProfileName.test(newName) || newName.includes('//')) return undefined;
  const all = profilesOf(part);
  const renamed = all.find(({ fullName }) => fullName === oldName);
  const parent = oldName.includes('//') ? oldName.slice(0, oldName.lastIndexOf('//') + 2) : '';
  if (!renamed || all.some(({ fullName }) => fullName === parent + newName)) return undefined;
  return found.map(({ span, defines }) => {
    const quoted = part.text[span.start - 1] === '"';
    const word = /\s/.test(newName) && !quoted ? `"${newName}"` : newName;
    return { span, text: defines ? headerName(renamed.profile, part.text.slice(span.start, span.end), word, newName) : word };
  });
}

/** A path as name is what the profile attaches to; under another name the path stays as attachment. */
function headerName(profile: Profile, old: string, word: string, newName: string): string {
  if (profile.attachment || profile.hat || !old.startsWith('/') || newName.startsWith('/')) return word;
  return `${profile.keyword ? '' : 'profile '}${word} ${old}`;
}
