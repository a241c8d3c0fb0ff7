import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { onPolicy, type PolicyPart, type ReportedNode } from '../part';
import { mistakesOf } from '../reader';
import { removal, rename } from '../repair';

export const unknownKey: Rule<PolicyPart> = {
  code: 'policy/unknown-key',
  title: 'A key that the loader does not know',
  category: 'correctness',
  severity: 'error',
  why:
    'Every key that the loader does not know is an error, and the whole file is refused. ' +
    'Case counts: `keytype` is not `keyType`. There is no room for helpers either: `$schema`, `_comment` and the like are unknown keys. ' +
    'An editor binds the schema by the name of the file instead, and remarks belong in a file beside it.',
  sources: [signatureAuthorities.objects, signatureAuthorities.policy],
  example: {
    bad: `{
  "_comment": "nothing gets in",
  "default": [{ "type": "reject" }]
}
`,
    good: `{
  "default": [{ "type": "reject" }]
}
`,
  },
  check: onPolicy(
    (file) => mistakesOf(file, 'unknown-key'),
    (file, at, hint) => [rename(at, hint.rename), removal(file, at, hint.remove === true && isRemark(at))],
  ),
};

/** Nothing but a remark is lost: its value is a text. */
const isRemark = ({ member }: ReportedNode): boolean => member?.value?.kind === 'scalar';
