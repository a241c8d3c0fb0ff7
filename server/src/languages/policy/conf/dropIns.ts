import { type Context, type Fact, memo, memoWord } from '../../../core';
import { filesForViewer, nameSeenFrom, readerKey, viewerOf } from '../order';
import { fits, fitsUse, nameAt, nameOf, type Registry } from './mirrors';

/**
 * What registries.conf and the files of its registries.conf.d say together: they are read in the order of their names, and
 * a later entry for a prefix replaces an earlier one whole (`updateWithConfigurationFrom` in `pkg/sysregistriesv2`).
 */
interface Configuration {
  /** By prefix, the entry that counts. */
  readonly entries: ReadonlyMap<string, Fact>;
  /** The place of each file in the order of reading. */
  readonly order: ReadonlyMap<string, number>;
}

type Known = Pick<Context, 'facts' | 'policy'>;

/** What the `detail` of a `registry-entry` fact tells: the places to fetch from in turn; only mirrors where the prefix is blocked. */
interface EntryDetail {
  readonly blocked?: true;
  readonly places: readonly { readonly name: string; readonly use: string }[];
}

export function entryDetail({ prefix, location, blocked, mirrors }: Registry): string {
  const own = { name: nameOf(location?.value) || prefix, use: 'all' };
  const places = [...mirrors.map((mirror) => ({ name: nameOf(mirror.location?.value), use: mirror.use })), own];
  // A blocked name is not fetched from; its mirrors are.
  return JSON.stringify({ places: blocked ? places.slice(0, -1) : places, ...(blocked && { blocked }) } satisfies EntryDetail);
}

function detailOf({ detail }: Fact): EntryDetail {
  try {
    return JSON.parse(detail ?? '') as EntryDetail;
  } catch {
    return { places: [] };
  }
}

/** `registries.conf`, `registries.conf.d/50-shop.conf`. */
export const confName = (uri: string, seenFrom = uri): string => nameSeenFrom(uri, seenFrom);

/** The files of registries.conf that are put together for a file, in the order of reading. */
export const confFiles = (uri: string, context: Known): readonly string[] =>
  filesForViewer('registries.conf', [...confUris(context.facts), ...(isConf(uri) ? [uri] : [])], viewerOf(uri, context), context);

/** By the facts, which stay the same array as long as no fact changes; a mirror set of OpenShift states entries too, and registries.conf is written from it on other machines. */
const confUris = memo(
  (facts: readonly Fact[]): ReadonlySet<string> =>
    new Set(facts.flatMap(({ kind, uri }) => (statedByConf.has(kind) && isConf(uri) ? [uri] : []))),
);

const statedByConf: ReadonlySet<string> = new Set(['container-file', 'registry-entry', 'search-registries', 'short-name']);

const isConf = (uri: string): boolean => /\/registries(?:\.root(?:ful|less))?\.conf(?:$|\.d\/)/.test(uri);

const configurationBy = memoWord((facts: readonly Fact[], _: string, uri: string, context: Known): Configuration => {
  const files = confFiles(uri, context);
  const order = new Map(files.map((file, i) => [file, i] as const));
  const entries = new Map<string, Fact>();
  for (const fact of facts) {
    const place = fact.kind === 'registry-entry' ? order.get(fact.uri) : undefined;
    if (place === undefined) continue;
    const before = entries.get(fact.name);
    // Of two entries in one file the first counts.
    if (!before || (order.get(before.uri) ?? 0) < place) entries.set(fact.name, fact);
  }
  return { entries, order };
});

const configurationFor = (uri: string, context: Known): Configuration =>
  configurationBy(context.facts, `${readerKey(context)} ${uri}`, uri, context);

/** The entry of a later file that replaces the one for a prefix in this file. */
export function replacementOf(uri: string, prefix: string, context: Known): Fact | undefined {
  const { entries, order } = configurationFor(uri, context);
  const last = entries.get(prefix);
  return last && (order.get(last.uri) ?? 0) > (order.get(uri) ?? 0) ? last : undefined;
}

/** The mirrors and other places that images come from, without those of entries that are replaced. */
export const mirrorsInForce = (context: Known): readonly Fact[] =>
  context.facts.filter((fact) => fact.kind === 'image-mirror' && !replacementOf(fact.uri, fact.detail ?? '', context));

/** The entry of another file than `uri` that applies to an image, when all files of its folder are put together. */
export function entryElsewhere(uri: string, image: string, context: Known): Fact | undefined {
  const best = entryFor(configurationFor(uri, context), image);
  return best?.uri === uri ? undefined : best;
}

const entryFor = (configuration: Configuration, image: string): Fact | undefined =>
  [...configuration.entries.values()]
    .filter(({ name }) => fits(name, image))
    .reduce<Fact | undefined>((best, next) => (best && best.name.length >= next.name.length ? best : next), undefined);

/** Where an image comes from by the registries.conf beside the policy, or by the only one that is known. */
export interface Fetched {
  readonly by: Fact;
  /** Nothing is fetched from the name itself. */
  readonly isBlocked: boolean;
  /** Full names, in the order they are tried; empty where nothing is fetched. */
  readonly places: readonly string[];
}

export function fetchedFrom(policyUri: string, image: string, context: Known): Fetched | undefined {
  const by = entryFor(configurationFor(policyUri, context), image);
  if (!by) return undefined;
  const { places, blocked } = detailOf(by);
  const used = places.filter(({ use }) => fitsUse(use, image));
  return { by, isBlocked: blocked === true, places: used.map(({ name }) => (name === by.name ? image : nameAt(image, by.name, name))) };
}
