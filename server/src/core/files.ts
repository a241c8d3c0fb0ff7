/** The one port to the world outside the open text. All URIs are absolute strings. */
export interface Files {
  /** The text, or undefined when it is missing, unreadable, too large or outside what may be read. */
  read(uri: string): Promise<string | undefined>;
  /** The folder's entries sorted by name; empty when it is missing or may not be read. */
  list(uri: string): Promise<readonly Entry[]>;
}

export interface Entry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
}

/** A whole file system in a map from URI to text; for tests, examples and `-`. */
export function memoryFiles(texts: Readonly<Record<string, string>> = {}): Files {
  return {
    read: async (uri) => (Object.hasOwn(texts, uri) ? texts[uri] : undefined),
    async list(uri) {
      const folder = uri.endsWith('/') ? uri : `${uri}/`;
      const found = new Map<string, Entry>();
      for (const name of Object.keys(texts)) {
        if (!name.startsWith(folder)) continue;
        const [first, ...rest] = name.slice(folder.length).split('/');
        if (first) found.set(first, { name: first, kind: rest.length ? 'folder' : 'file' });
      }
      return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
}

/** Resolves a relative reference (`../x`, `a/b`, `/abs`) against the folder of `base`, or below `base` when it ends with `/`. */
export function resolveUri(base: string, reference: string): string {
  const [, root = '', path = ''] = /^([a-z][a-z0-9+.-]*:\/\/[^/]*)?(.*)$/is.exec(base) ?? [];
  const segments = reference.startsWith('/') ? [] : path.slice(0, path.lastIndexOf('/')).split('/').filter(Boolean);
  for (const segment of reference.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment && segment !== '.') segments.push(encodeSegment(segment));
  }
  return `${root}/${segments.join('/')}`;
}

/** As editors write URIs: everything but unreserved characters is escaped. */
const encodeSegment = (segment: string): string =>
  encodeURIComponent(segment.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** The decoded last segment. */
export function baseName(uri: string): string {
  return decode(uri.slice(uri.lastIndexOf('/') + 1));
}

/** The decoded path of a URI; what file name patterns are matched against. */
export function pathOf(uri: string): string {
  return decode(uri.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, ''));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const leftoverEndings = [
  ...['.dpkg-new', '.dpkg-old', '.dpkg-dist', '.dpkg-bak', '.dpkg-remove', '.pacsave', '.pacnew'],
  ...['.rpmnew', '.rpmsave', '.orig', '.rej', '~'],
];

/** What packages and editors leave beside a file; loaders that read whole folders pass over it (libapparmor's blacklist). */
export const isLeftover = (name: string): boolean => leftoverEndings.some((ending) => name.endsWith(ending));
