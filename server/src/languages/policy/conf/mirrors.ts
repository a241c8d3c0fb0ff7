import { booleanOf, itemsOf, type Member, type Node, type ObjectNode, stringOf, type Tree } from '../../../tree';
import { fieldOf, fieldValue, valueAt } from './fields';

/** What registries.conf says of where images are fetched from (`pkg/sysregistriesv2`). */
export type Mirrors = readonly Registry[];

/** One `[[registry]]`. */
export interface Registry {
  readonly node: ObjectNode;
  /** The names that it is for, and that the policy is asked about: `prefix`, or `location` without one. */
  readonly prefix: string;
  readonly location?: Member;
  readonly blocked: boolean;
  readonly mirrors: readonly Mirror[];
}

/** One `[[registry.mirror]]`. */
export interface Mirror {
  readonly node: ObjectNode;
  readonly location?: Member;
  /** `all`, `digest-only` or `tag-only`. */
  readonly use: string;
}

export function readMirrors(tree: Tree): Mirrors {
  return objectsIn(valueAt(tree, 'registry')).map((node): Registry => {
    const location = fieldOf(node, 'location');
    const byDigest = booleanOf(fieldValue(node, 'mirror-by-digest-only')) === true;
    return {
      node,
      prefix: nameOf(fieldValue(node, 'prefix')) || nameOf(location?.value),
      ...(location && { location }),
      blocked: booleanOf(fieldValue(node, 'blocked')) === true,
      mirrors: objectsIn(fieldValue(node, 'mirror')).map((mirror) => {
        const place = fieldOf(mirror, 'location');
        return {
          node: mirror,
          ...(place && { location: place }),
          use: stringOf(fieldValue(mirror, 'pull-from-mirror')) || (byDigest ? 'digest-only' : 'all'),
        };
      }),
    };
  });
}

const objectsIn = (node: Node | undefined): readonly ObjectNode[] => itemsOf(node).filter((item) => item.kind === 'object');

/** Slashes at the end do not count. */
export const nameOf = (node: Node | undefined): string => (stringOf(node) ?? '').replace(/\/+$/, '');

/** A place that images are fetched from although they have another name. */
export interface Detour {
  readonly prefix: string;
  readonly place: string;
  readonly value: Node;
}

/** The mirrors, and the locations that differ from their prefix. */
export const detours = (mirrors: Mirrors): readonly Detour[] =>
  mirrors.flatMap(({ prefix, location, mirrors: own }) =>
    [...own.map((mirror) => mirror.location), location].flatMap((member) => {
      const place = nameOf(member?.value);
      return member?.value && place && prefix && place !== prefix ? [{ prefix, place, value: member.value }] : [];
    }),
  );

/** The entry that applies to an image: the one with the longest prefix (`FindRegistry`). */
export const registryFor = (mirrors: Mirrors, image: string): Registry | undefined =>
  mirrors
    .filter(({ prefix }) => fits(prefix, image))
    .reduce<Registry | undefined>((best, next) => (best && best.prefix.length >= next.prefix.length ? best : next), undefined);

/** Whether a mirror is asked for an image: by digest, by tag, or for both. */
export const fitsUse = (use: string, image: string): boolean => use === 'all' || use === (image.includes('@') ? 'digest-only' : 'tag-only');

/** Whether an entry for the prefix is for the image (`refMatchingPrefix`). */
export function fits(prefix: string, image: string): boolean {
  if (prefix.startsWith('*.')) return image.slice(0, image.indexOf('/')).replace(/:\d+$/, '').endsWith(prefix.slice(1));
  return prefix !== '' && image.startsWith(prefix) && /^(?:$|[/:@])/.test(image.slice(prefix.length));
}

/** An image's name at a place that replaces the prefix. A wildcard matches the host. */
export const nameAt = (image: string, prefix: string, place: string): string =>
  place + (prefix.startsWith('*.') ? image.slice(image.indexOf('/')) : image.slice(prefix.length));
