import type { Markdown } from '../../core';
import { transport } from '../../knowledge';
import { fullName, isDigest, isImageId, parseImageName, repositoryOf } from './imageName';
import { cleanPath } from './scope';
import { parentScopes, parentsOfName } from './scopeParents';
import { type KnownFolders, noFolders, type ResolvedPath, resolvedPath } from './symbolicLinks';

/** What is looked up for one image: the keys of the transport's section, in order. */
export interface Lookup {
  readonly transport: string;
  /** The string that is looked up first; '' for images without identity. */
  readonly identity: string;
  /** Identity and parents, most specific first; ends with `""`. */
  readonly candidates: readonly string[];
  /** What was assumed to get here, one sentence. */
  readonly note?: string;
  /** Asked for by bootc or rpm-ostree: `signed` where they demand a policy that is not open by default. */
  readonly ostree?: 'signed' | 'unverified' | 'remote';
  /** What made a full name of a short one. */
  readonly alias?: { readonly words: Markdown; readonly place: { readonly uri: string; readonly line?: number } };
}

export type LookupResult = Lookup | { readonly error: string };

/**
 * Reads an image as a person names it: `docker://quay.io/team/app:1`, `dir:/srv/x`, or a plain `quay.io/team/app:1` as a
 * pod writes it. Sources: `ParseReference`, `PolicyConfigurationIdentity` and `PolicyConfigurationNamespaces` of each transport.
 */
export function lookupOf(image: string, known = noFolders): LookupResult {
  const [, kind = '', own = ''] =
    /^\s*ostree-(image-signed|unverified-(?:image|registry)|remote-(?:image|registry)):(.*)$/s.exec(image) ?? [];
  if (!kind) return ofImage(image, known);
  // The name of the remote, whose keys check the commit, comes first.
  const named = kind.startsWith('remote') ? own.slice(own.indexOf(':') + 1) : own;
  const looked = ofImage(kind.endsWith('registry') ? `docker://${named.trim().replace(/^\/\//, '')}` : named, known);
  const [ostree] = kind === 'image-signed' ? (['signed'] as const) : ([kind.startsWith('remote') ? 'remote' : 'unverified'] as const);
  return 'error' in looked ? looked : { ...looked, ostree };
}

/** bootc names the transport of registries `registry:`, with or without slashes. */
function ofImage(image: string, known: KnownFolders): LookupResult {
  const text = image.trim().replace(/^registry:(?:\/\/)?/, 'docker://');
  const colon = text.indexOf(':');
  const name = text.slice(0, Math.max(0, colon));
  if (!transport(name) || /^docker:(?!\/\/)/.test(text)) return ofPlainName(text);
  const rest = text.slice(colon + 1);
  switch (name) {
    case 'docker':
      return ofRegistry(rest.slice(2));
    case 'atomic':
      return ofAtomic(rest);
    case 'docker-daemon':
      return ofDaemon(rest);
    case 'containers-storage':
      return ofStore(rest);
    case 'dir':
    case 'sif':
      return ofPath(name, rest, known);
    case 'oci':
    case 'oci-archive':
      return ofPath(name, rest.split(':')[0] as string, known);
    default:
      return { transport: name, identity: '', candidates: [''] };
  }
}

/** CRI-O and Podman drop the tag of `name:tag@digest`; only Skopeo's `docker://` refuses it. */
function ofPlainName(text: string): LookupResult {
  const both = /^([^@]+):[^:@/]+(@[^@]+)$/.exec(text);
  const answer = ofRegistry(both ? `${both[1]}${both[2]}` : text);
  return both && !('error' in answer)
    ? { ...answer, note: 'The tag is dropped where a digest follows it, as CRI-O and Podman do.' }
    : answer;
}

function ofRegistry(text: string): LookupResult {
  const parsed = parseImageName(text);
  if ('problem' in parsed) return { error: `\`${text}\` ${parsed.problem}.` };
  const { name } = parsed;
  if (name.tag !== undefined && name.digest !== undefined)
    return { error: `\`${text}\` has a tag and a digest, which the docker transport does not take together.` };
  const identity = fullName(name.tag === undefined && name.digest === undefined ? { ...name, tag: 'latest' } : name);
  return named('docker', identity);
}

function named(transportName: string, identity: string): Lookup {
  return { transport: transportName, identity, candidates: [identity, ...parentsOfName(identity), ''] };
}

function ofAtomic(text: string): LookupResult {
  const parsed = parseImageName(text);
  if ('problem' in parsed) return { error: `\`${text}\` ${parsed.problem}.` };
  if (parsed.name.tag === undefined || parsed.name.path.split('/').length !== 2)
    return { error: `\`${text}\` is not of the form \`host/namespace/stream:tag\` that the atomic transport needs.` };
  return named('atomic', fullName(parsed.name));
}

function ofDaemon(text: string): LookupResult {
  if (isDigest(text))
    return { transport: 'docker-daemon', identity: '', candidates: [''], note: 'An image ID has no identity: only `""` applies.' };
  const parsed = parseImageName(text);
  if ('problem' in parsed) return { error: `\`${text}\` ${parsed.problem}.` };
  const { tag, digest } = parsed.name;
  if ((tag === undefined) === (digest === undefined))
    return { error: `\`${text}\` needs either a tag or a digest for the docker-daemon transport.` };
  return named('docker-daemon', fullName(parsed.name));
}

function ofPath(transportName: string, path: string, known: KnownFolders): LookupResult {
  if (path === '') return { error: `\`${transportName}:\` needs a path.` };
  if (!path.startsWith('/')) return { error: `\`${path}\` is relative: which directory it means depends on where the program runs.` };
  const resolved = resolvedPath(path, known);
  const identity = resolved.path;
  const note = noteOnLinks(path, resolved);
  return {
    transport: transportName,
    identity,
    candidates: [identity, ...parentScopes(transportName, identity), ''],
    ...(note && { note }),
  };
}

/** Which links were followed, and from which folder on they are unknown. */
function noteOnLinks(path: string, { path: identity, followed, folder, missing }: ResolvedPath): string {
  const leads = followed.length
    ? `\`${cleanPath(path)}\` leads to \`${identity}\` through the symbolic link${followed.length > 1 ? 's' : ''} ${followed.map((link) => `\`${link}\``).join(', ')}. `
    : '';
  if (missing !== undefined)
    return `${leads}Symbolic links in the path are resolved before it is looked up; \`${missing}\` is not among these files, so no link there is known.`;
  if (folder !== undefined)
    return `${leads}Symbolic links in the path are resolved before it is looked up; those in \`${folder || '/'}\` are not known here.`;
  return leads.trimEnd();
}

const defaultStore = 'overlay@/var/lib/containers/storage';

/** `[driver@root+run:options]name:tag@ID`; the run directory and options are no part of the identity. */
function ofStore(text: string): LookupResult {
  const [, written, rest = ''] = /^(?:\[([^\]]*)\])?(.*)$/s.exec(text) ?? [];
  const store = (written ?? defaultStore).replace(/[+:].*$/s, '');
  const spec = `[${store.includes('@') ? store : `overlay@${store}`}]`;
  const note = written?.includes('@') ? undefined : `The store is taken to be \`${spec}\`.`;
  const id = /@([0-9a-f]{64})$/.exec(rest)?.[1];
  const name = id === undefined ? rest : rest.slice(0, -(id.length + 1));
  if (name === '' && !id) return { error: 'An image in the store needs a name or an ID.' };
  if (isImageId(name)) return ofStore(`${written === undefined ? '' : `[${written}]`}@${name}`);
  let full = '';
  if (name !== '') {
    const parsed = parseImageName(name);
    if ('problem' in parsed) return { error: `\`${name}\` ${parsed.problem}.` };
    const { tag, digest } = parsed.name;
    full = tag === undefined && digest === undefined ? `${repositoryOf(parsed.name)}:latest` : fullName(parsed.name);
  }
  const identity = spec + full + (id === undefined ? '' : `@${id}`);
  return {
    transport: 'containers-storage',
    identity,
    candidates: [identity, ...parentScopes('containers-storage', identity), ''],
    ...(note && { note }),
  };
}
