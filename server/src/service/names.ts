/** Names over the files of a workspace: who means the same by a word, and what a search finds. */

import { type FileNames, type FileReference, linesOf, type Mention, type Outline, type Part, type Position, resolveUri } from '../core';
import type { Document } from './document';

/** Something that a search through the workspace finds. */
export interface FoundSymbol {
  readonly uri: string;
  readonly name: string;
  readonly kind: Outline['kind'];
  readonly detail?: string;
  /** The name of what it stands in, or of the kind of file. */
  readonly container: string;
  readonly start: Position;
  readonly end: Position;
}

interface Entry {
  readonly text: string;
  readonly names: readonly FileNames[];
  /** Made when somebody searches. */
  symbols(): readonly FoundSymbol[];
}

export interface NameIndex {
  /** The file reads like this now; undefined: it is gone, or none of ours. */
  put(uri: string, document: Document | undefined): void;
  /** Symbols whose name has the letters of the query in their order; at most `limit`, by name. */
  symbols(query: string, limit: number): readonly FoundSymbol[];
  /**
   * The files that mean the same by a mention of `uri`, itself among them; `reached` are files that it was read with.
   * `strict` leaves out those that may get the name from elsewhere.
   */
  sharing(uri: string, mention: Mention, resolve: Resolve, reached: readonly FileNames[], strict?: boolean): readonly SharingFile[];
  /** Files in which one of the words stands. */
  holding(words: readonly string[]): readonly string[];
  /** The text that the file had when it was put. */
  text(uri: string): string | undefined;
}

/** Where a reference of a file can lead; the first place that is there counts. */
export type Resolve = (uri: string, reference: FileReference) => readonly string[];

export interface SharingFile {
  readonly uri: string;
  /** Of the file as it was indexed. */
  readonly mentions: readonly Mention[];
}

export function nameIndex(): NameIndex {
  const entries = new Map<string, Entry>();
  const documents = new WeakMap<Part, Entry>();

  return {
    put(uri, document) {
      const first = document?.loaded.parts[0]?.part;
      // A document is one object for each version of a text; what was taken from it before stays true.
      const entry = document && ((first && document.loaded.parts.length === 1 && documents.get(first)) || entryOf(uri, document));
      if (entry && first) documents.set(first, entry);
      if (entry && (entry.names.length > 0 || entry.symbols().length > 0)) entries.set(uri, entry);
      else entries.delete(uri);
    },
    symbols(query, limit) {
      const letters = [...query.toLowerCase().replace(/\s+/g, '')];
      const found = [...entries.values()].flatMap((entry) => entry.symbols().filter(({ name }) => hasInOrder(name.toLowerCase(), letters)));
      return found.sort((a, b) => a.name.length - b.name.length || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)).slice(0, limit);
    },
    holding: (words) => [...entries].flatMap(([uri, { text }]) => (words.some((word) => text.includes(word)) ? [uri] : [])),
    text: (uri) => entries.get(uri)?.text,
    sharing(uri, mention, resolve, reached, strict = false) {
      const files = new Map<string, FileNames>();
      for (const [at, { names }] of entries) if (names[0]) files.set(at, names[0]);
      for (const names of reached) if (names.uri && !files.has(names.uri)) files.set(names.uri, names);
      const included = includedFiles(files, resolve);
      return mention.kind === 'profile'
        ? sharingProfile(uri, mention, files, included)
        : sharingVariable(uri, mention, files, included, strict);
    },
  };
}

function hasInOrder(name: string, letters: readonly string[]): boolean {
  let at = 0;
  for (const letter of letters) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

type Files = ReadonlyMap<string, FileNames>;
type Included = (uri: string) => readonly string[];

/** A profile's name means the same everywhere; one of which only the end is known is completed by the profiles that include it. */
function sharingProfile(uri: string, mention: Mention, files: Files, included: Included): readonly SharingFile[] {
  const alike = having(
    files,
    (one) => one.kind === 'profile' && (one.name === mention.name || one.partial === true || mention.partial === true),
  );
  if (!mention.partial && !alike.some(({ mentions }) => mentions.some(({ partial }) => partial))) return alike;
  const owners = new Map<string, Set<string>>();
  for (const [root, { mentions }] of files) {
    const defined = mentions.filter(({ kind, defines, partial }) => kind === 'profile' && defines && !partial);
    if (defined.length === 0) continue;
    for (const one of closure(root, included)) {
      const known = owners.get(one) ?? new Set();
      for (const { name } of defined) known.add(name);
      owners.set(one, known);
    }
  }
  const wholeNames = (at: string, one: Mention) =>
    one.partial ? [...(owners.get(at) ?? [])].map((owner) => owner + one.name) : [one.name];
  const wanted = new Set(wholeNames(uri, mention));
  const fits = (at: string, one: Mention) =>
    (at === uri && one.name === mention.name) || wholeNames(at, one).some((name) => wanted.has(name));
  return alike.flatMap(({ uri: at, mentions }) => {
    const same = mentions.filter((one) => fits(at, one));
    return same.length > 0 ? [{ uri: at, mentions: same }] : [];
  });
}

/**
 * A variable means the same in files that are read in one go: whoever includes one of them reads all that it includes. Fragments
 * that nobody includes and that do not define it get it from elsewhere: from the only definition, where there is but one.
 */
function sharingVariable(uri: string, mention: Mention, files: Files, included: Included, strict: boolean): readonly SharingFile[] {
  const alike = having(files, (one) => one.kind === mention.kind && one.name === mention.name);
  const groups = readTogether(new Set([...alike.map((file) => file.uri), uri]), files, included);
  const own = groups.find((group) => group.has(uri)) ?? new Set();
  const defining = new Set(alike.filter(({ mentions }) => mentions.some(({ defines }) => defines)).map((file) => file.uri));
  const defines = (group: ReadonlySet<string>) => [...group].some((one) => defining.has(one));
  const definers = groups.filter(defines);
  /** Only fragments: a profile that does not define the variable lacks it. */
  const isLoose = (group: ReadonlySet<string>) => !defines(group) && ![...group].some((one) => definesProfile(files.get(one)));
  const joins = (group: ReadonlySet<string>) =>
    group === own || (!strict && definers.length === 1 && (group === definers[0] || isLoose(group)));
  const together = definers[0] && (own === definers[0] || isLoose(own)) ? groups.filter(joins) : [own];
  return alike.filter((file) => together.some((group) => group.has(file.uri)));
}

const definesProfile = (file: FileNames | undefined) =>
  file?.mentions.some(({ kind, defines, partial }) => kind === 'profile' && defines && !partial);

/** The files in groups that are read in one go, directly or by way of others. */
function readTogether(uris: ReadonlySet<string>, files: Files, included: Included): readonly ReadonlySet<string>[] {
  const groupOf = new Map<string, Set<string>>();
  for (const root of new Set([...files.keys(), ...uris])) {
    const members = [...closure(root, included)].filter((one) => uris.has(one));
    const merged = new Set(members.flatMap((one) => [one, ...(groupOf.get(one) ?? [])]));
    for (const one of merged) groupOf.set(one, merged);
  }
  return [...new Set(groupOf.values())];
}

function having(files: Files, fits: (mention: Mention) => boolean): readonly SharingFile[] {
  return [...files].flatMap(([uri, { mentions }]) => {
    const same = mentions.filter(fits);
    return same.length > 0 ? [{ uri, mentions: same }] : [];
  });
}

function includedFiles(files: Files, resolve: Resolve): Included {
  const folders = new Map<string, string[]>();
  for (const uri of files.keys()) {
    const folder = uri.slice(0, uri.lastIndexOf('/'));
    folders.set(folder, [...(folders.get(folder) ?? []), uri]);
  }
  const find = (place: string) => (files.has(place) ? [place] : folders.get(place.replace(/\/$/, '')));
  const known = new Map<string, readonly string[]>();
  return (uri) => {
    let found = known.get(uri);
    if (!found) {
      found = (files.get(uri)?.includes ?? []).flatMap((reference) => {
        for (const place of resolve(uri, reference)) {
          const there = find(place);
          if (there) return there;
        }
        return [];
      });
      known.set(uri, found);
    }
    return found;
  };
}

function closure(root: string, included: Included): ReadonlySet<string> {
  const found = new Set([root]);
  for (const uri of found) for (const one of included(uri)) found.add(one);
  return found;
}

function entryOf(uri: string, document: Document): Entry {
  const { parts } = document.loaded;
  // Names are kept for languages whose files are one part.
  const [first, ...others] = parts;
  const names = first && others.length === 0 ? (document.language.names?.(first.part).slice(0, 1) ?? []) : [];
  let symbols: readonly FoundSymbol[] | undefined;
  return {
    text: document.source.text,
    names,
    symbols() {
      symbols ??= symbolsOf(uri, document);
      return symbols;
    },
  };
}

function symbolsOf(uri: string, { language, loaded, source }: Document): readonly FoundSymbol[] {
  const lines = linesOf(source.text);
  const symbols: FoundSymbol[] = [];
  const add = (items: readonly Outline[], by: number, container: string) => {
    for (const { name, kind, detail, selection, children } of items) {
      const [start, end] = [lines.positionAt(selection.start + by), lines.positionAt(selection.end + by)];
      symbols.push({ uri, name, kind, ...(detail && { detail }), container, start, end });
      if (children) add(children, by, name);
    }
  };
  for (const { start, part } of loaded.parts) add(language.symbols?.(part) ?? [], start, language.title);
  return symbols;
}

/** Where a reference leads, from the folders of the settings. */
export function placesOf(
  uri: string,
  { path, searched }: FileReference,
  includeFolders: readonly string[],
  workingFolder: string | undefined,
): readonly string[] {
  const below = (folder: string) => resolveUri(folder.endsWith('/') ? folder : `${folder}/`, path.replace(/^\/+/, ''));
  if (searched) return includeFolders.map(below);
  if (path.startsWith('/')) return [resolveUri(uri, path)];
  return workingFolder === undefined ? [] : [below(workingFolder)];
}
