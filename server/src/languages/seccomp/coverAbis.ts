import type { Edit } from '../../core';
import type { Analysis } from './analysis';
import { withItems, withMember } from './edits';
import { fieldOf, fieldValue, listOf } from './model';
import type { SeccompPart } from './part';

/** Adds ABIs where the profile names its own: to `architectures`, to the host's entry of `archMap`, or as a new list. */
export function coverAbis(
  { profile, host, loader, tree }: Pick<Analysis, 'profile' | 'host' | 'loader'> & Pick<SeccompPart, 'tree'>,
  words: readonly string[],
): readonly Edit[] {
  const list = listOf(fieldValue(profile.node, 'architectures'));
  if (list?.items.length) return withItems(tree, list, words);
  const entry = profile.archMap.find(({ architecture }) => architecture?.value === host.architecture.scmp);
  const subs = entry && listOf(fieldValue(entry.node, 'subArchitectures'));
  if (subs) return withItems(tree, subs, words);
  const map = loader.reader === 'oci' ? undefined : listOf(fieldValue(profile.node, 'archMap'));
  if (map?.items.length) return withItems(tree, map, [{ architecture: host.architecture.scmp, subArchitectures: words }]);
  const after = fieldOf(profile.node, 'defaultErrnoRet') ?? fieldOf(profile.node, 'defaultAction');
  return withMember(tree, profile.node, 'architectures', [host.architecture.scmp, ...words], after);
}
