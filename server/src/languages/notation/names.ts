/** Names as notation-go reads them. Each judge answers the end of the sentence "`x` …", or undefined. */

const label = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const host = new RegExp(`^${label}(?:\\.${label})*(?::[0-9]+)?$`);
const component = '[a-z0-9]+(?:(?:[._]|__|-*)[a-z0-9]+)*';
const repository = new RegExp(`^${component}(?:/${component})*$`);

export function scopeProblem(scope: string): string | undefined {
  if (scope === '*') return undefined;
  if (scope.includes('*')) return 'has a `*`: a wildcard must be the whole scope';
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(scope)) return 'begins with a scheme';
  const slash = scope.indexOf('/');
  const [domain, path] = slash < 0 ? [scope, ''] : [scope.slice(0, slash), scope.slice(slash + 1)];
  if (slash < 0) return 'is not a registry and a repository, such as `registry.example.com/app`';
  if (host.test(domain) && repository.test(path)) return undefined;
  if (path.endsWith('/') || path === '') return 'ends with a slash';
  if (/[:@]/.test(path)) return 'has a tag or a digest, and names one repository';
  return path !== path.toLowerCase() && host.test(domain) && repository.test(path.toLowerCase())
    ? 'has upper-case letters in its path'
    : 'is not a registry and a repository';
}

/** The repository that was probably meant. */
export function plainScope(scope: string): string {
  const bare = scope.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/\/+$/, '');
  const slash = bare.indexOf('/');
  return slash < 0
    ? bare
    : bare.slice(0, slash) +
        bare
          .slice(slash)
          .replace(/[:@].*$/s, '')
          .toLowerCase();
}

export function storeProblem(store: string, types: readonly string[]): string | undefined {
  const colon = store.indexOf(':');
  if (colon < 0) return 'has no type: a store is written as `ca:NAME`';
  const [type, name] = [store.slice(0, colon), store.slice(colon + 1)];
  if (!types.includes(type)) return `has the type \`${type}\`, which is not one of ${types.map((one) => `\`${one}\``).join(', ')}`;
  return /^[a-zA-Z0-9_.-]+$/.test(name) ? undefined : 'has a name with other signs than letters, digits, `_`, `.` and `-`';
}

export type DistinguishedName = ReadonlyMap<string, string>;

/** The subject after `x509.subject:`; a text is what is wrong with it. */
export function readSubject(text: string): DistinguishedName | string {
  if (text.trim() === '') return 'has no subject after `x509.subject:`';
  if (text.includes('=#')) return 'has a value in hex (`=#`), which Notation does not read';
  const found = new Map<string, string>();
  for (const part of text.split(/(?<!\\)[,;]/)) {
    if (/(?<!\\)\+/.test(part)) return 'has several attributes joined by `+`, which Notation does not take';
    const equals = part.indexOf('=');
    if (equals <= 0) return 'is not a list such as `C=US, ST=WA, O=example`';
    const type = part.slice(0, equals).trim();
    const key = type === 'S' ? 'ST' : type;
    if (found.get(key)) return `has \`${key}\` twice`;
    found.set(
      key,
      part
        .slice(equals + 1)
        .trim()
        .replace(/\\(.)/g, '$1'),
    );
  }
  const missing = ['C', 'ST', 'O'].filter((name) => !found.get(name));
  return missing.length ? `needs ${missing.map((name) => `\`${name}\``).join(' and ')}` : found;
}

/** Whether everything that the first says the second says too. */
export const isPartOf = (first: DistinguishedName, second: DistinguishedName): boolean =>
  [...first].every(([key, value]) => second.get(key) === value);

/** The repository of an image, without tag and digest; undefined where no statement could name it. */
export function repositoryOf(image: string): string | undefined {
  const bare = image
    .trim()
    .replace(/^docker:\/\//, '')
    .replace(/@.*$/s, '')
    .replace(/(\/[^/]*):[^/:]*$/, '$1');
  return scopeProblem(bare) === undefined && bare !== '*' ? bare : undefined;
}
