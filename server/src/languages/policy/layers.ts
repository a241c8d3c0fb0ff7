import { baseName, type Context, type Fact } from '../../core';
import { compareReleases, signatureReader } from '../../knowledge';

/** From containers/image 5.40 on the vendor's folder and the administrator's are read together, and the first format of registries.conf is refused. */
export const readsLayers = ({ policy }: Pick<Context, 'policy'>): boolean =>
  compareReleases(signatureReader(policy.target).release.image, '5.40.0') >= 0;

/**
 * What the reader of a folder `…/containers/` puts together from its registries.d: the folder alone, and from 5.40 on that of the vendor
 * too, without the files whose names the administrator's folder has.
 */
export function readTogether(folder: string, facts: readonly Fact[], context: Pick<Context, 'policy'>): readonly Fact[] {
  const below = (place: string) => {
    const start = `${place}registries.d/`;
    return facts.filter(({ uri }) => uri.startsWith(start) && !uri.slice(start.length).includes('/'));
  };
  const root = /^(.*)\/(?:etc|usr\/share)\/containers\/$/s.exec(folder)?.[1];
  if (root === undefined || !readsLayers(context)) return below(folder);
  const own = below(`${root}/etc/containers/`);
  const names = new Set(own.map(({ uri }) => baseName(uri)));
  return [...own, ...below(`${root}/usr/share/containers/`).filter(({ uri }) => !names.has(baseName(uri)))];
}
