/** `..` as a step of a path. */
export const climbs = (path: string): boolean => path.split('/').includes('..');

/** Why the API server refuses a path that must lead down from a folder; undefined where it takes it. */
export const refusedAsDescending = (path: string): string | undefined =>
  path.startsWith('/') ? 'must be relative' : climbs(path) ? "must not contain '..'" : undefined;

/** The same for a file that the kubelet writes, whose own bookkeeping starts with two dots. */
export const refusedAsFile = (path: string): string | undefined =>
  refusedAsDescending(path) ?? (path.startsWith('..') ? "must not start with '..'" : undefined);

/** DNS label of RFC 1123. */
export const isLabel = (name: string): boolean => name.length <= 63 && /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(name);

/** DNS subdomain of RFC 1123. */
export const isSubdomain = (name: string): boolean =>
  name.length <= 253 && /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/.test(name);
