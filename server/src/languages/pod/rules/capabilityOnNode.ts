import { type Rule, uncapitalised } from '../../../core';
import { spell } from '../../../knowledge';
import { effectOfAdding } from '../capabilityEffect';
import { remove } from '../harden/change';
import { hardeningFix } from '../harden/harden';
import { breakNotes } from '../harden/notes';
import { violationsOf } from '../level';
import { titleOf } from '../model';
import type { PodPart } from '../part';
import { addedCapabilityNodes } from './addedCapabilities';
import { podWith } from './example';

export const capabilityOnNode: Rule<PodPart> = {
  code: 'pod/capability-on-node',
  title: 'A capability acts on the node through a host namespace',
  category: 'security',
  severity: 'warning',
  why: 'The capability and the host namespace are dangerous together: `hostPID` with `SYS_PTRACE` runs code in every process on the node, `hostNetwork` with `NET_ADMIN` changes its routes and firewall rules. Each is common alone; the pair gives the container control over a part of the node. Reported where no Pod Security level refuses the capability.',
  sources: [
    { title: 'capabilities(7)', url: 'https://man7.org/linux/man-pages/man7/capabilities.7.html' },
    { title: 'ptrace(2)', url: 'https://man7.org/linux/man-pages/man2/ptrace.2.html' },
  ],
  example: {
    bad: podWith({ pod: 'hostPID: true', container: 'securityContext:\n  capabilities:\n    add: [SYS_NICE, SYS_PTRACE]' }),
    good: podWith({ pod: 'hostPID: true', container: 'securityContext:\n  capabilities:\n    add: [SYS_NICE]' }),
    context: { podSecurity: 'privileged' },
  },
  byPiece: true,
  *check(part, context) {
    const refused = new Set(violationsOf(part, context).map(({ span }) => span.start));
    for (const { pod, container, capability, item, path } of addedCapabilityNodes(part, context)) {
      const { reach, text } = effectOfAdding(pod, container, capability, context);
      if (reach !== 'node' || capability.risk === 'low' || refused.has(item.span.start)) continue;
      const name = spell(capability, 'kubernetes');
      yield {
        span: item.span,
        message: `${name} in ${titleOf(container)} ${uncapitalised(text)}`,
        cure: () => hardeningFix(part, [remove(path)], `Remove ${name}`, breakNotes.capabilities_baseline),
      };
    }
  },
};
