/** A value that is made when it is first asked for. */
export function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The same for each of some keys; past `limit` of them all are forgotten, for keys that users type. */
export function lazyFor<K, T>(make: (key: K) => T, limit = Number.POSITIVE_INFINITY): (key: K) => T {
  const made = new Map<K, { readonly value: T }>();
  return (key) => {
    let entry = made.get(key);
    if (!entry) {
      entry = { value: make(key) };
      if (made.size >= limit) made.clear();
      made.set(key, entry);
    }
    return entry.value;
  };
}
