import type { Rule } from '../../../core';
import { sysctlNamespace } from '../../../knowledge';
import { booleanOf, get, itemsOf } from '../../../tree';
import { remove } from '../harden/change';
import { hardeningFix } from '../harden/harden';
import { breakNotes } from '../harden/notes';
import { podsOf, securityField, writtenString } from '../model';
import type { PodPart } from '../part';
import { writtenTogether } from '../written';
import { podValidation } from './authority';
import { podWith } from './example';

const allowed = 'hostNetwork: true\nsecurityContext:\n  sysctls:\n    - name: kernel.shm_rmid_forced\n      value: "1"';
const refused = '\n    - name: net.ipv4.tcp_syncookies\n      value: "1"';

export const sysctlHostNamespace: Rule<PodPart> = {
  code: 'pod/sysctl-host-namespace',
  title: 'A sysctl of a namespace that the pod shares with the node',
  category: 'correctness',
  severity: 'error',
  why: 'The API server refuses the pod: the setting belongs to a namespace, and with `hostNetwork` or `hostIPC` that namespace is the node’s own, whose settings a pod must not change.',
  sources: [podValidation],
  example: { bad: podWith({ pod: allowed + refused }), good: podWith({ pod: allowed }) },
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      for (const [index, item] of itemsOf(securityField(pod, 'sysctls')).entries()) {
        const node = get(item, 'name');
        const name = writtenString(node) ?? '';
        const namespace = sysctlNamespace(name);
        const field = namespace === 'net' ? 'hostNetwork' : 'hostIPC';
        const sharing = get(pod.spec, field);
        if (!node || !namespace || !sharing || booleanOf(sharing) !== true || !writtenTogether(pod, [node, sharing])) continue;
        yield {
          span: node.span,
          message: `The API server refuses sysctl ${name} beside ${field}: true, since it would change the node's own setting.`,
          cure: () =>
            hardeningFix(part, [remove([...pod.path, 'securityContext', 'sysctls', index])], 'Remove the sysctl', breakNotes.sysctls),
        };
      }
    }
  },
};
