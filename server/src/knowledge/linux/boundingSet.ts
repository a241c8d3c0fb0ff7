import type { Target } from '../../core';
import { capabilities, defaultCapabilities, findCapability } from './capabilities';

/** What `--cap-add` and `--cap-drop` make of a runtime's default set; names come with or without `CAP_`. */
export function boundingSet(added: readonly string[], dropped: readonly string[], target: Target = 'docker'): readonly string[] {
  const all = capabilities().map(({ name }) => name);
  const isAll = (name: string) => /^all$/i.test(name);
  const set = new Set(added.some(isAll) ? all : dropped.some(isAll) ? [] : defaultCapabilities(target));
  const known = (names: readonly string[]) => names.flatMap((name) => findCapability(name.toUpperCase())?.name ?? []);
  for (const name of known(dropped)) set.delete(name);
  for (const name of known(added)) set.add(name);
  return all.filter((name) => set.has(name));
}
