import type { Value } from '../charts/value';

/** What the objects of a file say, and the steps that reading them took. */
interface Read {
  readonly text: string;
  readonly values: readonly Value[];
  readonly steps: number;
}

/** Characters of the files whose objects are kept: enough for the definitions of a large operator, some tens of MB of memory. */
export const keptCharacters = 8_000_000;

const kept = new Map<string, Read>();
let characters = 0;

/** How many files were read and not taken from what is kept, for tests. */
export const overlayWork = { filesRead: 0 };

/**
 * The objects of a file, kept as long as its text is the same: a folder is built anew for each of its files and after each edit, and all but one of
 * the texts are those of before. No step of a build changes a value, each makes a new one.
 */
export function keptObjects(uri: string, text: string, read: () => { readonly values: readonly Value[]; readonly steps: number }): Read {
  const known = kept.get(uri);
  if (known?.text === text) return known;
  overlayWork.filesRead++;
  const made = { text, ...read() };
  if (known) characters -= known.text.length;
  if (characters + text.length > keptCharacters) {
    kept.clear();
    characters = 0;
  }
  kept.set(uri, made);
  characters += text.length;
  return made;
}
