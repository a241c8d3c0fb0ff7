/** What the profiles of a file are attached to, and which profiles of the workspace attach to the same program. */

import { type Fact, memo, pathOf, type StatedFact, shift } from '../../../core';
import { globError, isExact, overlap, squeezeSlashes } from '../syntax/glob';
import type { ProfileStatement } from '../syntax/tree';
import { variablesIn, wordValue } from '../syntax/words';
import { isPartialIn } from './directives';
import { type ApparmorPart, policyOf } from './model';
import { alternativesOf, type OwnVariables, ownVariables } from './ownVariables';
import { expand } from './variables';

/** One of the patterns that a profile is attached to, with the file's own variables filled in; those of tunables stay in the text. */
export interface Attachment extends Omit<StatedFact, 'detail'> {
  readonly kind: 'apparmor-attachment';
  /** The profile. */
  readonly detail: string;
}

/**
 * As the text of the file alone says it, since the index of a workspace follows no includes. Left out: profiles in namespaces, those that
 * also require extended attributes, and files that apparmor_parser doesn't load from where they are.
 */
export const attachmentsIn = memo((part: ApparmorPart): readonly Attachment[] => {
  if (part.fragment || part.template || loadedFrom(part.uri) === undefined) return [];
  const variables = ownVariables(part.tree);
  return part.tree.statements.flatMap(({ start, statement }) =>
    statement.kind === 'profile' && !isPartialIn(part.tree, start + statement.span.start) ? attachmentsOf(statement, start, variables) : [],
  );
});

function attachmentsOf({ name, attachment, xattrs, hat }: ProfileStatement, start: number, variables: OwnVariables): readonly Attachment[] {
  if (!name || hat || xattrs || /^"?:/.test(name.raw)) return [];
  const [profile = wordValue(name.raw), ...otherNames] = alternativesOf(wordValue(name.raw), variables) ?? [];
  const full = otherNames.length > 0 ? wordValue(name.raw) : profile;
  const patterns = alternativesOf(wordValue((attachment ?? name).raw), variables) ?? [];
  return patterns.map(squeezeSlashes).flatMap((path): readonly Attachment[] => {
    if (!/^(?:[/{]|@\{)/.test(path) || path.includes('\\') || globError(path.replace(/@\{\w+\}/g, 'x'))) return [];
    // Such a profile is matched as a pattern although its name is a path; a fact can't tell it from one that is found by its name.
    if (attachment && full === path) return [];
    return [{ kind: 'apparmor-attachment', name: path, detail: full, span: shift((attachment ?? name).span, start) }];
  });
}

/** Whether the name of the profile is the path of the program: the kernel takes it before all that match by a pattern. */
const isByName = ({ name, detail }: Pick<Fact, 'name' | 'detail'>): boolean => detail === name && !/[*?[{]/.test(name);

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

/** The last name of a path: patterns of other names are not compared. */
const lastName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The attachments of a workspace by the last name of what they match. */
const byLastName = memo((facts: readonly Fact[]): ReadonlyMap<string, readonly Fact[]> => {
  const found = new Map<string, Fact[]>();
  for (const fact of facts) {
    if (fact.kind !== 'apparmor-attachment') continue;
    const same = found.get(lastName(fact.name));
    if (same) same.push(fact);
    else found.set(lastName(fact.name), [fact]);
  }
  return found;
});

/** A profile of another name with a program that it is attached to as well. */
export interface Rival {
  readonly other: Attachment | Fact;
  /** The program, or the pattern of programs. */
  readonly path: string;
  /** The other one's name is the path, and what is compared with it matches nothing else: it is never attached. */
  readonly wins: boolean;
}

/** For each profile of the file that others are in the way of, the first place where they meet; its own file comes before others. */
export function rivalsIn(part: ApparmorPart, facts: readonly Fact[]): ReadonlyMap<Attachment, readonly Rival[]> {
  const own = attachmentsIn(part);
  const found = new Map<Attachment, readonly Rival[]>();
  const reported = new Set<string>();
  const from = loadedFrom(part.uri);
  for (const one of own) {
    if (isByName(one) || reported.has(one.detail)) continue;
    const outside = (byLastName(facts).get(lastName(one.name)) ?? []).filter(({ uri }) => uri !== part.uri && loadedFrom(uri) === from);
    // Of two profiles of one name the one that is loaded later replaces the other.
    const others = [...own, ...outside].filter(({ detail }) => detail !== one.detail);
    const alone = own.filter(({ detail }) => detail === one.detail).length === 1;
    const rivals = others.flatMap((other) => rivalOf(part, one, other, alone) ?? []);
    if (rivals.length === 0) continue;
    reported.add(one.detail);
    found.set(one, rivals);
  }
  return found;
}

/**
 * The kernel takes the profile whose pattern matches most characters before it repeats (`*`). Two that don't repeat match the whole path,
 * so that neither wins; of those that do only the same text is certain to be equal.
 */
function rivalOf(part: ApparmorPart, one: Attachment, other: Attachment | Fact, alone: boolean): Rival | undefined {
  const path = filledIn(part, one.name);
  if (path === undefined) return one.name === other.name ? { other, path: one.name, wins: false } : undefined;
  const theirs = one.name === other.name ? path : filledIn(part, other.name);
  if (theirs === undefined) return undefined;
  if (isByName(other)) return alone && theirs === path ? { other, path, wins: true } : undefined;
  if (theirs === path) return { other, path, wins: false };
  if (/\*/.test(path + theirs) || globError(path) || globError(theirs) || !overlap(path, theirs)) return undefined;
  return { other, path: [path, theirs].find((text) => isExact(text) && !text.includes('{')) ?? one.name, wins: false };
}

function filledIn(part: ApparmorPart, name: string): string | undefined {
  // A variable that only the other file sets has another value here, or none.
  if (variablesIn(name).some((variable) => ownVariables(part.tree).has(variable.name))) return undefined;
  const glob = expand(name, policyOf(part).environment).glob;
  return glob === undefined ? undefined : squeezeSlashes(glob);
}
