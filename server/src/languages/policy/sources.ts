import { code, type Fact, type StatedFact } from '../../core';
import type { RequirementList } from './model';
import type { RegistriesFile } from './part';
import { parentScopes } from './scopeParents';

/** What the `detail` of a `signature-source` fact tells; its `name` is the scope, `''` for `default-docker`. */
interface SourceDetail {
  readonly lookaside?: string;
  readonly attachments?: boolean;
}

/** One fact for each section that says something. */
export function sourceFacts({ registries, uri }: RegistriesFile): readonly StatedFact[] {
  // Other files of the folder are not read.
  if (!uri.endsWith('.yaml')) return [];
  const sections = [...(registries.default ? [registries.default] : []), ...registries.sections];
  return sections.map(({ scope = '', lookaside, attachments, member }) => ({
    kind: 'signature-source',
    name: scope,
    detail: JSON.stringify({ ...(lookaside && { lookaside }), ...(attachments !== undefined && { attachments }) } satisfies SourceDetail),
    span: member.key.span,
  }));
}

/** Where the signatures of an image are read from, as far as the workspace's registries.d files tell. */
export interface KnownSource {
  readonly lookaside?: string;
  readonly attachments: boolean;
}

interface SourceIndex {
  /** `''` is `default-docker`. */
  readonly byScope: ReadonlyMap<string, readonly SourceDetail[]>;
  readonly files: readonly SourceFile[];
}

/** A file of registries.d and the scopes that it has sections for. */
interface SourceFile {
  readonly uri: string;
  readonly scopes: ReadonlySet<string>;
}

/** By the facts, which stay the same array as long as none changes, and by the folder of the policy. */
const indexes = new WeakMap<readonly Fact[], Map<string, SourceIndex>>();

function indexOf(policyUri: string, facts: readonly Fact[]): SourceIndex {
  const folder = policyUri.slice(0, policyUri.lastIndexOf('/') + 1);
  const ofFacts = indexes.get(facts) ?? new Map<string, SourceIndex>();
  indexes.set(facts, ofFacts);
  let index = ofFacts.get(folder);
  if (!index) {
    const all = facts.filter((fact) => fact.kind === 'signature-source');
    const beside = all.filter((fact) => fact.uri.startsWith(`${folder}registries.d/`));
    const byScope = new Map<string, SourceDetail[]>();
    const scopesOf = new Map<string, Set<string>>();
    for (const fact of beside.length ? beside : all) {
      byScope.set(fact.name, [...(byScope.get(fact.name) ?? []), detailOf(fact)]);
      scopesOf.set(fact.uri, (scopesOf.get(fact.uri) ?? new Set()).add(fact.name));
    }
    index = { byScope, files: [...scopesOf].map(([uri, scopes]) => ({ uri, scopes })) };
    ofFacts.set(folder, index);
  }
  return index;
}

/** Whether a registries.d file is known that could be the policy's. */
export const knowsSources = (policyUri: string, facts: readonly Fact[]): boolean => indexOf(policyUri, facts).files.length > 0;

/** The registries.d files that could be the policy's. */
export const sourceFilesFor = (policyUri: string, facts: readonly Fact[]): readonly SourceFile[] => indexOf(policyUri, facts).files;

/**
 * Undefined where no registries.d file is known. Files beside the policy are preferred to others of the workspace, and
 * each field is searched by itself, as the library does.
 */
export function sourcesFromFacts(policyUri: string, facts: readonly Fact[], candidates: readonly string[]): KnownSource | undefined {
  const { byScope, files } = indexOf(policyUri, facts);
  if (!files.length) return undefined;
  const way = [...candidates.filter(Boolean), ''].flatMap((candidate) => byScope.get(candidate) ?? []);
  const lookaside = way.find((detail) => detail.lookaside)?.lookaside;
  return { ...(lookaside && { lookaside }), attachments: way.find((detail) => detail.attachments !== undefined)?.attachments ?? false };
}

function detailOf({ detail }: Fact): SourceDetail {
  try {
    return JSON.parse(detail ?? '{}') as SourceDetail;
  } catch {
    return {};
  }
}

/** A sentence on where the signatures of a list come from. */
export function wordSource({ requirements }: RequirementList, source: KnownSource | undefined): string | undefined {
  if (!source) return undefined;
  if (requirements.some((requirement) => requirement.type === 'sigstoreSigned'))
    return source.attachments
      ? 'Signatures are read from attachments beside the image in the registry.'
      : 'No registries.d section turns `use-sigstore-attachments` on, so no signature is found.';
  return source.lookaside
    ? `Signatures are read from ${code(source.lookaside)}.`
    : 'No registries.d section names a lookaside, so signatures are only read from the local directory or the registry itself.';
}

/** Whether nothing turns attachments on for a scope, nor for anything below it. */
export function attachmentsMissing(policyUri: string, facts: readonly Fact[], scope: string): boolean {
  if (sourcesFromFacts(policyUri, facts, [scope, ...parentScopes('docker', scope)])?.attachments) return false;
  const { byScope } = indexOf(policyUri, facts);
  return ![...byScope].some(([name, details]) => name.startsWith(`${scope}/`) && details.some((detail) => detail.attachments));
}
