import type { Rule } from '../../../core';
import { notationAuthorities } from '../../../knowledge';
import { trustPolicyWith } from '../example';
import { mistakesOf } from '../mistakes';
import type { TrustPart } from '../part';

export const trustedIdentity: Rule<TrustPart> = {
  code: 'notation/trusted-identity',
  title: 'Trusted identities that Notation refuses',
  category: 'correctness',
  severity: 'error',
  why: 'An identity is `x509.subject:` and a subject with `C`, `ST` and `O`, or `*` alone. Two subjects of which one says all that the other says overlap. Notation refuses the whole document otherwise.',
  sources: [notationAuthorities.specification, notationAuthorities.reader],
  example: {
    bad: trustPolicyWith({ trustedIdentities: ['x509.subject: CN=team'] }),
    good: trustPolicyWith(),
  },
  check: (part) => mistakesOf(part, 'identity'),
};
