import type { Embedded, Language, Part } from '../../core';
import { get, itemsOf, type Node, parseYaml, stringOf, type Tree, textRegion } from '../../tree';
import { yamlOf } from './jinja';
import { piecesOf } from './multipart';

interface CloudConfig extends Part {
  readonly tree: Tree;
  /** The text around it has pieces that are encoded. */
  readonly besideEncoded: boolean;
}

/**
 * What cloud-init writes on a machine at its first start: `write_files` of each `#cloud-config`, also in user data of several
 * pieces. Text that is encoded is not read.
 * https://cloudinit.readthedocs.io/en/latest/reference/modules.html#write-files
 */
export const cloudInit: Language<CloudConfig> = {
  name: 'cloudInit',
  title: 'cloud-init configuration',
  rules: [],
  examplePath: 'user-data',
  load: async ({ text }) => {
    const { configs, encoded } = piecesOf(text) ?? { configs: [{ start: 0, text }], encoded: false };
    const parts = configs.map((config) => ({
      start: config.start,
      part: { text: config.text, tree: parseYaml(yamlOf(config.text)), besideEncoded: encoded },
    }));
    return { parts, reads: [] };
  },
  unchecked: () => 'no rules for a cloud-init configuration, apart from the files that it writes',
  partial: ({ tree, besideEncoded }) =>
    besideEncoded || filesOf(tree).some(isEncoded) ? 'cloud-init configurations, of which text that is encoded is not read' : undefined,
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
