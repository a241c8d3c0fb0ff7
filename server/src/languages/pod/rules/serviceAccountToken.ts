import type { Rule } from '../../../core';
import { booleanOf, get, memberOf } from '../../../tree';
import { set } from '../harden/change';
import { habitFix } from '../harden/harden';
import { podsOf, titleOf } from '../model';
import type { PodPart } from '../part';
import { nameSpan } from '../standards/violation';
import { docs } from './authority';
import { podWith } from './example';

export const serviceAccountToken: Rule<PodPart> = {
  code: 'pod/service-account-token',
  title: 'The containers get a token for the API server',
  category: 'security',
  severity: 'hint',
  why: 'Every container has a token that an attacker can use, whether the program needs it or not. Most programs never talk to the API server: `automountServiceAccountToken: false` leaves it out. Operators, leader election and agents do need it; a pod that names a `serviceAccountName` of its own is taken for one of these.',
  sources: [
    docs(
      'Configure Service Accounts for Pods',
      'tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting',
    ),
  ],
  example: { bad: podWith({}), good: podWith({ podEnd: 'automountServiceAccountToken: false' }) },
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      if (pod.partial || pod.workload.form !== 'pod') continue;
      const node = get(pod.spec, 'automountServiceAccountToken');
      const account = memberOf(pod.spec, 'serviceAccountName') ?? memberOf(pod.spec, 'serviceAccount');
      if (booleanOf(node) === false || account) continue;
      const [first] = pod.containers;
      if (first)
        yield {
          span: node?.span ?? nameSpan(first),
          message: `${pod.containers.length === 1 ? titleOf(first).replace(/^./, (letter) => letter.toUpperCase()) : 'Every container of the pod'} gets a token of the default service account.`,
          cure: () =>
            habitFix(
              part,
              [set([...pod.path, 'automountServiceAccountToken'], false)],
              'Set automountServiceAccountToken: false',
              'A program that talks to the API server finds no credentials any more.',
              context,
            ),
        };
    }
  },
};
