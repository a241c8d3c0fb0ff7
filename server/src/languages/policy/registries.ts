import { booleanOf, get, type Member, memberOf, membersOf, type Node, resolved, type Tree } from '../../tree';

/** What one file of registries.d says (`docker/registries_d.go`). */
export interface Registries<S extends SignatureStorage = SourceSection> {
  readonly default?: S;
  readonly sections: readonly S[];
}

/** Where signatures come from for a scope; for `default-docker` without one. */
export interface SignatureStorage {
  readonly scope?: string;
  /** Read from here: `lookaside`, or `sigstore` where that is all there is. */
  readonly lookaside?: string;
  readonly attachments?: boolean;
}

export interface SourceSection extends SignatureStorage {
  readonly member: Member;
}

export function readRegistries(tree: Tree): Registries {
  const standard = memberOf(tree.root, 'default-docker');
  return {
    ...(standard && resolved(standard.value)?.kind === 'object' && { default: sectionOf(standard) }),
    sections: membersOf(get(tree.root, 'docker')).map((member) => ({ ...sectionOf(member), scope: String(member.key.value) })),
  };
}

function sectionOf(member: Member): SourceSection {
  const lookaside = textOf(get(member.value, 'lookaside')) || textOf(get(member.value, 'sigstore'));
  const attachments = booleanOf(get(member.value, 'use-sigstore-attachments'));
  return { member, ...(lookaside && { lookaside }), ...(attachments !== undefined && { attachments }) };
}

/** yaml.v3 reads any plain value as a string. */
function textOf(node: Node | undefined): string | undefined {
  const scalar = resolved(node);
  return scalar?.kind === 'scalar' && scalar.value !== null ? String(scalar.value) : undefined;
}

/** What applies to one image, each with the section that says it. */
export interface SignatureSource<S extends SignatureStorage> {
  readonly lookaside?: { readonly url: string; readonly by: S };
  readonly attachments: { readonly on: boolean; readonly by?: S };
}

/** What all files of a folder say together. */
export function signatureSource<S extends SignatureStorage>(
  files: readonly Registries<S>[],
  candidates: readonly string[],
): SignatureSource<S> {
  const byScope = new Map(files.flatMap((file) => file.sections.map((section) => [section.scope, section] as const)));
  const byDefault = files.find((file) => file.default)?.default;
  return firstOnWay([...candidates.flatMap((candidate) => byScope.get(candidate) ?? []), ...(byDefault ? [byDefault] : [])]);
}

/**
 * Each field is searched separately: the first section on the way from the image up to its registry that has it, then
 * `default-docker`. The manual says that only the most specific section counts; the code goes on.
 */
export function firstOnWay<S extends SignatureStorage>(way: readonly S[]): SignatureSource<S> {
  const lookaside = way.find((section) => section.lookaside !== undefined);
  const attachments = way.find((section) => section.attachments !== undefined);
  return {
    ...(lookaside?.lookaside !== undefined && { lookaside: { url: lookaside.lookaside, by: lookaside } }),
    attachments: { on: attachments?.attachments ?? false, ...(attachments && { by: attachments }) },
  };
}

/** The fields of a section; others are ignored. */
export const sectionFields: readonly string[] = [
  'lookaside',
  'lookaside-staging',
  'sigstore',
  'sigstore-staging',
  'use-sigstore-attachments',
];
