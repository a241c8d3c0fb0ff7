/**
 * A table that is asked for words from files. It has no prototype, so `constructor` and `__proto__` are words like any other:
 * the table doesn't have them.
 */
export const wordTable = <T>(entries: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.assign(Object.create(null) as Record<string, T>, entries);

/** The entry of a record that may have a prototype. */
export const entryOf = <T>(record: Readonly<Record<string, T>> | undefined, word: string): T | undefined =>
  record && Object.hasOwn(record, word) ? record[word] : undefined;
