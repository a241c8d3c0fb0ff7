/**
 * An editor narrows a list down by what is typed after the request, and gives its first item the focus. Enter at the end of a word must
 * then begin a line, not accept an item. So a list is empty when one of its words is complete: each item is found by all but the last sign
 * of its text, and what is longer than a word that the user may be typing is offered only once that word is passed.
 */

import type { Completion } from '../../core';

/**
 * The items for a request of the user, or for quick suggestions while a word is typed, which no client tells apart: only where the word has
 * not begun, the user has certainly asked.
 */
export function askedList(items: readonly Completion[], text: string, offset: number): readonly Completion[] {
  const words = items.filter((item) => isBare(item) && !isNumber(item)).map(({ insert }) => withoutComma(insert));
  return items.flatMap((item) => {
    const typed = text.slice(item.span.start, offset);
    const begun = isBare(item) && typed !== '';
    if (begun && (item.kind !== 'enum' || passes(withoutComma(item.insert), typed, words))) return [];
    const isThere = text.slice(item.span.start, item.span.end) === withoutComma(item.insert);
    const extended = !begun && isBare(item) && words.some((word) => extendsWord(word, item.insert));
    return isThere ? [] : [found(item, extended)];
  });
}

/** Whether the user comes to the end of one of the words on the way from what is typed to a longer one. */
const passes = (longer: string, typed: string, words: readonly string[]): boolean =>
  words.some((word) => word.toLowerCase().startsWith(typed.toLowerCase()) && extendsWord(longer, word));

/**
 * The items for a list that a trigger character opens. Skeletons are left out where the line ends: Enter is the likely next key. Bare words are
 * offered only from a fixed set, since a name of the user's own may be the beginning of another, and only if none is part of another.
 */
export function openedList(items: readonly Completion[], after: string): readonly Completion[] {
  const atEnd = /^[\s\]})]*$/.test(after);
  const offered = items.filter((item) => (isBare(item) ? item.kind === 'enum' : !(atEnd && isSkeleton(item))));
  const words = offered.filter((item) => isBare(item) && !isNumber(item)).map(({ insert }) => insert);
  return words.some((word) => words.some((other) => extendsWord(other, word))) ? [] : offered.map((item) => found(item, false));
}

const sought = ({ filter, label }: Completion): string => filter ?? label;

const isQuoted = (item: Completion): boolean => /^["']/.test(sought(item));

/** Whether the user types the item's text as it is, with no sign that ends it. */
const isBare = (item: Completion): boolean => !item.snippet && !isQuoted(item) && sought(item) === withoutComma(item.insert);

/** What puts in more than its own word; the key of a JSON member is opened by its quote and stays. */
const isSkeleton = (item: Completion): boolean => item.kind === 'snippet' || (item.snippet === true && !isQuoted(item));

/** A key of YAML without quotes. */
const isPlainKey = (item: Completion): boolean =>
  item.kind === 'property' && !isQuoted(item) && /^:/.test(item.insert.slice(sought(item).length));

const isNumber = (item: Completion): boolean => /^-?\d/.test(sought(item));

const withoutComma = (text: string): string => text.replace(/,$/, '');

function found(item: Completion, extended: boolean): Completion {
  const filter = sought(item);
  // Digits are typed, never looked for: `1` would find `10`. A sign that is not on keyboards keeps them apart.
  if (isNumber(item)) return { ...item, filter: `#${filter}` };
  if (isBare(item)) return extended ? item : { ...item, filter: filter.slice(0, -1) };
  // A colon ends a key, also one of the user's own that is part of a longer one: `registry.example.com:` of an image's name with a tag.
  if (isPlainKey(item)) return { ...item, filter: filter.replace(/(?<=.):.*$/, '') };
  return { ...item, filter: filter.replace(/(?<=.)[\]"'>]+$/, '') };
}

/** Whether an editor's loose comparison finds the longer word by the other: its signs in this order, the first at the start of a part. */
export function extendsWord(longer: string, word: string): boolean {
  if (longer.length <= word.length) return false;
  if (word === '') return true;
  const [inLonger, inWord] = [longer.toLowerCase(), word.toLowerCase()];
  for (let start = inLonger.indexOf(inWord[0] as string); start >= 0; start = inLonger.indexOf(inWord[0] as string, start + 1)) {
    const startsPart = start === 0 || /[^\w#]|_/.test(longer[start - 1] as string) || longer[start] !== inLonger[start];
    if (startsPart && hasInOrder(inLonger.slice(start), inWord)) return true;
  }
  return false;
}

function hasInOrder(text: string, word: string): boolean {
  let at = -1;
  for (const sign of word) {
    at = text.indexOf(sign, at + 1);
    if (at < 0) return false;
  }
  return true;
}
