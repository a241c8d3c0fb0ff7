import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { booleanOf } from '../../../tree';
import { fieldOf, fieldValue } from '../conf/fields';
import { nameOf, type Registry } from '../conf/mirrors';
import { headerOf } from '../conf/words';
import { onMirrors, type PolicyPart } from '../part';

export const registryConflict: Rule<PolicyPart> = {
  code: 'policy/registry-conflict',
  title: 'Conflicting entries for one registry',
  category: 'correctness',
  severity: 'error',
  why: 'Entries with the same `location` must agree on `insecure` and on `blocked`, or the file is refused. What is left out counts as `false`.',
  sources: [signatureAuthorities.mirrorsReader],
  example: {
    bad: '[[registry]]\nprefix = "example.com/a"\nlocation = "quay.io"\ninsecure = true\n\n[[registry]]\nprefix = "example.com/b"\nlocation = "quay.io"\n',
    good: '[[registry]]\nprefix = "example.com/a"\nlocation = "quay.io"\n\n[[registry]]\nprefix = "example.com/b"\nlocation = "quay.io"\n',
    path: 'etc/containers/registries.conf',
  },
  check: onMirrors(function* ({ tree, mirrors }) {
    const seen = new Map<string, Registry>();
    for (const registry of mirrors) {
      const place = nameOf(registry.location?.value) || registry.prefix;
      const first = seen.get(place);
      if (!first) seen.set(place, registry);
      else {
        const field = ['insecure', 'blocked'].find((name) => isSet(first, name) !== isSet(registry, name));
        if (field && place)
          yield {
            span: fieldOf(registry.node, field)?.key.span ?? registry.location?.key.span ?? headerOf(tree, registry.node),
            message: `Another entry for ${code(place)} says otherwise about ${code(field)}, so the file is refused.`,
            related: [{ span: headerOf(tree, first.node), message: 'The other entry.' }],
          };
      }
    }
  }),
};

const isSet = ({ node }: Registry, field: string): boolean => booleanOf(fieldValue(node, field)) === true;
