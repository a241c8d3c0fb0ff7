import type { Rule } from '../../../core';
import { memberOf, renaming } from '../../../tree';
import { podsOf } from '../model';
import type { PodPart } from '../part';
import { docs } from './authority';
import { podWith } from './example';

export const serviceAccountField: Rule<PodPart> = {
  code: 'pod/service-account-field',
  title: 'The old name of serviceAccountName',
  category: 'correctness',
  severity: 'hint',
  why: '`serviceAccount` is deprecated and kept for old clients only; tools that look at `serviceAccountName` take the pod for one with the default account.',
  sources: [docs('Service Accounts', 'concepts/security/service-accounts/')],
  example: { bad: podWith({ podEnd: 'serviceAccount: web' }), good: podWith({ podEnd: 'serviceAccountName: web' }) },
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      const member = memberOf(pod.spec, 'serviceAccount');
      if (member?.value && pod.workload.form === 'pod' && !memberOf(pod.spec, 'serviceAccountName'))
        yield {
          span: member.key.span,
          message: 'serviceAccount is the deprecated name of serviceAccountName.',
          cure: () => [renaming(member, 'serviceAccountName')],
        };
    }
  },
};
