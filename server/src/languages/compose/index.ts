import type { Language, Part, StatedFact } from '../../core';
import { get, itemsOf, membersOf, parseYaml, stringOf, type Tree } from '../../tree';
import { services } from './confined';
import { inventory } from './inventory';

interface ComposeFile extends Part {
  readonly tree: Tree;
}

/** A Compose file: it refers to profiles and images. */
export const compose: Language<ComposeFile> = {
  name: 'compose',
  title: 'Compose file',
  rules: [],
  examplePath: 'compose.yaml',
  load: async ({ text }) => ({ parts: [{ start: 0, part: { text, tree: parseYaml(text) } }], reads: [] }),
  unchecked: () => 'no rules for a Compose file',
  containers: ({ tree }) => services(tree),
  inventory: ({ tree }) => inventory(tree),
  facts,
};

/**
 * Which profiles and images the services of a Compose file use. `security_opt` takes `seccomp:FILE` and `apparmor:NAME`, with
 * `=` as well (Compose specification, services, security_opt).
 */
function facts({ tree }: ComposeFile): readonly StatedFact[] {
  return membersOf(get(tree.root, 'services')).flatMap(({ value: service }) => {
    const image = get(service, 'image');
    const name = stringOf(image);
    const options = itemsOf(get(service, 'security_opt')).flatMap((option): StatedFact[] => {
      const [, kind, profile = ''] = /^(seccomp|apparmor)[:=](.+)$/.exec(stringOf(option) ?? '') ?? [];
      if (!kind || /^(?:unconfined|builtin)$/.test(profile)) return [];
      return [
        {
          kind: kind === 'seccomp' ? 'uses-seccomp-profile' : 'uses-apparmor-profile',
          name: profile,
          detail: 'compose',
          span: option.span,
        },
      ];
    });
    return [...options, ...(image && name ? [{ kind: 'uses-image' as const, name, detail: 'compose', span: image.span }] : [])];
  });
}
