/** What the profiles of a file are attached to, and which other files of the workspace are loaded together with it. */

import { type Fact, memo, pathOf, type StatedFact, shift } from '../../../core';
import { globError, squeezeSlashes } from '../syntax/glob';
import { wordValue } from '../syntax/words';
import { type ApparmorPart, policyOf } from './model';
import { type NamedProfile, profilesOf } from './profiles';
import { expand } from './variables';

/** A profile and the pattern of the programs that it is attached to, with variables filled in. */
export interface Attachment extends Omit<StatedFact, 'detail'> {
  readonly kind: 'apparmor-attachment';
  /** The profile, with variables filled in. */
  readonly detail: string;
}

/**
 * Attachments by path alone: those of profiles in namespaces and of such that also ask for extended attributes are left out, as are
 * those of files that apparmor_parser doesn't load from here.
 */
export const attachmentsIn = memo((part: ApparmorPart): readonly Attachment[] =>
  part.fragment || part.template || loadedFrom(part.uri) === undefined ? [] : profilesOf(part).flatMap((one) => attachmentOf(part, one)),
);

function attachmentOf(part: ApparmorPart, { fullName, profile, item }: NamedProfile): readonly Attachment[] {
  const { name, attachment, xattrs, hat } = profile;
  if (!name || hat || item.site || xattrs || fullName.includes('//') || /^"?:/.test(name.raw)) return [];
  const { environment } = policyOf(part);
  const filledName = expand(name.raw, environment).glob ?? wordValue(name.raw);
  const pattern = attachment ? expand(attachment.raw, environment).glob : filledName;
  if (pattern === undefined || !/^[/{]/.test(pattern) || pattern.includes('\\') || globError(pattern)) return [];
  const path = squeezeSlashes(pattern);
  // Such a profile is matched as a pattern although its name is a path; a fact can't tell it from one that is found by its name.
  if (attachment && filledName === path) return [];
  return [{ kind: 'apparmor-attachment', name: path, detail: filledName, span: shift((attachment ?? name).span, item.start) }];
}

/** Whether the name of the profile is the path of the program itself: the kernel takes it before all that match by a pattern. */
export const isByName = ({ name, detail }: Pick<Fact, 'name' | 'detail'>): boolean => detail === name && !/[*?[{]/.test(name);

/** The folder whose files are loaded together; undefined for files that are not loaded, or into a namespace. */
export function loadedFrom(uri: string): string | undefined {
  const path = pathOf(uri).split('/').slice(0, -1);
  const base = path.lastIndexOf('apparmor.d');
  if (base < 0) return path.join('/');
  const below = path[base + 1];
  return below === undefined || sources.test(below) ? path.slice(0, base + 1).join('/') : undefined;
}

/** Folders of the collection apparmor.d, whose files are installed next to each other. */
const sources = /^(?:groups|profiles-.*)$/;

/** The attachments of a workspace by what they match. */
const byPattern = memo((facts: readonly Fact[]): ReadonlyMap<string, readonly Fact[]> => {
  const found = new Map<string, Fact[]>();
  for (const fact of facts) {
    if (fact.kind !== 'apparmor-attachment') continue;
    const same = found.get(fact.name);
    if (same) same.push(fact);
    else found.set(fact.name, [fact]);
  }
  return found;
});

/** Profiles of other names that are loaded with the file and have the same attachment: those of the file as it is now, then others. */
export function rivalsOf(part: ApparmorPart, own: Attachment, facts: readonly Fact[]): readonly (Attachment | Fact)[] {
  const from = loadedFrom(part.uri);
  const inside = attachmentsIn(part).filter(({ name }) => name === own.name);
  const outside = (byPattern(facts).get(own.name) ?? []).filter(({ uri }) => uri !== part.uri && loadedFrom(uri) === from);
  // Of two profiles of one name the one that is loaded later replaces the other.
  return [...inside, ...outside].filter(({ detail }) => detail !== own.detail);
}
