import type { Loaded, LoadOptions } from '../../core';
import type { PodPart } from './part';

/** Words without which a file has no patches, values or items of its own. */
const words = ['patches', 'HelmRelease', 'Application', 'List'] as const;
export type Mentions = ReadonlySet<(typeof words)[number]>;

const known = new WeakMap<Loaded<PodPart>, Mentions>();

/** Which of the words a text has. A word that the version before did not have can only be where the text has changed: to search all of a long text costs more than an edit. */
export function mentionsIn(text: string, previous: LoadOptions<PodPart>['previous']): Mentions {
  const before = previous && known.get(previous.loaded);
  return new Set(words.filter((word) => (before && !before.has(word) ? changed(text, previous.change, word) : text).includes(word)));
}

const changed = (text: string, { start, newEnd }: { readonly start: number; readonly newEnd: number }, word: string): string =>
  text.slice(Math.max(0, start - word.length), newEnd + word.length);

/** Keeps the answer for the next version. */
export function keepMentions(loaded: Loaded<PodPart>, mentions: Mentions): Loaded<PodPart> {
  known.set(loaded, mentions);
  return loaded;
}
