import { pathOf } from '../../../core';

/** `/etc/containers/registries.conf`, seen from the root of its tree. */
export function placeName(uri: string): string {
  const path = pathOf(uri);
  const from = Math.max(path.lastIndexOf('/etc/'), path.lastIndexOf('/usr/share/'), path.lastIndexOf('/usr/etc/'));
  return from >= 0 ? path.slice(from) : path.split('/').slice(-2).join('/');
}
