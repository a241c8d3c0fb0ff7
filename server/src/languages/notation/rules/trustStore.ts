import type { Rule } from '../../../core';
import { notationAuthorities } from '../../../knowledge';
import { trustPolicyWith } from '../example';
import { mistakesOf } from '../mistakes';
import type { TrustPart } from '../part';

export const trustStore: Rule<TrustPart> = {
  code: 'notation/trust-store',
  title: 'Trust stores that Notation refuses',
  category: 'correctness',
  severity: 'error',
  why: 'A trust store is written as `ca:NAME`, `signingAuthority:NAME` or `tsa:NAME`. Every level except `skip` requires one, and a `skip` statement must not have one. Notation refuses the whole document otherwise.',
  sources: [notationAuthorities.specification, notationAuthorities.reader],
  example: {
    bad: trustPolicyWith({ trustStores: ['example'] }),
    good: trustPolicyWith(),
  },
  check: (part) => mistakesOf(part, 'store'),
};
