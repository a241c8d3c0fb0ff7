import type { Embedded, Language, Part } from '../../core';
import { get, itemsOf, parseYaml, stringOf, type Tree, textRegion } from '../../tree';

interface CloudConfig extends Part {
  readonly tree: Tree;
}

/**
 * What cloud-init writes on a machine at its first start: `write_files` of a `#cloud-config`. Text that is encoded is left alone.
 * https://cloudinit.readthedocs.io/en/latest/reference/modules.html#write-files
 */
export const cloudInit: Language<CloudConfig> = {
  name: 'cloudInit',
  title: 'cloud-init configuration',
  rules: [],
  examplePath: 'user-data',
  load: async ({ text }) => ({ parts: [{ start: 0, part: { text, tree: parseYaml(text) } }], reads: [] }),
  unchecked: () => 'no rules for a cloud-init configuration, apart from the files that it writes',
  embeds: ({ tree }) =>
    itemsOf(get(tree.root, 'write_files')).flatMap((item): readonly Embedded[] => {
      const path = stringOf(get(item, 'path'));
      const encoding = stringOf(get(item, 'encoding'));
      const content = path !== undefined && (encoding === undefined || encoding === 'text/plain') && textRegion(tree, get(item, 'content'));
      return content ? [{ name: path.replace(/^\/+/, ''), ...content }] : [];
    }),
};
