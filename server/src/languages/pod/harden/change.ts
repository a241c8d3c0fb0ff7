import type { Path, Plain } from '../../../tree';

/** A change in meaning to a manifest; paths lead from the document's root. */
export type PodChange =
  /** Gives a member this value, and makes the objects on the way. */
  | { readonly kind: 'set'; readonly path: Path; readonly value: Plain }
  | { readonly kind: 'remove'; readonly path: Path }
  /** Adds an item to a list, and makes the list where there is none. */
  | { readonly kind: 'append'; readonly path: Path; readonly value: Plain };

export const set = (path: Path, value: Plain): PodChange => ({ kind: 'set', path, value });
export const remove = (path: Path): PodChange => ({ kind: 'remove', path });
export const append = (path: Path, value: Plain): PodChange => ({ kind: 'append', path, value });
