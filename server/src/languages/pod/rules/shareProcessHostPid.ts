import type { Rule } from '../../../core';
import { booleanOf, get } from '../../../tree';
import { set } from '../harden/change';
import { hardeningFix } from '../harden/harden';
import { breakNotes } from '../harden/notes';
import { podsOf } from '../model';
import type { PodPart } from '../part';
import { writtenTogether } from '../written';
import { podValidation } from './authority';
import { podWith } from './example';

export const shareProcessHostPid: Rule<PodPart> = {
  code: 'pod/share-process-host-pid',
  title: 'shareProcessNamespace conflicts with hostPID',
  category: 'correctness',
  severity: 'error',
  why: 'The API server refuses the pod: `ShareProcessNamespace and HostPID cannot both be enabled`. With `hostPID` all containers see all processes of the node, each other’s among them.',
  sources: [podValidation],
  example: {
    bad: podWith({ pod: 'shareProcessNamespace: true\nhostPID: true' }),
    good: podWith({ pod: 'shareProcessNamespace: true\nhostPID: false' }),
  },
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      const node = get(pod.spec, 'shareProcessNamespace');
      const host = get(pod.spec, 'hostPID');
      if (!node || !host || booleanOf(node) !== true || booleanOf(host) !== true || !writtenTogether(pod, [node, host])) continue;
      yield {
        span: node.span,
        message: 'The API server refuses shareProcessNamespace: true beside hostPID: true.',
        related: [{ span: host.span, message: 'The node’s processes are asked for here.' }],
        cure: () => hardeningFix(part, [set([...pod.path, 'hostPID'], false)], 'Set hostPID: false', breakNotes.hostNamespaces),
      };
    }
  },
};
