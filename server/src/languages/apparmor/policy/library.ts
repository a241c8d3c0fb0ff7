/** The abstractions that the files of a folder can include, each as a profile that includes it and nothing else. */

import { type Files, resolveUri } from '../../../core';
import { parse } from '../syntax/parser';
import { emptyMemory } from './checks';
import type { Search } from './includeFolders';
import { follow, isIgnored } from './includes';
import type { AbstractionLibrary, ApparmorPart } from './model';
import { filesOf } from './names';

const mostAbstractions = 800;
const deepest = 2;

/** By the folders for `<…>`; where files can change, it is read again and stays the same object as long as nothing in it did. */
const libraries = new WeakMap<Files, Map<string, Promise<AbstractionLibrary>>>();

export function abstractionLibrary(search: Search): Promise<AbstractionLibrary> {
  const { files, folders } = search;
  const byFolders = libraries.get(files) ?? new Map<string, Promise<AbstractionLibrary>>();
  libraries.set(files, byFolders);
  const key = folders.join('\n');
  const known = byFolders.get(key);
  if (known && files.unchanging) return known;
  const library = readAgain(search, known);
  byFolders.set(key, library);
  return library;
}

async function readAgain(search: Search, known: Promise<AbstractionLibrary> | undefined): Promise<AbstractionLibrary> {
  const [before, now] = [await known, await readLibrary(search)];
  return before && saysSame(before.part, now.part) ? before : now;
}

async function readLibrary(search: Search): Promise<AbstractionLibrary> {
  const reads = new Set<string>();
  const names = await abstractionsIn(search, reads);
  const profiles = names.map((name) => `profile ${name} {\n  include <${name}>\n}\n`);
  const text = `include <tunables/global>\n${profiles.join('')}`;
  const uri = resolveUri(`${search.folders[0] ?? 'file:///'}/`, '.abstractions');
  const tree = parse(text);
  const root = await follow(uri, tree, search, reads);
  return { part: { text, uri, tree, root, fragment: false, memory: emptyMemory() }, reads };
}

/** Names without signs that mean something to apparmor_parser. Folders with the ending `.d` add to the abstraction of that name. */
async function abstractionsIn({ files, folders }: Search, reads: Set<string>): Promise<readonly string[]> {
  const names = new Set<string>();
  const visit = async (folder: string, name: string, depth: number): Promise<void> => {
    reads.add(folder);
    for (const entry of await files.list(folder)) {
      if (isIgnored(entry.name) || !/^[\w.+-]+$/.test(entry.name) || names.size >= mostAbstractions) continue;
      const below = `${name}/${entry.name}`;
      if (entry.kind === 'file') names.add(below);
      else if (entry.kind === 'folder' && !entry.name.endsWith('.d') && depth < deepest)
        await visit(`${resolveUri(folder, entry.name)}/`, below, depth + 1);
    }
  };
  for (const folder of folders) await visit(`${resolveUri(`${folder.replace(/\/$/, '')}/`, 'abstractions')}/`, 'abstractions', 0);
  return [...names];
}

/** The trees of included files are the same objects as long as their texts are. */
function saysSame(one: ApparmorPart, other: ApparmorPart): boolean {
  if (one.text !== other.text) return false;
  const [files, others] = [[...filesOf(one.root)].slice(1), [...filesOf(other.root)].slice(1)];
  return files.length === others.length && files.every(({ uri, tree }, i) => uri === others[i]?.uri && tree === others[i].tree);
}
