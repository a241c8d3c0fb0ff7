import { type Context, code, type Fact, joined, type Markdown, md, memo, memoWord, ours, type StatedFact } from '../../core';
import type { RequirementList } from './model';
import { filesForViewer, groupOf, nameSeenFrom, readerKey, viewerOf } from './order';
import type { RegistriesFile } from './part';
import { firstOnWay, type Registries, type SignatureSource, type SignatureStorage } from './registries';
import { readingOf } from './root';
import { parentScopes } from './scopeParents';

/** One fact for each section; its `name` is the scope, `''` for `default-docker`, its `detail` the `Source` without it. */
export function sourceFacts({ registries, uri }: RegistriesFile): readonly StatedFact[] {
  // Other files of the folder are not read.
  if (!uri.endsWith('.yaml')) return [];
  const sections = [...(registries.default ? [registries.default] : []), ...registries.sections.filter(({ scope }) => scope !== '')];
  return sections.map(({ scope = '', lookaside, attachments, member }) => ({
    kind: 'signature-source',
    name: scope,
    detail: JSON.stringify({ lookaside, attachments } satisfies SignatureStorage),
    span: member.key.span,
  }));
}

/** A section that a fact tells of. */
export interface KnownSection extends SignatureStorage {
  readonly uri: string;
  readonly line?: number;
}

/** A file of registries.d and the scopes that it has sections for. */
interface SourceFile {
  readonly uri: string;
  readonly scopes: ReadonlySet<string>;
}

interface SourceIndex {
  /** Files of the same tree that the reader does not read. */
  readonly unread: readonly string[];
  /** `''` is `default-docker`. */
  readonly byScope: ReadonlyMap<string, readonly KnownSection[]>;
  readonly files: readonly SourceFile[];
}

/** What tells which files are read: the facts and the reader. */
type Known = Pick<Context, 'facts' | 'policy'>;

const sourceUris = memo(
  (facts: readonly Fact[]): ReadonlySet<string> =>
    new Set(facts.flatMap(({ kind, uri }) => (kind === 'signature-source' || (kind === 'container-file' && isSources(uri)) ? [uri] : []))),
);

const isSources = (uri: string): boolean => /\/registries(?:\.root(?:ful|less))?\.d\//.test(uri);

/** The files of registries.d that are put together for a file, in the order of reading. */
const sourceFiles = (uri: string, context: Known): readonly string[] =>
  filesForViewer('registries.d', [...sourceUris(context.facts), ...(isSources(uri) ? [uri] : [])], viewerOf(uri, context), context);

/** By the facts, which stay the same array as long as no fact changes, by the file and by its reader. */
const indexBy = memoWord((facts: readonly Fact[], _: string, uri: string, context: Known): SourceIndex => {
  const read = new Set(sourceFiles(uri, context));
  const byScope = new Map<string, KnownSection[]>();
  const scopesOf = new Map<string, Set<string>>([...read].map((file) => [file, new Set()]));
  for (const fact of facts) {
    if (fact.kind !== 'signature-source' || !read.has(fact.uri)) continue;
    byScope.set(fact.name, [...(byScope.get(fact.name) ?? []), sectionOf(fact)]);
    scopesOf.get(fact.uri)?.add(fact.name);
  }
  const { environment } = context.policy;
  const group = groupOf(uri, environment);
  const unread = [...sourceUris(facts)].filter((file) => !read.has(file) && groupOf(file, environment) === group);
  return { unread, byScope, files: [...scopesOf].map(([file, scopes]) => ({ uri: file, scopes })) };
});

const indexOf = (uri: string, context: Known): SourceIndex => indexBy(context.facts, `${readerKey(context)} ${uri}`, uri, context);

function sectionOf({ name, uri, detail, line }: Fact): KnownSection {
  const scope = { ...(name !== '' && { scope: name }), ...(line !== undefined && { line }) };
  try {
    return { ...(JSON.parse(detail ?? '{}') as SignatureStorage), ...scope, uri };
  } catch {
    return { ...scope, uri };
  }
}

/** Whether a registries.d file is known that could be the policy's. */
export const knowsSources = (policyUri: string, context: Known): boolean => {
  const { files, unread } = indexOf(policyUri, context);
  return files.length + unread.length > 0;
};

/** A file that turns attachments on for one of the scopes, but is not read; with the reason. */
export function unreadAttachments(
  policyUri: string,
  context: Known,
  candidates: readonly string[],
): { readonly uri: string; readonly words: string } | undefined {
  const unread = new Set(indexOf(policyUri, context).unread);
  if (!unread.size) return undefined;
  const found = context.facts.find(
    (fact) =>
      fact.kind === 'signature-source' &&
      unread.has(fact.uri) &&
      (fact.name === '' || candidates.includes(fact.name)) &&
      sectionOf(fact).attachments === true,
  );
  const reading = found && readingOf(found.uri, sourceUris(context.facts), context);
  return found && reading && { uri: found.uri, words: reading.words };
}

/** The registries.d files that could be the policy's. */
export const sourceFilesFor = (policyUri: string, context: Known): readonly SourceFile[] => indexOf(policyUri, context).files;

/** What is stated by the files of registries.d that are read together with one of them. */
export function siblingFacts(uri: string, context: Known): readonly Fact[] {
  const read = new Set(sourceFiles(uri, context));
  // The reader skips a file that another one hides.
  if (sourceUris(context.facts).has(uri) && !read.has(uri)) return [];
  return context.facts.filter((fact) => fact.kind === 'signature-source' && fact.uri !== uri && read.has(fact.uri));
}

/** What the other files in the folder of one file of registries.d say: all are read, and put together. */
export function siblingsOf(uri: string, context: Known): Registries<KnownSection> {
  const others = siblingFacts(uri, context);
  const standard = others.find(({ name }) => name === '');
  return {
    ...(standard && { default: sectionOf(standard) }),
    sections: others.filter(({ name }) => name !== '').map(sectionOf),
  };
}

/** Where the signatures of an image are read from, as far as the workspace's registries.d files tell. */
export type KnownSource = SignatureSource<KnownSection>;

/** Undefined where no registries.d file is known. Files beside the policy are preferred to others of the workspace. */
export function sourcesFromFacts(policyUri: string, context: Known, candidates: readonly string[]): KnownSource | undefined {
  const { byScope, files, unread } = indexOf(policyUri, context);
  if (!files.length && !unread.length) return undefined;
  return firstOnWay([...candidates.filter(Boolean), ''].flatMap((candidate) => byScope.get(candidate) ?? []));
}

/** `registries.d/quay.yaml`; with its whole path where another file, the one that is looked at, is in another folder. */
export const sourceFileName = (uri: string, seenFrom = uri): string => nameSeenFrom(uri, seenFrom);

/** A sentence on where the signatures of a list come from. */
export function wordSource({ requirements }: Pick<RequirementList, 'requirements'>, source: KnownSource | undefined): Markdown | undefined {
  if (!source) return undefined;
  const asks = (type: string) => requirements.some((requirement) => requirement.type === type);
  const both = asks('sigstoreSigned') && asks('signedBy');
  const sentences = [
    ...(asks('sigstoreSigned') ? [wordAttachments(source, both ? 'sigstore signature' : 'signature')] : []),
    ...(asks('signedBy') ? [wordLookaside(source, both ? 'GPG signature' : 'signature')] : []),
  ];
  return sentences.length ? joined(sentences, ' ') : undefined;
}

/** The same for a lens: `from attachments`, `from sig.example.com`, `no lookaside named`. */
export function shortSource({ requirements }: Pick<RequirementList, 'requirements'>, source: KnownSource | undefined): string | undefined {
  if (!source) return undefined;
  const { attachments, lookaside } = source;
  const words = requirements.flatMap(({ type }) => {
    if (type === 'sigstoreSigned') return [attachments.on ? 'from attachments' : 'no attachments read'];
    if (type !== 'signedBy') return [];
    return [lookaside ? `from ${/^https?:\/\/([^/]+)/.exec(lookaside.url)?.[1] ?? lookaside.url}` : 'no lookaside named'];
  });
  return [...new Set(words)].join(', ') || undefined;
}

function wordAttachments({ attachments }: KnownSource, kind: string): Markdown {
  if (attachments.on) return md`${ours(capital(kind))}s are read from attachments beside the image in the registry${by(attachments.by)}.`;
  return attachments.by
    ? md`${code(sourceFileName(attachments.by.uri))} turns \`use-sigstore-attachments\` off, so no ${ours(kind)} is found.`
    : md`No registries.d section turns \`use-sigstore-attachments\` on, so no ${ours(kind)} is found.`;
}

const wordLookaside = ({ lookaside }: KnownSource, kind: string): Markdown =>
  lookaside
    ? md`${ours(capital(kind))}s are read from ${code(lookaside.url)}${by(lookaside.by)}.`
    : md`No registries.d section names a lookaside, so ${ours(kind)}s are only read from the local directory or the registry itself.`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const by = (section: KnownSection | undefined): Markdown => (section ? md`, by ${code(sourceFileName(section.uri))}` : md``);

/** Whether nothing turns attachments on for a scope, nor for anything below it. */
export function attachmentsMissing(policyUri: string, context: Known, scope: string): boolean {
  if (sourcesFromFacts(policyUri, context, [scope, ...parentScopes('docker', scope)])?.attachments.on) return false;
  const { byScope } = indexOf(policyUri, context);
  return ![...byScope].some(([name, details]) => name.startsWith(`${scope}/`) && details.some((detail) => detail.attachments));
}
