import type { Rule } from '../../../core';
import { isSysctlName, sysctlNamespace } from '../../../knowledge';
import { get, itemsOf } from '../../../tree';
import { remove } from '../harden/change';
import { hardeningFix } from '../harden/harden';
import { breakNotes } from '../harden/notes';
import { kubeletSeverity } from '../level';
import { securityField, wholePods, writtenString } from '../model';
import type { PodPart } from '../part';
import { docs, kubeletSysctls } from './authority';
import { podWith } from './example';

export const sysctlNotNamespaced: Rule<PodPart> = {
  code: 'pod/sysctl-not-namespaced',
  title: 'A sysctl that is not namespaced applies to the whole node',
  category: 'correctness',
  severity: 'error',
  why: 'The pod fails with `SysctlForbidden` on every node, though the API server accepts it: the kubelet lets a pod set only namespaced sysctls (`net.*`, `kernel.shm*`, `kernel.msg*`, `kernel.sem`, `fs.mqueue.*`), even with `--allowed-unsafe-sysctls`. Set it on the node, or from a privileged init container. Where only admission is asked about, by `--pod-security`, it is a warning.',
  sources: [kubeletSysctls, docs('Using sysctls in a cluster', 'tasks/administer-cluster/sysctl-cluster/')],
  example: {
    bad: podWith({
      pod: 'securityContext:\n  sysctls:\n    - name: net.ipv4.tcp_syncookies\n      value: "1"\n    - name: vm.max_map_count\n      value: "262144"',
    }),
    good: podWith({ pod: 'securityContext:\n  sysctls:\n    - name: net.ipv4.tcp_syncookies\n      value: "1"' }),
  },
  *check(part, context) {
    for (const pod of wholePods(part, context)) {
      for (const [index, item] of itemsOf(securityField(pod, 'sysctls')).entries()) {
        const node = get(item, 'name');
        const name = writtenString(node);
        if (!node || name === undefined || !isSysctlName(name) || sysctlNamespace(name)) continue;
        yield {
          span: node.span,
          severity: kubeletSeverity(pod, context),
          message: `The pod never starts: ${name} belongs to the whole node, and no kubelet lets a pod set it.`,
          cure: () =>
            hardeningFix(part, [remove([...pod.path, 'securityContext', 'sysctls', index])], 'Remove the sysctl', breakNotes.sysctls),
        };
      }
    }
  },
};
