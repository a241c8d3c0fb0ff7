import { baseName, type Fact, type Rule } from '../../../core';
import { isSysctlName, safeSysctls, sysctlNamespace } from '../../../knowledge';
import { get, itemsOf } from '../../../tree';
import { kubeletAllows, kubeletValues } from '../clusterFacts';
import { remove } from '../harden/change';
import { hardeningFix } from '../harden/harden';
import { breakNotes } from '../harden/notes';
import { securityField, wholePods, writtenString } from '../model';
import type { PodPart } from '../part';
import { docs, kubeletSysctls } from './authority';
import { podWith } from './example';

const allowed = 'securityContext:\n  sysctls:\n    - name: net.core.somaxconn\n      value: "1024"';

const stated = (name: string, detail?: string): Fact => ({
  kind: 'kubelet-setting',
  name,
  ...(detail !== undefined && { detail }),
  uri: 'file:///project/kubelet.yaml',
  span: { start: 0, end: 0 },
});

export const sysctlNotAllowed: Rule<PodPart> = {
  code: 'pod/sysctl-not-allowed',
  title: 'The kubelet’s configuration doesn’t allow the sysctl',
  category: 'correctness',
  severity: 'warning',
  why: 'The pod fails with `SysctlForbidden` on the nodes whose KubeletConfiguration is in the workspace: the kubelet lets a pod set a namespaced sysctl outside its safe set only where `allowedUnsafeSysctls` lists it, by name or by a pattern such as `net.core.*`. The API server accepts the pod, and a Deployment makes new ones again and again. Nothing is reported where no KubeletConfiguration is in the workspace, or one of several allows the sysctl.',
  sources: [kubeletSysctls, docs('Using sysctls in a cluster', 'tasks/administer-cluster/sysctl-cluster/')],
  example: {
    bad: podWith({ pod: `${allowed}\n    - name: kernel.msgmax\n      value: "65536"` }),
    good: podWith({ pod: allowed }),
    context: { facts: [stated(''), stated('allowedUnsafeSysctls', 'net.core.*')] },
  },
  *check(part, context) {
    const kubelets = kubeletValues(context.facts, '');
    const [first, ...others] = new Set(kubelets.map(({ uri }) => baseName(uri)));
    if (first === undefined) return;
    for (const pod of wholePods(part, context)) {
      for (const [index, item] of itemsOf(securityField(pod, 'sysctls')).entries()) {
        const node = get(item, 'name');
        const name = writtenString(node)?.replaceAll('/', '.');
        if (!node || name === undefined || !isSysctlName(name) || !sysctlNamespace(name) || safeSysctls().has(name)) continue;
        if (kubeletAllows(context.facts, name)) continue;
        const files = others.length ? `${first} and ${others.length} more don't` : `${first} doesn't`;
        yield {
          span: node.span,
          message: `The kubelet refuses the pod (SysctlForbidden): ${files} list ${name} in allowedUnsafeSysctls.`,
          related: kubelets.slice(0, 1).map(({ uri, span }) => ({ uri, span, message: 'The configuration of the kubelet.' })),
          cure: () =>
            hardeningFix(part, [remove([...pod.path, 'securityContext', 'sysctls', index])], 'Remove the sysctl', breakNotes.sysctls),
        };
      }
    }
  },
};
