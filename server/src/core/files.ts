/** The one port to the world outside the open text. All URIs are absolute strings. */
export interface Files {
  /** The text, or undefined when it is missing, unreadable, too large or outside what may be read. */
  read(uri: string): Promise<string | undefined>;
  /** The folder's entries sorted by name; empty when it is missing or may not be read. */
  list(uri: string): Promise<readonly Entry[]>;
  /** The symbolic links in a folder, and where each leads as it is written; absent where links can't be told. */
  links?(uri: string): Promise<readonly SymbolicLink[]>;
  /** Nothing changes as long as this object is used, so that what is put together from these files needs no second look. */
  readonly unchanging?: boolean;
}

export interface Entry {
  readonly name: string;
  /** `special`: a pipe or socket, which no loader can read. `unread`: there, but not read: a device, or a link that leads out of what may be read. */
  readonly kind: 'file' | 'folder' | 'special' | 'unread';
}

export interface SymbolicLink {
  readonly name: string;
  readonly to: string;
}

/** A whole file system in a map from URI to text; for tests, examples and `-`. `linksByUri` tells where symbolic links lead. */
export function memoryFiles(texts: Readonly<Record<string, string>> = {}, linksByUri: Readonly<Record<string, string>> = {}): Files {
  return {
    async links(uri) {
      const folder = uri.endsWith('/') ? uri : `${uri}/`;
      return Object.entries(linksByUri).flatMap(([link, to]) => {
        const name = link.startsWith(folder) ? link.slice(folder.length) : '';
        return name && !name.includes('/') ? [{ name, to }] : [];
      });
    },
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

/** Characters of text that `remembered` keeps; what is read after that is read anew each time. */
const mostRemembered = 64 * 1024 * 1024;

/**
 * The same files for work during which nothing changes: each is read once and each folder listed once, also what isn't there. What is no entry
 * of a folder that was visited is not looked for.
 */
export function remembered(files: Files): Files {
  const texts = new Map<string, Promise<string | undefined>>();
  const lists = new Map<string, Promise<readonly Entry[]>>();
  const names = new Map<string, Promise<ReadonlySet<string> | undefined>>();
  /** Folders that were listed, or that a file was read in. Others are not listed just to see what is in them: they may lie above what is checked. */
  const visited = new Set<string>();
  let length = 0;

  function list(uri: string): Promise<readonly Entry[]> {
    const folder = uri.replace(/\/$/, '');
    const known = lists.get(folder);
    if (known) return known;
    visited.add(folder);
    const listing = mayBeThere(folder).then((may) => (may ? files.list(uri) : []));
    lists.set(folder, listing);
    return listing;
  }

  /** In a form in which each spelling is the same that some disk reads as the same; undefined where there is no such folder. */
  function namesIn(folder: string): Promise<ReadonlySet<string> | undefined> {
    const known = names.get(folder);
    if (known) return known;
    const listed = mayBeThere(folder).then(async (may) =>
      may ? new Set((await list(`${folder}/`)).map(({ name }) => spelling(name))) : undefined,
    );
    names.set(folder, listed);
    return listed;
  }

  async function mayBeThere(uri: string): Promise<boolean> {
    const end = uri.lastIndexOf('/');
    if (end <= uri.indexOf('://') + 2) return true;
    const folder = uri.slice(0, end);
    if (!visited.has(folder)) return mayBeThere(folder);
    const there = await namesIn(folder);
    // A folder that shows nothing may be one whose files can be read by name only.
    return there !== undefined && (there.size === 0 || there.has(spelling(baseName(uri))));
  }

  async function read(uri: string): Promise<string | undefined> {
    if (!(await mayBeThere(uri))) return undefined;
    const text = await files.read(uri);
    length += text?.length ?? 0;
    if (text !== undefined) visited.add(uri.slice(0, uri.lastIndexOf('/')));
    return text;
  }

  return {
    unchanging: true,
    read(uri) {
      const known = texts.get(uri);
      if (known) return known;
      if (length > mostRemembered) return files.read(uri);
      const reading = read(uri);
      texts.set(uri, reading);
      return reading;
    },
    list,
  };
}

const spelling = (name: string): string => name.normalize('NFC').toLowerCase();

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

/**
 * As editors write URIs: everything but unreserved characters is escaped. A byte that is not UTF-8, kept as a lone surrogate U+DC80 to U+DCFF
 * (`disk/names.ts`), is that byte again.
 */
export const encodeSegment = (segment: string): string =>
  segment
    .split(/([\u{dc80}-\u{dcff}])/u)
    .map((piece, i) => (i % 2 ? escaped(piece.charCodeAt(0) & 0xff) : encodeURIComponent(piece.replace(/\p{Surrogate}/gu, '\ufffd'))))
    .join('')
    .replace(/[!'()*]/g, (c) => escaped(c.charCodeAt(0)));

const escaped = (byte: number): string => `%${byte.toString(16).toUpperCase()}`;

/** The decoded last segment. */
export function baseName(uri: string): string {
  return decode(uri.slice(uri.lastIndexOf('/') + 1));
}

/** The decoded path of a URI; what file name patterns are matched against. */
export function pathOf(uri: string): string {
  return uri
    .replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '')
    .split('/')
    .map(decode)
    .join('/');
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment.replace(/%([0-9a-f]{2})/gi, (_, digits: string) => {
      const byte = Number.parseInt(digits, 16);
      return String.fromCharCode(byte < 0x80 ? byte : 0xdc00 + byte);
    });
  }
}

const leftoverEndings = [
  ...['.dpkg-new', '.dpkg-old', '.dpkg-dist', '.dpkg-bak', '.dpkg-remove', '.pacsave', '.pacnew'],
  ...['.rpmnew', '.rpmsave', '.orig', '.rej', '~'],
];

/** What packages and editors leave beside a file; loaders that read whole folders pass over it (libapparmor's blacklist). */
export const isLeftover = (name: string): boolean => leftoverEndings.some((ending) => name.endsWith(ending));
