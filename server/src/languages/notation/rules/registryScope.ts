import type { Rule } from '../../../core';
import { notationAuthorities } from '../../../knowledge';
import { trustPolicyWith } from '../example';
import { mistakesOf } from '../mistakes';
import type { TrustPart } from '../part';

export const registryScope: Rule<TrustPart> = {
  code: 'notation/registry-scope',
  title: 'A registry scope that Notation refuses',
  category: 'correctness',
  severity: 'error',
  why: 'A scope is a registry and a repository, written in full, without scheme, tag and digest, or `*` alone. Nothing is completed and there are no wildcards inside of a scope. Each scope is in one statement. Notation refuses the whole document otherwise.',
  sources: [notationAuthorities.specification, notationAuthorities.reader],
  example: {
    bad: trustPolicyWith({ registryScopes: ['https://registry.example.com/app'] }),
    good: trustPolicyWith(),
  },
  check: (part) => mistakesOf(part, 'scope'),
};
