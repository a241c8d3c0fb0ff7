import { type Fact, memo, pathOf } from '../../../core';
import { fits, fitsUse, nameAt, nameOf, type Registry } from './mirrors';

/**
 * What registries.conf and the files of its registries.conf.d say together: they are read in the order of their names, and
 * a later entry for a prefix replaces an earlier one whole (`updateWithConfigurationFrom` in `pkg/sysregistriesv2`).
 */
interface Configuration {
  /** By prefix, the entry that counts. */
  readonly entries: ReadonlyMap<string, Fact>;
}

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

/** The folder of registries.conf, and the place in the order of reading: '' for registries.conf itself. */
export function placeIn(uri: string): { readonly folder: string; readonly name: string } {
  const [, folder = '', name = ''] = /^(.*\/)registries\.conf(?:\.d\/([^/]*))?$/s.exec(uri) ?? [];
  return { folder, name };
}

/** `registries.conf`, `registries.conf.d/50-shop.conf`. */
export const confName = (uri: string): string => /registries\.conf(?:\.d\/[^/]*)?$/.exec(pathOf(uri))?.[0] ?? pathOf(uri);

/** By the facts, which stay the same array as long as none changes, and by folder. */
const configurations = memo((facts: readonly Fact[]): ReadonlyMap<string, Configuration> => {
  const byFolder = new Map<string, { entries: Map<string, Fact> }>();
  for (const fact of facts) {
    // A mirror set of OpenShift states entries too, and registries.conf is written from it on other machines.
    if (fact.kind !== 'registry-entry' || !/\/registries\.conf(?:$|\.d\/)/.test(fact.uri)) continue;
    const { folder, name } = placeIn(fact.uri);
    const { entries } = byFolder.get(folder) ?? { entries: new Map<string, Fact>() };
    byFolder.set(folder, { entries });
    const before = entries.get(fact.name);
    if (!before || placeIn(before.uri).name < name) entries.set(fact.name, fact);
  }
  return byFolder;
});

/** The entry of a later file that replaces the one for a prefix in this file. */
export function replacementOf(uri: string, prefix: string, facts: readonly Fact[]): Fact | undefined {
  const { folder, name } = placeIn(uri);
  const last = configurations(facts).get(folder)?.entries.get(prefix);
  return last && placeIn(last.uri).name > name ? last : undefined;
}

/** The mirrors and other places that images come from, without those of entries that are replaced. */
export const mirrorsInForce = (facts: readonly Fact[]): readonly Fact[] =>
  facts.filter((fact) => fact.kind === 'image-mirror' && !replacementOf(fact.uri, fact.detail ?? '', facts));

/** The entry of another file than `uri` that applies to an image, when all files of its folder are put together. */
export function entryElsewhere(uri: string, image: string, facts: readonly Fact[]): Fact | undefined {
  const best = entryFor(configurations(facts).get(placeIn(uri).folder), image);
  return best?.uri === uri ? undefined : best;
}

const entryFor = (configuration: Configuration | undefined, image: string): Fact | undefined =>
  [...(configuration?.entries.values() ?? [])]
    .filter(({ name }) => fits(name, image))
    .reduce<Fact | undefined>((best, next) => (best && best.name.length >= next.name.length ? best : next), undefined);

/** Where an image comes from by the registries.conf beside the policy, or by the only one that is known. */
export interface Fetched {
  readonly by: Fact;
  /** Nothing is fetched from the name itself. */
  readonly isBlocked: boolean;
  /** Full names, in the order they are tried; none where nothing is fetched. */
  readonly places: readonly string[];
}

export function fetchedFrom(policyUri: string, image: string, facts: readonly Fact[]): Fetched | undefined {
  const all = configurations(facts);
  const own = all.get(policyUri.slice(0, policyUri.lastIndexOf('/') + 1)) ?? (all.size === 1 ? [...all.values()][0] : undefined);
  const by = entryFor(own, image);
  if (!by) return undefined;
  const { places, blocked } = detailOf(by);
  const used = places.filter(({ use }) => fitsUse(use, image));
  return { by, isBlocked: blocked === true, places: used.map(({ name }) => (name === by.name ? image : nameAt(image, by.name, name))) };
}
