import type { Span } from '../core';
import type { ObjectNode, Path, Tree } from './tree';

/** What could be written at an offset: a key of an object, or a value. In YAML it may be both. */
export interface Cursor {
  readonly kind: 'key' | 'value';
  /** Of the object that gets the key, or of the value. */
  readonly path: Path;
  /** The object that gets the key, or that contains the value; absent where there is none yet. */
  readonly object?: ObjectNode;
  /** The word that is replaced, quotes included. */
  readonly replace: Span;
  /** The word so far, without quotes. */
  readonly prefix: string;
  /** A colon follows the word, in TOML an equals sign: only the key itself is replaced. */
  readonly hasColon: boolean;
  /** As the value or key is quoted now. */
  readonly quote: '"' | "'" | '';
  /** In a YAML block, where values go on lines of their own. */
  readonly block: boolean;
  /** The tree that the path leads through: in YAML the text with a stand-in for the word. */
  readonly tree: Tree;
}
