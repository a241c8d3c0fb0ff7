/**
 * A function that makes its answer once for each object and keeps it as long as the object exists. The object must not change, and the answer
 * may depend on nothing else.
 */
export function memo<K extends object, T>(make: (key: K) => T): (key: K) => T {
  const made = new WeakMap<K, T>();
  return (key) => {
    if (!made.has(key)) made.set(key, make(key));
    return made.get(key) as T;
  };
}

/** The same for two objects, such as a part and the context in which it is read. */
export function memoPair<K extends object, L extends object, T>(make: (key: K, other: L) => T): (key: K, other: L) => T {
  const made = memo((key: K) => memo((other: L) => make(key, other)));
  return (key, other) => made(key)(other);
}

/** The same for an object and a word. What else `make` is given follows from these two. */
export function memoWord<K extends object, W extends string, A extends readonly unknown[], T>(
  make: (key: K, word: W, ...others: A) => T,
): (key: K, word: W, ...others: A) => T {
  const made = memo((_: K) => new Map<W, T>());
  return (key, word, ...others) => {
    const byWord = made(key);
    if (!byWord.has(word)) byWord.set(word, make(key, word, ...others));
    return byWord.get(word) as T;
  };
}

/**
 * Keeps for each object the answer of the last call, as long as what `by` makes of the other arguments is the same; by default these are the arguments
 * themselves. Only that is kept alive, so the text that an argument refers to is not.
 */
export function memoLast<K extends object, A extends readonly unknown[], T>(
  make: (key: K, ...others: A) => T,
  by: (...others: A) => readonly unknown[] = (...others) => others,
): (key: K, ...others: A) => T {
  const made = new WeakMap<K, { readonly given: readonly unknown[]; readonly answer: T }>();
  return (key, ...others) => {
    const given = by(...others);
    const before = made.get(key);
    if (before?.given.every((one, i) => one === given[i])) return before.answer;
    const answer = make(key, ...others);
    made.set(key, { given, answer });
    return answer;
  };
}

/** Keeps one answer for each object. What else `make` is given follows from the object, so that any call gives the same answer. */
export const memoWith = <K extends object, A extends readonly unknown[], T>(
  make: (key: K, ...others: A) => T,
): ((key: K, ...others: A) => T) => memoLast(make, () => []);
