import { nearest, wordTable } from '../../core';
import { transport } from '../../knowledge';
import { isDigest, isImageId } from './imageName';

/** Why a scope is wrong, and what was probably meant. `problem` goes on from "The scope `x` …". */
export interface ScopeProblem {
  readonly problem: string;
  /** The consequence for images, where it is not that no image ever falls under the scope. */
  readonly consequence?: string;
  readonly instead?: string;
  /** `instead` is the next wider scope: what was meant cannot be told. */
  readonly guess?: boolean;
}

/**
 * Whether the reader accepts a scope (`ValidatePolicyConfigurationScope` of each transport). The empty scope always is,
 * and nothing is asked of transports that the reader does not know.
 */
export function refusedScope(transportName: string, scope: string): ScopeProblem | undefined {
  const refused = refuse(transportName, scope);
  if (!refused?.instead || !refuse(transportName, refused.instead)) return refused;
  return { problem: refused.problem };
}

function refuse(transportName: string, scope: string): ScopeProblem | undefined {
  if (scope === '') return undefined;
  switch (transportName) {
    case 'dir':
    case 'oci':
    case 'oci-archive':
    case 'sif':
      return refusedPath(scope);
    case 'docker-archive':
    case 'tarball':
      return { problem: `is not taken: \`${transportName}\` has no scopes but \`""\``, instead: '' };
    case 'docker-daemon':
      return isDigest(scope) ? { problem: 'is an image ID, which has no scope of its own: it falls to `""`', instead: '' } : undefined;
    case 'atomic':
      return refusedAtomic(scope);
    case 'containers-storage':
      return refusedStore(scope);
    default:
      return undefined;
  }
}

function refusedPath(scope: string): ScopeProblem | undefined {
  const cleaned = cleanPath(scope);
  if (!scope.startsWith('/')) return { problem: 'is not an absolute path', instead: cleanPath(`/${scope.replace(/^[a-z-]+:/, '')}`) };
  if (cleaned === '/') return { problem: 'is the root directory, which is written as `""`', instead: '' };
  return cleaned === scope ? undefined : { problem: 'is not written in its shortest form', instead: cleaned };
}

/** Go's `filepath.Clean` for absolute paths. */
export function cleanPath(path: string): string {
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') kept.pop();
    else if (part !== '' && part !== '.') kept.push(part);
  }
  return `/${kept.join('/')}`;
}

function refusedAtomic(scope: string): ScopeProblem | undefined {
  const [host, namespace = '', stream = '', ...more] = scope.split('/');
  const wider = (instead: string) => ({ instead, guess: true });
  if (more.length) return { problem: 'has more than a host, a namespace and a stream', ...wider(`${host}/${namespace}/${stream}`) };
  if (namespace.includes(':'))
    return { problem: 'has a colon in its namespace: only a stream has tags', ...wider(`${host}/${namespace.replace(/:.*$/s, '')}`) };
  if (stream.split(':').length > 2)
    return { problem: 'has two colons after its stream', ...wider(`${host}/${namespace}/${stream.split(':').slice(0, 2).join(':')}`) };
  return undefined;
}

function refusedStore(scope: string): ScopeProblem | undefined {
  const close = scope.indexOf(']');
  if (!scope.startsWith('[') || close < 1)
    return {
      problem: 'does not begin with the store in brackets',
      instead: scope.startsWith('[') ? `${scope}]` : `[overlay@/var/lib/containers/storage]${scope}`,
    };
  const store = scope.slice(1, close);
  const at = store.indexOf('@');
  const root = store.slice(at + 1);
  if (root === '' || at === 0)
    return {
      problem: 'has no driver or no directory of the store: `[overlay@/var/lib/containers/storage]`',
      instead: `[overlay@${root || '/var/lib/containers/storage'}]${scope.slice(close + 1)}`,
      guess: true,
    };
  if (!root.startsWith('/'))
    return at < 0
      ? { problem: 'names no absolute directory for the store', instead: `[${store}@/var/lib/containers/storage]${scope.slice(close + 1)}` }
      : { problem: 'names no absolute directory for the store', instead: `[${store.slice(0, at)}@/${root}]${scope.slice(close + 1)}` };
  const [name = '', first, ...rest] = scope.slice(close + 1).split('@');
  if (first === undefined) return undefined;
  const wider = { instead: `[${store}]${name}`, guess: true };
  if (!rest.length)
    return isImageId(first) || isDigest(first)
      ? undefined
      : { problem: 'has neither a digest nor an image ID of 64 hex digits after its `@`', ...wider };
  if (!isDigest(first)) return { problem: 'has no digest after its first `@`', ...wider };
  return isImageId(rest.join('@'))
    ? undefined
    : { problem: 'has no image ID of 64 hex digits after its second `@`', instead: `[${store}]${name}@${first}`, guess: true };
}

const otherNames: Readonly<Record<string, string>> = wordTable({
  registry: 'docker',
  'docker.io': 'docker',
  storage: 'containers-storage',
  daemon: 'docker-daemon',
});

/** The transport that a name was probably meant to be. */
export function likelyTransport(name: string): string | undefined {
  const bare = name.replace(/:(?:\/\/)?$/, '').toLowerCase();
  const meant = transport(bare)?.name ?? otherNames[bare];
  return (
    meant ??
    nearest(bare, ['docker', 'containers-storage', 'docker-daemon', 'dir', 'oci', 'oci-archive', 'docker-archive', 'sif', 'tarball'])
  );
}
