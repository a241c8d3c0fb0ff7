/** Where a statement comes from: the file that is open, or one that it includes. */

import { type Span, shift } from '../../../core';
import type { Statement } from '../syntax/tree';
import type { LoadedFile } from './loadedFile';

export interface StatementOrigin {
  /** Absolute start in its own file. */
  readonly start: number;
  readonly file: LoadedFile;
  /** For what an include brought: the place of that include in the open file. */
  readonly site?: Span;
}

export interface Item<S extends Statement = Statement> extends StatementOrigin {
  readonly statement: S;
}

/** Where in the open file something of this item is to be shown. */
export const placeOf = (item: Item, span: Span): Span => item.site ?? shift(span, item.start);
