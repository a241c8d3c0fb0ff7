import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { get, stringOf } from '../../../tree';
import { onPolicy, type PolicyPart, type ReportedNode } from '../part';
import { mistakesOf } from '../reader';
import { removal } from '../repair';

export const fieldNotForType: Rule<PolicyPart> = {
  code: 'policy/field-not-for-type',
  title: 'A field of another type of requirement',
  category: 'correctness',
  severity: 'error',
  why:
    'Each type of requirement has its own fields, and the loader refuses those of another one. ' +
    'Often it is a rest of a requirement that was copied: `keyType` belongs to `signedBy` alone, `fulcio` and the `rekor…` fields to `sigstoreSigned`. ' +
    '`reject` and `insecureAcceptAnything` have only their type.',
  sources: [signatureAuthorities.reader, signatureAuthorities.sigstoreReader],
  example: {
    bad: `{
  "default": [{ "type": "reject", "keyPath": "/etc/pki/containers/team.gpg" }]
}
`,
    good: `{
  "default": [{ "type": "reject" }]
}
`,
  },
  check: onPolicy(
    (file) => mistakesOf(file, 'field-not-for-type'),
    (file, at) => [removal(file, at, decidesAlone(at))],
  ),
};

/** `reject` and `insecureAcceptAnything` decide without looking at a field. */
const decidesAlone = ({ object }: ReportedNode): boolean => /^(?:reject|insecureAcceptAnything)$/.test(stringOf(get(object, 'type')) ?? '');
