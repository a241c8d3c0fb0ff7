import type { Rule } from '../../../core';
import { booleanOf, get, itemsOf, numberOf, stringOf } from '../../../tree';
import { append } from '../harden/change';
import { habitFix } from '../harden/harden';
import { type Pod, podsOf, securityField } from '../model';
import type { PodPart } from '../part';
import { type RuntimeContext, runtimeSysctls } from '../runtimeSettings';
import { inContainers } from '../validation/refusal';
import { docs } from './authority';
import { podWith } from './example';

const container = 'ports:\n  - containerPort: 80';
const sysctl = 'net.ipv4.ip_unprivileged_port_start';

export const privilegedPort: Rule<PodPart> = {
  code: 'pod/privileged-port',
  title: 'A container listens on a port below 1024',
  category: 'security',
  severity: 'hint',
  why: 'The kernel lets only root, or a process with `NET_BIND_SERVICE`, listen on a port below `net.ipv4.ip_unprivileged_port_start`, by default 1024. So images that listen there start as root. Prefer a port above 1024 and let the Service map it; or set the sysctl to 0 for the pod, which the level baseline allows. Nothing is reported where the pod or the configuration of the runtime in the workspace sets the sysctl low enough.',
  sources: [
    docs('Using sysctls in a cluster', 'tasks/administer-cluster/sysctl-cluster/'),
    { title: 'capabilities(7)', url: 'https://man7.org/linux/man-pages/man7/capabilities.7.html' },
  ],
  example: {
    bad: podWith({ container }),
    good: podWith({ container, podEnd: `securityContext:\n  sysctls:\n    - name: ${sysctl}\n      value: "0"` }),
  },
  byPiece: true,
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      if (pod.partial || pod.workload.form !== 'pod' || pod.os === 'windows') continue;
      const first = firstUnprivileged(pod, context);
      for (const { node, owner } of inContainers(pod, 'ports')) {
        const port = get(node, 'containerPort');
        const number = numberOf(port);
        if (!port || !number || number >= first) continue;
        yield {
          span: port.span,
          message: `The ${owner} listens on port ${number}: below ${first} that takes root or NET_BIND_SERVICE.`,
          cure: () =>
            booleanOf(get(pod.spec, 'hostNetwork'))
              ? []
              : habitFix(
                  part,
                  [append([...pod.path, 'securityContext', 'sysctls'], { name: sysctl, value: '0' })],
                  `Set the sysctl ${sysctl} to 0`,
                  'Every user of the pod can listen on every port. The runtime must give the pod a network namespace of its own.',
                  context,
                ).map((fix) => ({ ...fix, manual: true })),
        };
      }
    }
  },
};

/** The lowest port that every user may listen on: what the pod says, then what its runtime is configured to say. */
function firstUnprivileged(pod: Pod, context: RuntimeContext): number {
  const own = itemsOf(securityField(pod, 'sysctls')).find((item) => stringOf(get(item, 'name')) === sysctl);
  const value = own
    ? stringOf(get(own, 'value'))
    : booleanOf(get(pod.spec, 'hostNetwork'))
      ? undefined
      : runtimeSysctls(context).find(({ name }) => name === sysctl)?.value;
  const number = Number(value ?? 1024);
  return Number.isInteger(number) ? number : 0;
}
