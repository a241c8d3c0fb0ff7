import { type Context, type Fact, memo } from '../../../core';
import { transport } from '../../../knowledge';
import { placeIn } from '../conf/dropIns';
import { looksLikeHost, parseImageName } from '../imageName';

/** What a name without a registry comes to, by registries.conf. */
export interface ResolvedName {
  /** Full names, in the order in which they are tried. */
  readonly names: readonly string[];
  readonly by?: Fact;
  readonly how: 'full' | 'alias' | 'search' | 'unknown';
}

interface ShortNames {
  readonly aliases: ReadonlyMap<string, Fact>;
  readonly search?: Fact;
}

/** By the facts and by folder; of files of one folder the last one that says something counts. */
const configurations = memo((facts: readonly Fact[]): ReadonlyMap<string, ShortNames> => {
  const byFolder = new Map<string, { aliases: Map<string, Fact>; search?: Fact }>();
  for (const fact of facts) {
    if (fact.kind !== 'short-name' && fact.kind !== 'search-registries') continue;
    const { folder, name } = placeIn(fact.uri);
    const own = byFolder.get(folder) ?? { aliases: new Map<string, Fact>() };
    byFolder.set(folder, own);
    const isLater = (before: Fact | undefined) => !before || placeIn(before.uri).name <= name;
    if (fact.kind === 'search-registries') own.search = isLater(own.search) ? fact : (own.search ?? fact);
    else if (isLater(own.aliases.get(fact.name))) own.aliases.set(fact.name, fact);
  }
  return byFolder;
});

/** Whether an image is written without a registry, so that aliases and search registries count. */
export function isShortName(image: string): boolean {
  const prefix = /^([a-z-]+):/.exec(image)?.[1];
  if (prefix !== undefined && (transport(prefix) || /^(?:ostree-.*|registry)$/.test(prefix))) return false;
  const slash = image.indexOf('/');
  return slash < 0 ? !/^[^:@]*:\/\//.test(image) : !looksLikeHost(image.slice(0, slash));
}

/** The full names of a plain name, as Podman, Buildah and CRI-O look them up (`pkg/shortnames`). */
export function resolveName(policyUri: string, image: string, { facts }: Pick<Context, 'facts'>): ResolvedName {
  if (!isShortName(image)) return { names: [image], how: 'full' };
  const all = configurations(facts);
  const own = all.get(policyUri.slice(0, policyUri.lastIndexOf('/') + 1)) ?? (all.size === 1 ? [...all.values()][0] : undefined);
  if (!own) return { names: [image], how: 'unknown' };
  const [, repository = image, rest = ''] = /^([^:@]*)(.*)$/s.exec(image) ?? [];
  const alias = own.aliases.get(repository);
  if (alias?.detail) return { names: [alias.detail + rest], by: alias, how: 'alias' };
  // An alias with no value takes the name back.
  const { search } = own;
  if (!search) return { names: [], how: 'search' };
  const registries = (search.detail ?? '').split(' ').filter(Boolean);
  return {
    names: registries.map((registry) => `${registry}/${image}`).filter((name) => !('problem' in parseImageName(name))),
    by: search,
    how: 'search',
  };
}
