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
