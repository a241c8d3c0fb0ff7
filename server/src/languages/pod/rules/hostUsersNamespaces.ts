import type { Rule } from '../../../core';
import { policyMinor } from '../../../knowledge';
import { booleanOf, get } from '../../../tree';
import { set } from '../harden/change';
import { hardeningFix } from '../harden/harden';
import { breakNotes } from '../harden/notes';
import { podsOf } from '../model';
import type { PodPart } from '../part';
import { writtenTogether } from '../written';
import { podValidation } from './authority';
import { podWith } from './example';

export const hostUsersNamespaces: Rule<PodPart> = {
  code: 'pod/host-users-namespaces',
  title: 'hostUsers: false conflicts with a host namespace',
  category: 'correctness',
  severity: 'error',
  since: 'Kubernetes 1.25',
  why: 'The API server refuses the pod: users that mean nothing on the node cannot own the node’s network, processes or shared memory. From 1.35 an alpha gate (UserNamespacesHostNetworkSupport) lifts this for `hostNetwork`.',
  sources: [podValidation],
  example: {
    bad: podWith({ pod: 'hostUsers: false\nhostPID: true' }),
    good: podWith({ pod: 'hostUsers: false\nhostPID: false' }),
  },
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      const users = get(pod.spec, 'hostUsers');
      if (!users || booleanOf(users) !== false) continue;
      for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) {
        const node = get(pod.spec, field);
        if (!node || booleanOf(node) !== true || !writtenTogether(pod, [node, users])) continue;
        const gated =
          field === 'hostNetwork' && policyMinor(context.kubernetes) >= 35 ? ' unless the gate UserNamespacesHostNetworkSupport is on' : '';
        yield {
          span: node.span,
          message: `The API server refuses ${field}: true beside hostUsers: false${gated}.`,
          related: [{ span: users.span, message: 'The user namespace is asked for here.' }],
          cure: () => hardeningFix(part, [set([...pod.path, field], false)], `Set ${field}: false`, breakNotes.hostNamespaces),
        };
      }
    }
  },
};
