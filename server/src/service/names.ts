/** Names over the files of a workspace: who means the same by a word, and what a search finds. */

import {
  type FileNames,
  type FileReference,
  linesOf,
  type Mention,
  memoWith,
  type NamedFiles,
  type Outline,
  type Part,
  type Position,
  type PositionMap,
  resolveUri,
  type SharingFile,
  spanToHost,
} from '../core';
import { type Document, regionAt } from './document';

/** Something that a search through the workspace finds. */
export interface FoundSymbol {
  readonly uri: string;
  readonly name: string;
  readonly kind: Outline['kind'];
  readonly detail?: string;
  /** The name of what contains it, or of the kind of file. */
  readonly container: string;
  readonly start: Position;
  readonly end: Position;
}

interface NameEntry {
  readonly text: string;
  /** Of the regions that name something. */
  readonly named: readonly NamedRegion[];
  /** Made at the first search. */
  symbols(): readonly FoundSymbol[];
}

interface NamedRegion {
  readonly uri: string;
  readonly map: PositionMap;
  readonly names: FileNames;
}

export interface NameIndex {
  /** The file reads like this now; undefined: it is gone, or none of ours. */
  put(uri: string, document: Document | undefined): void;
  /** Symbols whose name has the letters of the query in their order; at most `limit`, by name. */
  symbols(query: string, limit: number): readonly FoundSymbol[];
  /**
   * The files that mean the same by a mention of a document, itself among them. `strict` leaves out those that may get the name
   * from elsewhere.
   */
  sharing(document: Document, mention: Mention, resolve: Resolve, strict?: boolean): readonly SharingFile[];
  /** Files that contain one of the words. */
  holding(words: readonly string[]): readonly string[];
  /** The text that the file had when it was put. */
  text(uri: string): string | undefined;
}

/** Where a reference of a file can lead; the first place that is there counts. */
export type Resolve = (uri: string, reference: FileReference) => readonly string[];

export function nameIndex(): NameIndex {
  const entries = new Map<string, NameEntry>();

  return {
    put(uri, document) {
      const only = document?.regions.length === 1 ? document.regions[0]?.part : undefined;
      // A document is one object for each version of a text; what was taken from it before stays true.
      const entry = document && (only ? entryOfPart(only, uri, document) : entryOf(uri, document));
      if (entry && (entry.named.length > 0 || entry.symbols().length > 0)) entries.set(uri, entry);
      else entries.delete(uri);
    },
    symbols(query, limit) {
      const letters = [...query.toLowerCase().replace(/\s+/g, '')];
      const found = [...entries.values()].flatMap((entry) => entry.symbols().filter(({ name }) => hasInOrder(name.toLowerCase(), letters)));
      return found.sort((a, b) => a.name.length - b.name.length || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)).slice(0, limit);
    },
    holding: (words) => [...entries].flatMap(([uri, { text }]) => (words.some((word) => text.includes(word)) ? [uri] : [])),
    text: (uri) => entries.get(uri)?.text,
    sharing(document, mention, resolve, strict = false) {
      const region = regionAt(document, mention.span.start);
      if (!region) return [];
      const files = new Map<string, FileNames>();
      const hosts = new Map<string, { readonly uri: string; readonly map: PositionMap }>();
      for (const [uri, { named }] of entries) {
        for (const one of named) {
          files.set(one.uri, one.names);
          hosts.set(one.uri, { uri, map: one.map });
        }
      }
      for (const names of region.language.names?.(region.part) ?? []) if (names.uri && !files.has(names.uri)) files.set(names.uri, names);
      const included = includedFiles(files, resolve);
      const sharing = region.language.sharing?.(region.uri, mention, { files, included }, strict) ?? [];
      return inHosts(sharing, hosts);
    },
  };
}

/** The files that regions lie in, each once, with the mentions where they are there. */
function inHosts(
  sharing: readonly SharingFile[],
  hosts: ReadonlyMap<string, { readonly uri: string; readonly map: PositionMap }>,
): readonly SharingFile[] {
  const files = new Map<string, Mention[]>();
  for (const { uri, mentions } of sharing) {
    const host = hosts.get(uri);
    const placed = host && host.map.start !== 0 ? mentions.map((one) => ({ ...one, span: spanToHost(host.map, one.span) })) : mentions;
    files.set(host?.uri ?? uri, [...(files.get(host?.uri ?? uri) ?? []), ...placed]);
  }
  return [...files].map(([uri, mentions]) => ({ uri, mentions }));
}

function hasInOrder(name: string, letters: readonly string[]): boolean {
  let at = 0;
  for (const letter of letters) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function includedFiles(files: ReadonlyMap<string, FileNames>, resolve: Resolve): NamedFiles['included'] {
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

const entryOfPart = memoWith((_: Part, uri: string, document: Document): NameEntry => entryOf(uri, document));

function entryOf(uri: string, document: Document): NameEntry {
  let symbols: readonly FoundSymbol[] | undefined;
  return {
    text: document.source.text,
    named: document.regions.flatMap((region) => {
      const [names] = region.generated ? [] : (region.language.names?.(region.part) ?? []);
      return names ? [{ uri: region.uri, map: region.map, names }] : [];
    }),
    symbols() {
      symbols ??= symbolsOf(uri, document);
      return symbols;
    },
  };
}

function symbolsOf(uri: string, { regions, source }: Document): readonly FoundSymbol[] {
  const lines = linesOf(source.text);
  const symbols: FoundSymbol[] = [];
  const add = (items: readonly Outline[], map: PositionMap, container: string) => {
    for (const { name, kind, detail, selection, children } of items) {
      const place = spanToHost(map, selection);
      const [start, end] = [lines.positionAt(place.start), lines.positionAt(place.end)];
      symbols.push({ uri, name, kind, ...(detail && { detail }), container, start, end });
      if (children) add(children, map, name);
    }
  };
  for (const { language, part, map } of regions) add(language.symbols?.(part) ?? [], map, language.title);
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
