import { wordTable } from '../../core';
import { isOfficialImage } from '../../knowledge';

/**
 * Image names as containers/image reads them (`docker/reference`, a copy of the distribution project's grammar):
 * short names are completed, and many strings that look like a name are not valid.
 */
export interface ImageName {
  /** Host and port as written; `docker.io` where no host was written. */
  readonly host: string;
  readonly path: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** `host/path`. */
export const repositoryOf = ({ host, path }: ImageName): string => `${host}/${path}`;

export const fullName = (name: ImageName): string =>
  repositoryOf(name) + (name.tag === undefined ? '' : `:${name.tag}`) + (name.digest === undefined ? '' : `@${name.digest}`);

export type ParsedName = { readonly name: ImageName } | { readonly problem: string };

const label = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const host = `${label}(?:\\.${label})*(?::[0-9]+)?`;
const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const path = `${component}(?:/${component})*`;
const tag = '\\w[\\w.-]{0,127}';
const digest = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';

const whole = (pattern: string) => new RegExp(`^${pattern}$`);
const hostPattern = whole(host);
const barePattern = whole(`(?:(${host})/)?(${path})(?::(${tag}))?(?:@(${digest}))?`);
const hostAndPathPattern = whole(`${host}/${path}`);

export const isHost = (text: string): boolean => hostPattern.test(text);

/** A host alone, or a host with a path: what `remapIdentity` accepts as prefix. Nothing is completed there. */
export const isIdentityPrefix = (text: string): boolean => isHost(text) || hostAndPathPattern.test(text);

const digestLengths: Readonly<Record<string, number>> = wordTable({ sha256: 64, sha384: 96, sha512: 128 });

/** `algorithm:hex` of a known algorithm, complete and in lower case (go-digest `Parse`). */
export function isDigest(text: string): boolean {
  const [, algorithm = '', hex = ''] = /^([a-z0-9]+):([0-9a-f]+)$/.exec(text) ?? [];
  return Object.hasOwn(digestLengths, algorithm) && digestLengths[algorithm] === hex.length;
}

/** The 64 hex digits that name an image in a store. */
export const isImageId = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

/** Whether the part before the first slash is a registry, not a namespace of Docker Hub (`splitDockerDomain`). */
export const looksLikeHost = (first: string): boolean => /[.:]/.test(first) || first === 'localhost';

/** Completes a short name: `busybox` is `docker.io/library/busybox`. Says nothing of whether it is valid. */
export function splitName(text: string): { readonly host: string; readonly rest: string } {
  const slash = text.indexOf('/');
  const first = text.slice(0, Math.max(0, slash));
  let { host, rest } =
    slash >= 0 && looksLikeHost(first) ? { host: first, rest: text.slice(slash + 1) } : { host: 'docker.io', rest: text };
  if (host === 'index.docker.io') host = 'docker.io';
  if (host === 'docker.io' && !rest.includes('/')) rest = `library/${rest}`;
  return { host, rest };
}

/** Reads a name, short or long (`ParseNormalizedNamed`). The problem ends the sentence "`x` …". */
export function parseImageName(text: string): ParsedName {
  if (text === '') return { problem: 'is empty' };
  if (isImageId(text)) return { problem: 'is 64 hex digits, which is an image ID and no name' };
  const { host, rest } = splitName(text);
  const match = barePattern.exec(`${host}/${rest}`);
  if (!match) return { problem: problemOf(text, rest) };
  const [, written, whole = '', tag, digest] = match;
  // The grammar allows no underscore in a host, so the whole name counts as a path.
  const registry = written ?? host;
  const path = written === undefined ? whole.slice(host.length + 1) : whole;
  if (registry.length + path.length + 1 > 255) return { problem: 'is longer than 255 characters' };
  if (digest !== undefined && !isDigest(digest)) return { problem: 'has a digest that is not a complete sha256, sha384 or sha512' };
  return { name: { host: registry, path, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) } };
}

function problemOf(text: string, rest: string): string {
  if (/[${}]/.test(text)) return 'has a placeholder, which something else fills in';
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return 'has a scheme in front';
  const repository = rest.replace(/[:@].*$/s, '');
  if (repository !== repository.toLowerCase()) return 'has upper-case letters in its path';
  if (text.includes('*')) return 'has a `*`, which no name has';
  if (/\s/.test(text)) return 'has a blank in it';
  if (text.endsWith('/')) return 'ends with a slash';
  if (text.includes('//')) return 'has an empty path component';
  return 'is not written as an image name';
}

/** A name as it is written, with nothing completed (`reference.Parse`): the first component always counts as the host. */
export function parseBareName(text: string): { readonly host?: string; readonly tag?: string; readonly digest?: string } | undefined {
  const [, host, , tag, digest] = barePattern.exec(text) ?? [''];
  if (!barePattern.test(text)) return undefined;
  return { ...(host !== undefined && { host }), ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) };
}

/** A registry alone, which as a name would be completed to an official image of Docker Hub. */
export function isBareHost(text: string): boolean {
  const [name = '', port = ''] = text.split(':');
  return !/[/@]/.test(text) && (name.includes('.') || name === 'localhost' || (/^\d{4,5}$/.test(port) && !isOfficialImage(name)));
}
