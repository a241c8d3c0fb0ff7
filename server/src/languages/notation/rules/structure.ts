import type { Rule } from '../../../core';
import { notationAuthorities } from '../../../knowledge';
import { trustPolicyWith } from '../example';
import { mistakesOf } from '../mistakes';
import type { TrustPart } from '../part';

export const structure: Rule<TrustPart> = {
  code: 'notation/structure',
  title: 'Invalid structure of a trust policy document',
  category: 'correctness',
  severity: 'error',
  why: 'Notation reads the whole document before it verifies anything. A version other than `1.0`, no statement, a statement without a name of its own or a value of another type makes every verification fail.',
  sources: [notationAuthorities.specification, notationAuthorities.reader],
  example: {
    bad: trustPolicyWith().replace('1.0', '1.1'),
    good: trustPolicyWith(),
  },
  check: (part) => mistakesOf(part, 'structure'),
};
