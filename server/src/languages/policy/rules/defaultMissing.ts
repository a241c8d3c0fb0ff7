import type { Edit, Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { type ObjectNode, setMember, type Tree } from '../../../tree';
import { isInPolicyFolder, onPolicy, type PolicyPart } from '../part';
import { mistakesOf } from '../reader';
import { repair } from '../repair';

export const defaultMissing: Rule<PolicyPart> = {
  code: 'policy/default-missing',
  title: 'The policy has no default',
  category: 'correctness',
  severity: 'error',
  why:
    'The loader refuses a policy without `default`, even when `transports` covers everything. ' +
    '`default` decides for each image that no scope decides for. `reject` is the safe choice: what is wanted is then listed by name.',
  sources: [signatureAuthorities.reader, signatureAuthorities.policy],
  example: {
    bad: `{
  "transports": {
    "docker": {
      "quay.io/team": [{ "type": "reject" }]
    },
    "containers-storage": {
      "": [{ "type": "insecureAcceptAnything" }]
    }
  }
}
`,
    good: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "quay.io/team": [{ "type": "reject" }]
    },
    "containers-storage": {
      "": [{ "type": "insecureAcceptAnything" }]
    }
  }
}
`,
  },
  check: onPolicy(
    (file) => (isInPolicyFolder(file.uri) ? [] : mistakesOf(file, 'default-missing')),
    (file, { node }) => (node.kind === 'object' ? [repair('Add `"default": [{ "type": "reject" }]`', withDefault(file.tree, node))] : []),
  ),
};

/** In front of `transports`, where readers look for it. */
function withDefault(tree: Tree, root: ObjectNode): readonly Edit[] {
  const [first] = root.members;
  if (!first) return setMember(tree, root, 'default', [{ type: 'reject' }]);
  const start = first.key.span.start;
  const gap = tree.text.slice(root.span.start + 1, start);
  return [{ span: { start, end: start }, text: `"default": [{ "type": "reject" }],${gap.trim() === '' && gap !== '' ? gap : ' '}` }];
}
