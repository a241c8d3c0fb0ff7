import { type Edit, type Fix, listed } from '../../core';
import {
  get,
  holderOf,
  type Member,
  memberOf,
  type Node,
  type ObjectNode,
  type Plain,
  removeItem,
  removeMember,
  renameKey,
  setMembers,
  setValue,
} from '../../tree';
import type { PolicyPart, ReportedNode } from './part';
import { placeholderFor, placeholderNote } from './placeholders';

/** A fix that only says better what was meant: the file did not load before. */
export const repair = (title: string, edits: readonly Edit[], more: Partial<Fix> = {}): Fix => ({
  title,
  edits,
  safe: true,
  preferred: true,
  ...more,
});

/** Nothing makes a file accept every image unless a person decides it. */
export const acceptsAnything = (type: unknown): boolean => type === 'insecureAcceptAnything';

/** A fix that guesses or changes what the file decides. */
export const change = (title: string, edits: readonly Edit[], note?: string): Fix => ({ title, edits, safe: false, ...(note && { note }) });

/** A fix that permits more, or that is right for some signers only. */
export const choice = (title: string, edits: readonly Edit[], note: string): Fix => ({ title, edits, safe: false, manual: true, note });

/** A fix that lets in what was refused until now: the scope decided for no image. */
export const byHand = (fix: Fix | undefined): Fix | undefined => fix && { ...fix, manual: true };

export const shown = (key: string): string => (key === '' ? '`""`' : `\`${key}\``);

export const rename = (at: ReportedNode, name: string | undefined, safe = true): Fix | undefined =>
  at.member && name !== undefined && !at.object?.members.some((other) => other.key.value === name)
    ? { title: `Rename to ${shown(name)}`, edits: renameKey(at.member, name), safe, preferred: true }
    : undefined;

export const replace = (file: PolicyPart, at: ReportedNode, value: string | undefined, safe = true): Fix | undefined =>
  value !== undefined
    ? { title: `Replace by ${shown(value)}`, edits: setValue(file.tree, at.node, value), safe, preferred: true }
    : undefined;

/** Removes the member that the finding marks. */
export const removal = (file: PolicyPart, { member }: ReportedNode, safe = false): Fix | undefined =>
  member && member.key.parent?.kind === 'object'
    ? { title: `Remove ${shown(String(member.key.value))}`, edits: removeMember(file.tree, member.key.parent, member), safe }
    : undefined;

/** Inserts members after the type of a requirement or identity, or as the last ones. */
export const added = (file: PolicyPart, object: ObjectNode | undefined, values: { readonly [key: string]: Plain }): readonly Edit[] =>
  object ? setMembers(file.tree, object, values, object.members.length ? memberOf(object, 'type') : undefined) : [];

/** Removes an entry that cannot be read from its list. Not safe: it may be a requirement that images have to meet. */
export const withoutItem = (file: PolicyPart, node: Node): Fix | undefined =>
  node.parent?.kind === 'array'
    ? repair('Remove this entry', removeItem(file.tree, node.parent, node.parent.items.indexOf(node)), { safe: false })
    : undefined;

/** An example for an empty value; undefined where no example is known. */
export function withPlaceholder(file: PolicyPart, { node, member }: ReportedNode, requirement?: string): Fix | undefined {
  const field = String(member?.key.value);
  const value = placeholderFor(field, requirement);
  return value ? change(`Give ${shown(field)} a value`, setValue(file.tree, member?.value ?? node, value), placeholderNote) : undefined;
}

/** What a requirement that can mean nothing comes to. */
export function asReject(file: PolicyPart, node: Node): Fix | undefined {
  const requirement = requirementAround(node);
  return requirement && repair('Replace by `reject`', setValue(file.tree, requirement, { type: 'reject' }));
}

/** The requirement that a place lies in: the nearest object around it that is an item of a list. */
export function requirementAround(node: Node): ObjectNode | undefined {
  let current: Node | undefined = node;
  while (current && !(current.kind === 'object' && current.parent?.kind === 'array')) current = current.parent;
  return current?.kind === 'object' ? current : undefined;
}

/** Removes the requirement that a place lies in from its list. */
export function withoutRequirement(file: PolicyPart, node: Node): readonly Edit[] {
  const requirement = requirementAround(node);
  return requirement?.parent?.kind === 'array'
    ? removeItem(file.tree, requirement.parent, requirement.parent.items.indexOf(requirement))
    : [];
}

/** Sets the identity of the requirement that a place lies in. */
export function withIdentity(file: PolicyPart, node: Node, identity: { readonly [key: string]: Plain }): readonly Edit[] {
  const requirement = requirementAround(node);
  if (!requirement) return [];
  const written = get(requirement, 'signedIdentity');
  if (written) return setValue(file.tree, written, identity);
  return setMembers(file.tree, requirement, { signedIdentity: identity });
}

/** The list of requirements that a place lies in, by its key. */
export function listAround(node: Node): Member | undefined {
  const list = requirementAround(node)?.parent;
  return list && holderOf(list);
}

/** One choice for each of several fields that exclude each other: keep it and remove the others. */
export function keepChoices(file: PolicyPart, { object }: ReportedNode, names: readonly string[] | undefined): readonly Fix[] | undefined {
  if (!object || !names) return undefined;
  return names.map((kept) => ({
    title: `Keep only ${shown(kept)}`,
    edits: withoutMembers(
      file,
      object,
      names.filter((name) => name !== kept),
    ),
    safe: false,
  }));
}

/** Several members of one object at once: each removal takes the comma on its left, so that they do not overlap. */
function withoutMembers(file: PolicyPart, object: ObjectNode, names: readonly string[]): readonly Edit[] {
  const { members } = object;
  const gone = members.filter((member) => names.includes(String(member.key.value)));
  const [first, ...others] = gone;
  if (!first) return [];
  if (!others.length) return removeMember(file.tree, object, first);
  const kept = members.findIndex((member) => !gone.includes(member));
  return gone.map((member) => {
    const index = members.indexOf(member);
    const [before, after] = [members[index - 1], members[index + 1]];
    if (index > kept && before) return { span: { start: before.span.end, end: member.span.end }, text: '' };
    return { span: { start: member.span.start, end: after ? after.span.start : member.span.end }, text: '' };
  });
}

/** Gives an empty source of keys an example path: in its own field, or in the one for a path. */
export function filled(file: PolicyPart, at: ReportedNode, requirement?: string): readonly Fix[] {
  if (!at.member?.value) return [];
  const name = String(at.member.key.value);
  const field = name.replace(/(?:Data|Path)s?$/, 'Path');
  const renamed = field === name ? [] : renameKey(at.member, field);
  const edits = [...renamed, ...setValue(file.tree, at.member.value, placeholderFor(field, requirement))];
  return [change(`Give ${shown(field)} a value`, edits, placeholderNote)];
}

/** Adds fields with examples. */
export function filledIn(
  file: PolicyPart,
  object: ObjectNode | undefined,
  names: readonly string[] | undefined,
  requirement?: string,
): readonly Fix[] {
  if (!object || !names) return [];
  const values = Object.fromEntries(names.map((name) => [name, placeholderFor(name, requirement)]));
  return [change(`Add ${listed(names.map(shown))}`, added(file, object, values), placeholderNote)];
}
