import type { Rule } from '../../../core';
import { numberOf } from '../../../tree';
import { everyHolder, nameOf, podsOf, securityField } from '../model';
import type { PodPart } from '../part';
import { docs } from './authority';
import { podWith } from './example';

const least = 10000;

export const lowUserId: Rule<PodPart> = {
  code: 'pod/low-user-id',
  title: 'A user or group number that the node may use itself',
  category: 'security',
  severity: 'hint',
  why: 'Without a user namespace the numbers are those of the node: a process that gets out of its container has the rights of the account with the same number. Accounts of distributions and of people are below 10000.',
  sources: [docs('Configure a Security Context for a Pod or Container', 'tasks/configure-pod-container/security-context/')],
  example: {
    bad: podWith({ container: 'securityContext:\n  runAsUser: 1000' }),
    good: podWith({ container: 'securityContext:\n  runAsUser: 10001' }),
  },
  byPiece: true,
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      for (const { holder, container } of everyHolder(pod)) {
        for (const field of ['runAsUser', 'runAsGroup']) {
          const node = securityField(holder, field);
          const id = numberOf(node);
          // Root is what other rules are about.
          if (node && id !== undefined && id > 0 && id < least)
            yield {
              span: node.span,
              message: `${field} ${id} of ${nameOf(container)} may be an account of the node; numbers from ${least} on rarely are.`,
            };
        }
      }
    }
  },
};
