import type { ObjectNode, Tree } from './tree';

/** A `[table]` or one `[[table]]` of several, in text order; the text before the first header belongs to the root. */
export interface TomlTable {
  readonly start: number;
  readonly node: ObjectNode;
}

const tables = new WeakMap<Tree, readonly TomlTable[]>();

/** Of a tree that was read from TOML; apart from the parser, which is not loaded to ask other trees. */
export const tomlTables = (tree: Tree): readonly TomlTable[] => tables.get(tree) ?? [];

export const keepTables = (tree: Tree, all: readonly TomlTable[]): void => void tables.set(tree, all);
