import type { Rule } from '../../../core';
import { normalSysctl } from '../../../knowledge';
import { get, itemsOf, type Node } from '../../../tree';
import { podsOf, securityField, writtenString } from '../model';
import type { PodPart } from '../part';
import { podValidation } from './authority';
import { podWith } from './example';

const once = 'securityContext:\n  sysctls:\n    - name: net.ipv4.tcp_syncookies\n      value: "1"';

export const sysctlDuplicate: Rule<PodPart> = {
  code: 'pod/sysctl-duplicate',
  title: 'A sysctl is set twice',
  category: 'correctness',
  severity: 'error',
  why: 'The API server refuses the pod, since it cannot know which of the two values is meant. It takes `net.ipv4.x` beside `net/ipv4/x`, which is one sysctl to the kubelet: the last value applies.',
  sources: [podValidation],
  example: { bad: podWith({ pod: `${once}\n    - name: net.ipv4.tcp_syncookies\n      value: "0"` }), good: podWith({ pod: once }) },
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      const seen = new Map<string, Node>();
      for (const item of itemsOf(securityField(pod, 'sysctls'))) {
        const node = get(item, 'name');
        const name = writtenString(node);
        if (!node || !name) continue;
        const first = seen.get(normalSysctl(name));
        const refused = name === writtenString(first);
        if (first)
          yield {
            span: node.span,
            severity: refused ? 'error' : 'warning',
            message: refused
              ? `Sysctl ${name} is set twice, which the API server refuses.`
              : `Sysctl ${name} is set twice, in two spellings; the last value applies.`,
            related: [{ span: first.span, message: 'First set here.' }],
          };
        else seen.set(normalSysctl(name), node);
      }
    }
  },
};
