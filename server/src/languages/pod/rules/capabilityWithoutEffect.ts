import { type Rule, uncapitalised } from '../../../core';
import { imageKnowledge, spell } from '../../../knowledge';
import { isPrivileged } from '../capabilities';
import { effectOfAdding } from '../capabilityEffect';
import { remove } from '../harden/change';
import { habitFix } from '../harden/harden';
import { imageOf } from '../harden/identity';
import { violationsOf } from '../level';
import { titleOf } from '../model';
import type { PodPart } from '../part';
import { addedCapabilityNodes } from './addedCapabilities';
import { podWith } from './example';

const start =
  'securityContext:\n  runAsNonRoot: true\n  runAsUser: 1000\n  allowPrivilegeEscalation: false\n  capabilities:\n    drop: [ALL]';

export const capabilityWithoutEffect: Rule<PodPart> = {
  code: 'pod/capability-without-effect',
  title: 'An added capability has no effect for a non-root user',
  category: 'correctness',
  severity: 'information',
  why: 'A process that starts as another user than root has no capabilities: Kubernetes sets no ambient capabilities, so an added one is only in the bounding set. A program gets it from there only where its file has the capability, and with `allowPrivilegeEscalation: false` not even then. The same is true where `hostUsers: false` gives the pod a user namespace and the kernel checks the capability in that of the host. The program then fails with `Operation not permitted` or `Permission denied`, although the manifest adds the capability.\n\nEither start as root, or do without it: for ports below 1024 set the sysctl `net.ipv4.ip_unprivileged_port_start`, which Docker and containerd already do. Keep `NET_BIND_SERVICE` for a program that has it as a file capability: without it in the bounding set, the program doesn’t start.',
  sources: [
    { title: 'capabilities(7)', url: 'https://man7.org/linux/man-pages/man7/capabilities.7.html' },
    { title: 'kubernetes/kubernetes #56374', url: 'https://github.com/kubernetes/kubernetes/issues/56374' },
    { title: 'kubernetes/enhancements #2763', url: 'https://github.com/kubernetes/enhancements/issues/2763' },
  ],
  example: {
    bad: podWith({ container: `${start}\n    add: [NET_BIND_SERVICE]` }),
    good: podWith({ container: start }),
  },
  byPiece: true,
  *check(part, context) {
    const refused = new Set(violationsOf(part, context).map(({ span }) => span.start));
    for (const { pod, container, capability, item, path } of addedCapabilityNodes(part, context)) {
      if (pod.partial || refused.has(item.span.start) || isPrivileged(container)) continue;
      const { reach, text } = effectOfAdding(pod, container, capability, context);
      if ((reach !== 'none' && reach !== 'file') || !text.startsWith('No effect')) continue;
      // An image that is known for the file capability needs it in the bounding set.
      if (capability.name === 'CAP_NET_BIND_SERVICE' && imageKnowledge(imageOf(container) ?? '').fileCapability) continue;
      const name = spell(capability, 'kubernetes');
      yield {
        span: item.span,
        ...(reach === 'file' && { severity: 'hint' as const }),
        message:
          `${name} has ${uncapitalised(text.replace(/^No effect here/, `No effect in ${titleOf(container)}`).replace(/(?:;| A program) .*$/, ''))}`.replace(
            /\.?$/,
            '.',
          ),
        cure: () =>
          habitFix(part, [remove(path)], `Remove ${name}`, 'A program that has it as a file capability no longer starts.', context),
      };
    }
  },
};
