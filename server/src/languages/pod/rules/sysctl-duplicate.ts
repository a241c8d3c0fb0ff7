import type { Rule } from '../../../core';
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
  why: 'The API server refuses the pod, since it cannot know which of the two values is meant. A dot and a slash are the same here: `net.ipv4.x` and `net/ipv4/x` are one name.',
  sources: [podValidation],
  example: { bad: podWith({ pod: `${once}\n    - name: net.ipv4.tcp_syncookies\n      value: "0"` }), good: podWith({ pod: once }) },
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      const seen = new Map<string, Node>();
      for (const item of itemsOf(securityField(pod, 'sysctls'))) {
        const node = get(item, 'name');
        const name = writtenString(node)?.replace(/\//g, '.');
        if (!node || name === undefined) continue;
        const first = seen.get(name);
        if (first)
          yield {
            span: node.span,
            message: `Sysctl ${name} is set twice, which the API server refuses.`,
            related: [{ span: first.span, message: 'First set here.' }],
          };
        else seen.set(name, node);
      }
    }
  },
};
