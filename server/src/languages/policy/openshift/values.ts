/**
 * What the API server demands of single values (openshift/api, config/v1/types_image_policy.go and types_image_digest_mirror_set.go).
 * Each answers what is wrong, as the end of the sentence "`x` …", or undefined.
 */

import { wordTable } from '../../../core';

const label = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const dottedHost = `${label}(?:\\.${label})+(?::[0-9]+)?`;
const anyHost = `${label}(?:\\.${label})*(?::[0-9]+)?`;
const component = '[a-z0-9]+(?:(?:[._]|__|-*)[a-z0-9]+)*';
const path = `(?:/${component})*`;
const tag = '(?::\\w[\\w.-]{0,127})?';
const digest = '(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?';
const wildcard = `\\*(?:\\.${label})+`;

const whole = (pattern: string) => new RegExp(`^(?:${pattern})$`);
const place = `(?:${dottedHost}|localhost(?::[0-9]+)?)${path}`;
const scopePattern = whole(`${place}${tag}${digest}`);
const placePattern = whole(place);
const wildcardPattern = whole(wildcard);
const mirrorPattern = whole(`${anyHost}${path}`);

const longestScope = 512;

export function scopeProblem(scope: string): string | undefined {
  if (scope === '') return 'is empty';
  if (scope.length > longestScope) return `is longer than ${longestScope} characters`;
  const first = scope.split('/')[0] ?? '';
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(scope)) return 'begins with a scheme';
  if (!first.includes('.') && first.split(':')[0] !== 'localhost')
    return 'does not begin with a host name that has a dot, or with `localhost`';
  if (scope.includes('*'))
    return wildcardPattern.test(scope) ? undefined : 'has a `*` that is not the first label of a host name without port and path';
  if (scopePattern.test(scope)) return undefined;
  return scope.endsWith('/') ? 'ends with a slash' : problemOfName(scope, scopePattern);
}

/** A repository or prefix in `signedIdentity`. */
export function prefixProblem(prefix: string): string | undefined {
  if (prefix.length > longestScope) return `is longer than ${longestScope} characters`;
  // A port is taken for a tag, except that of `localhost`.
  if (/:\w[\w.-]{0,127}$/.test(prefix) && !/^localhost:[0-9]+$/.test(prefix))
    return /^[^/]*:[0-9]+$/.test(prefix) ? 'is a host with a port, which the API server reads as a tag' : 'has a tag';
  if (placePattern.test(prefix)) return undefined;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(prefix)) return 'begins with a scheme';
  if (prefix.includes('@')) return 'has a digest';
  if (prefix.endsWith('/')) return 'ends with a slash';
  if (!/^(?:[^/]*\.|localhost(?:[:/]|$))/.test(prefix)) return 'does not begin with a host name that has a dot, or with `localhost`';
  return problemOfName(prefix, placePattern);
}

export const sourceProblem = (source: string): string | undefined =>
  wildcardPattern.test(source) || mirrorPattern.test(source) ? undefined : mirrorWords(source);

export const mirrorProblem = (mirror: string): string | undefined => (mirrorPattern.test(mirror) ? undefined : mirrorWords(mirror));

function mirrorWords(text: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return 'begins with a scheme';
  if (text.endsWith('/')) return 'ends with a slash';
  if (/@|\/.*:/.test(text)) return 'has a tag or a digest';
  return text.includes('*') ? 'has a `*`' : problemOfName(text, mirrorPattern);
}

function problemOfName(text: string, pattern: RegExp): string {
  const slash = text.indexOf('/');
  const lower = slash < 0 ? text : text.slice(0, slash) + text.slice(slash).toLowerCase();
  return lower !== text && pattern.test(lower)
    ? 'has upper-case letters in its path'
    : 'is not a registry, a namespace, a repository or an image';
}

/** What was probably meant: the name without a scheme, a slash at its end, or capitals in its path. */
export function plainName(text: string): string {
  const bare = text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/\/+$/, '');
  const slash = bare.indexOf('/');
  return slash < 0 ? bare : bare.slice(0, slash) + bare.slice(slash).toLowerCase();
}

export const emailProblem = (text: string): string | undefined => (/^\S+@\S+$/.test(text) ? undefined : 'is not an email address');

const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

export const hostnameProblem = (text: string): string | undefined =>
  text.length <= 253 && subdomain.test(text.replace(/^\*\./, '')) ? undefined : 'is not a host name in lower case, or `*.` and one';

/** Go's `url.ParseRequestURI`: absolute, or a path. */
export const urlProblem = (text: string): string | undefined =>
  /^(?:[a-z][a-z0-9+.-]*:)?\/[^\s<>"]*$/i.test(text) ? undefined : 'is not a URL with a scheme: `https://issuer.example.com`';

/** The decoded content of a base64 field. */
export interface DataShape {
  readonly label: 'PUBLIC KEY' | 'CERTIFICATE';
  readonly shortest?: number;
  /** One or more blocks, each of them complete. */
  readonly bundle?: true;
  /** The preview did not look inside. */
  readonly opaqueInPreview?: true;
}

export const dataShapes: Readonly<Record<string, DataShape>> = wordTable({
  keyData: { label: 'PUBLIC KEY', shortest: 68, opaqueInPreview: true },
  rekorKeyData: { label: 'PUBLIC KEY', opaqueInPreview: true },
  fulcioCAData: { label: 'CERTIFICATE', opaqueInPreview: true },
  caRootsData: { label: 'CERTIFICATE', shortest: 72, bundle: true },
  caIntermediatesData: { label: 'CERTIFICATE', shortest: 72, bundle: true },
});

const longestData = 8192;
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export function dataProblem(text: string, shape: DataShape, preview: boolean): string | undefined {
  if (text.length > longestData) return `is longer than ${longestData} characters`;
  if (/[\r\n]/.test(text) && base64.test(text.replace(/[\r\n]/g, ''))) return 'has line breaks; base64 is one line here';
  if (!base64.test(text))
    return text.includes('-----BEGIN') ? 'is PEM itself; it is written in base64 once more here' : 'is not base64 with padding';
  if (preview && shape.opaqueInPreview) return undefined;
  const [begin, end] = [`-----BEGIN ${shape.label}-----`, `-----END ${shape.label}-----`];
  const content = atob(text);
  if (!content.startsWith(begin)) return `does not begin with \`${begin}\`${otherPem(content)}`;
  if (!/^\n?$/.test(content.slice(content.lastIndexOf(end) + end.length)) || !content.includes(end)) return `does not end with \`${end}\``;
  if (shape.shortest !== undefined && !preview && text.length < shape.shortest) return `is shorter than ${shape.shortest} characters`;
  return shape.bundle && content.split(begin).length !== content.split(end).length
    ? `has an unequal number of \`${begin}\` and \`${end}\``
    : undefined;
}

function otherPem(content: string): string {
  const found = /^\s*-----BEGIN ([A-Z ]+)-----/.exec(content)?.[1];
  if (found?.includes('PRIVATE')) return ': it is a private key';
  return found ? `: it is \`${found}\`` : '';
}
