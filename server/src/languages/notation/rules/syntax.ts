import type { Rule } from '../../../core';
import { notationAuthorities } from '../../../knowledge';
import { trustPolicyWith } from '../example';

import type { TrustPart } from '../part';

export const syntax: Rule<TrustPart> = {
  code: 'notation/syntax',
  title: 'Syntax error: the text is not JSON',
  category: 'correctness',
  severity: 'error',
  syntax: true,
  why: 'Notation refuses a trust policy that is not JSON: comments and commas after the last entry are refused too.',
  sources: [notationAuthorities.specification, notationAuthorities.reader],
  example: {
    bad: trustPolicyWith().replace('"app",', '"app"'),
    good: trustPolicyWith(),
  },
  check: ({ tree }, context) => (context.ownsStructure ? tree.problems : []),
};
