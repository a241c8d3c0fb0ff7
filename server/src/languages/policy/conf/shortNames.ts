import type { StatedFact } from '../../../core';
import { membersOf, stringOf } from '../../../tree';
import type { MirrorsFile } from '../part';
import { fieldOf, itemsAt, valueAt } from './fields';

/** The aliases of a file, and the registries that it searches for short names. */
export function shortNameFacts({ tree }: MirrorsFile): readonly StatedFact[] {
  const aliases = membersOf(valueAt(tree, 'aliases')).map(
    ({ key, value }): StatedFact => ({ kind: 'short-name', name: String(key.value), detail: stringOf(value) ?? '', span: key.span }),
  );
  const search = fieldOf(tree.root, 'unqualified-search-registries');
  const registries = itemsAt(search?.value).map(({ text }) => text);
  return search ? [...aliases, { kind: 'search-registries', name: '', detail: registries.join(' '), span: search.key.span }] : aliases;
}
