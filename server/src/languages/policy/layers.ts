import type { Context } from '../../core';
import { compareReleases, signatureReader } from '../../knowledge';

/** From containers/image 5.40 on the vendor's folder and the administrator's are read together, and the first format of registries.conf is refused. */
export const readsLayers = ({ policy }: Pick<Context, 'policy'>): boolean =>
  compareReleases(signatureReader(policy.target).release.image, '5.40.0') >= 0;
