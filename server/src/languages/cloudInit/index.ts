import type { Embedded, Language, Part } from '../../core';
import { get, itemsOf, type Node, parseYaml, stringOf, type Tree, textRegion } from '../../tree';
import { yamlOf } from './jinja';

interface CloudConfig extends Part {
  readonly tree: Tree;
}

/**
 * What cloud-init writes on a machine at its first start: `write_files` of a `#cloud-config`. Text that is encoded is not read.
 * https://cloudinit.readthedocs.io/en/latest/reference/modules.html#write-files
 */
export const cloudInit: Language<CloudConfig> = {
  name: 'cloudInit',
  title: 'cloud-init configuration',
  rules: [],
  examplePath: 'user-data',
  load: async ({ text }) => ({ parts: [{ start: 0, part: { text, tree: parseYaml(yamlOf(text)) } }], reads: [] }),
  unchecked: () => 'no rules for a cloud-init configuration, apart from the files that it writes',
  partial: ({ tree }) =>
    filesOf(tree).some(isEncoded) ? 'cloud-init configurations, of which text that is encoded is not read' : undefined,
  embeds: ({ tree }) =>
    filesOf(tree).flatMap((item): readonly Embedded[] => {
      const path = stringOf(get(item, 'path'));
      const content = path !== undefined && !isEncoded(item) && textRegion(tree, get(item, 'content'));
      return content ? [{ name: path.replace(/^\/+/, ''), ...content }] : [];
    }),
};

const filesOf = ({ root }: Tree) => itemsOf(get(root, 'write_files'));

function isEncoded(item: Node): boolean {
  const encoding = stringOf(get(item, 'encoding'));
  return encoding !== undefined && encoding !== 'text/plain';
}
