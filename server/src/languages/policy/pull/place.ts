import { code, type Markdown, md, ours, pathOf } from '../../../core';

/** `/etc/containers/registries.conf:12`, seen from the root of its tree. */
export function placeName(uri: string, line?: number): string {
  const path = pathOf(uri);
  const from = Math.max(path.lastIndexOf('/etc/'), path.lastIndexOf('/usr/share/'), path.lastIndexOf('/usr/etc/'));
  const shown = from >= 0 ? path.slice(from) : path.split('/').slice(-2).join('/');
  return line === undefined ? shown : `${shown}:${line}`;
}

export const inPlace = (uri: string, line?: number): Markdown => md`${ours(' —')} ${code(placeName(uri, line))}`;
