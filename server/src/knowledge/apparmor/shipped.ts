/** Names of the include files and abis that AppArmor itself installs below /etc/apparmor.d (upstream profiles/apparmor.d, 6.0). */

import { lazy } from '../lazy';
import { abiReleases } from './abis';
import { abstractionHelp } from './abstractions';
import { tunableHelp } from './tunables';

/** `abstractions/base`, `tunables/global`, …: a missing one says that AppArmor's own files are not within reach. */
export const shippedIncludes = lazy(
  () =>
    new Set([
      ...[...abstractionHelp().keys()].map((name) => `abstractions/${name}`),
      ...[...tunableHelp().keys()].map((name) => `tunables/${name}`),
    ]),
);

export const shippedAbis = lazy(() => new Set(Object.keys(abiReleases()).map((name) => `abi/${name}`)));
