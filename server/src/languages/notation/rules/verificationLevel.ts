import type { Rule } from '../../../core';
import { notationAuthorities } from '../../../knowledge';
import { trustPolicyWith } from '../example';
import { mistakesOf } from '../mistakes';
import type { TrustPart } from '../part';

export const verificationLevel: Rule<TrustPart> = {
  code: 'notation/verification-level',
  title: 'A verification level that Notation refuses',
  category: 'correctness',
  severity: 'error',
  why: 'The level is `strict`, `permissive`, `audit` or `skip`. `override` changes single checks, never `integrity`, and skips `revocation` only. Notation refuses the whole document otherwise.',
  sources: [notationAuthorities.specification, notationAuthorities.reader],
  example: {
    bad: trustPolicyWith({ signatureVerification: { level: 'Strict' } }),
    good: trustPolicyWith(),
  },
  check: (part) => mistakesOf(part, 'level'),
};
