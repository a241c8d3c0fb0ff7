import { type Context, type Fact, memoWord } from '../../../core';
import { transport } from '../../../knowledge';
import { confFiles } from '../conf/dropIns';
import { looksLikeHost, parseImageName } from '../imageName';
import { readerKey } from '../order';

/** What a name without a registry comes to, by registries.conf. */
export interface ResolvedName {
  /** Full names, in the order in which they are tried. */
  readonly names: readonly string[];
  readonly by?: Fact;
  readonly how: 'full' | 'alias' | 'search' | 'unknown';
}

type Known = Pick<Context, 'facts' | 'policy'>;

interface ShortNames {
  readonly aliases: ReadonlyMap<string, Fact>;
  readonly search?: Fact;
}

/** Of the files that are put together the last one that says something counts. */
const shortNamesBy = memoWord((facts: readonly Fact[], _: string, policyUri: string, context: Known): ShortNames | undefined => {
  const files = confFiles(policyUri, context);
  if (!files.length) return undefined;
  const order = new Map(files.map((uri, i) => [uri, i] as const));
  const aliases = new Map<string, Fact>();
  let search: Fact | undefined;
  const isLater = (fact: Fact, before: Fact | undefined) => !before || (order.get(before.uri) ?? 0) <= (order.get(fact.uri) ?? 0);
  for (const fact of facts) {
    if (!order.has(fact.uri)) continue;
    if (fact.kind === 'search-registries' && isLater(fact, search)) search = fact;
    if (fact.kind === 'short-name' && isLater(fact, aliases.get(fact.name))) aliases.set(fact.name, fact);
  }
  return { aliases, ...(search && { search }) };
});

/** Whether an image is written without a registry, so that aliases and search registries count. */
export function isShortName(image: string): boolean {
  const prefix = /^([a-z-]+):/.exec(image)?.[1];
  if (prefix !== undefined && (transport(prefix) || /^(?:ostree-.*|registry)$/.test(prefix))) return false;
  const slash = image.indexOf('/');
  return slash < 0 ? !/^[^:@]*:\/\//.test(image) : !looksLikeHost(image.slice(0, slash));
}

/** The full names of a plain name, as Podman, Buildah and CRI-O look them up (`pkg/shortnames`). */
export function resolveName(policyUri: string, image: string, context: Known): ResolvedName {
  if (!isShortName(image)) return { names: [image], how: 'full' };
  const own = shortNamesBy(context.facts, `${readerKey(context)} ${policyUri}`, policyUri, context);
  if (!own) return { names: [image], how: 'unknown' };
  const [, repository = image, rest = ''] = /^([^:@]*)(.*)$/s.exec(image) ?? [];
  const alias = own.aliases.get(repository);
  if (alias?.detail) return { names: [alias.detail + rest], by: alias, how: 'alias' };
  // An alias with no value removes the short name.
  const { search } = own;
  if (!search) return { names: [], how: 'search' };
  const registries = (search.detail ?? '').split(' ').filter(Boolean);
  return {
    names: registries.map((registry) => `${registry}/${image}`).filter((name) => !('problem' in parseImageName(name))),
    by: search,
    how: 'search',
  };
}
