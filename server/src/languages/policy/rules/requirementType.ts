import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { setMember, setValue } from '../../../tree';
import { onPolicy, type PolicyPart } from '../part';
import { mistakesOf } from '../reader';
import { acceptsAnything, change, repair, replace } from '../repair';

export const requirementTypeKnown: Rule<PolicyPart> = {
  code: 'policy/requirement-type',
  title: 'Unknown type of requirement',
  category: 'correctness',
  severity: 'error',
  why:
    'The loader refuses a requirement whose `type` is missing or not one of its five words. ' +
    'Case counts. `accept` is how `podman image trust set` calls what the file calls `insecureAcceptAnything`.',
  sources: [signatureAuthorities.reader, signatureAuthorities.policy],
  example: {
    bad: `{
  "default": [{ "type": "Reject" }]
}
`,
    good: `{
  "default": [{ "type": "reject" }]
}
`,
  },
  check: onPolicy(
    (file) => mistakesOf(file, 'requirement-type'),
    (file, at, hint) => [
      replace(file, at, hint.replace, !acceptsAnything(hint.replace)),
      hint.add !== undefined && at.node.kind === 'object'
        ? repair(`Add \`"type": "${hint.add}"\``, setMember(file.tree, at.node, 'type', hint.add))
        : undefined,
      hint.replace === undefined && at.node.kind === 'scalar'
        ? change('Replace by `reject`…', setValue(file.tree, at.node, 'reject'), 'Every image is refused here then.')
        : undefined,
    ],
  ),
};
