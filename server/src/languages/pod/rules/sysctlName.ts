import type { Rule } from '../../../core';
import { isSysctlName } from '../../../knowledge';
import { get, itemsOf, setValue } from '../../../tree';
import { podsOf, securityField, writtenString } from '../model';
import type { PodPart } from '../part';
import { podValidation } from './authority';
import { podWith } from './example';

export const sysctlName: Rule<PodPart> = {
  code: 'pod/sysctl-name',
  title: 'Invalid sysctl name',
  category: 'correctness',
  severity: 'error',
  why: 'The API server refuses the pod: a sysctl’s name consists of small letters, digits, `-` and `_`, in parts that dots (or slashes) join, and has at most 253 characters.',
  sources: [podValidation, { title: 'sysctl(8)', url: 'https://man7.org/linux/man-pages/man8/sysctl.8.html' }],
  example: {
    bad: podWith({ pod: 'securityContext:\n  sysctls:\n    - name: Net.IPv4.tcp_syncookies\n      value: "1"' }),
    good: podWith({ pod: 'securityContext:\n  sysctls:\n    - name: net.ipv4.tcp_syncookies\n      value: "1"' }),
  },
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      for (const item of itemsOf(securityField(pod, 'sysctls'))) {
        const node = get(item, 'name');
        const name = writtenString(node);
        if (!node || name === undefined || isSysctlName(name)) continue;
        const lower = name.toLowerCase();
        yield {
          span: node.span,
          message: `"${name}" is not a name that the API server accepts for a sysctl.`,
          cure: () =>
            isSysctlName(lower) ? [{ title: `Write ${lower}`, edits: setValue(part.tree, node, lower), safe: true, preferred: true }] : [],
        };
      }
    }
  },
};
