import { firstSentence, type Rule, uncapitalised } from '../../../core';
import { riskRank, spell } from '../../../knowledge';
import { effectOfAdding } from '../capabilityEffect';
import { remove } from '../harden/change';
import { hardeningFix } from '../harden/harden';
import { breakNotes } from '../harden/notes';
import { violationsOf } from '../level';
import { titleOf } from '../model';
import type { PodPart } from '../part';
import { addedCapabilityNodes } from './addedCapabilities';
import { podWith } from './example';

export const criticalCapability: Rule<PodPart> = {
  code: 'pod/critical-capability',
  title: 'A critical or high-risk capability is added',
  category: 'security',
  severity: 'information',
  why: 'This capability is a known way out of the container, acts on the whole node, or opens a part of the kernel that has led to escapes. Reported where no Pod Security level refuses it.',
  sources: [{ title: 'capabilities(7)', url: 'https://man7.org/linux/man-pages/man7/capabilities.7.html' }],
  example: {
    bad: podWith({ container: 'securityContext:\n  capabilities:\n    add: [NET_BIND_SERVICE, SYS_ADMIN]' }),
    good: podWith({ container: 'securityContext:\n  capabilities:\n    add: [NET_BIND_SERVICE]' }),
    context: { podSecurity: 'privileged' },
  },
  byPiece: true,
  *check(part, context) {
    const refused = new Set(violationsOf(part, context).map(({ span }) => span.start));
    for (const { pod, container, capability, item, path } of addedCapabilityNodes(part, context)) {
      if (riskRank(capability.risk) < riskRank('high') || refused.has(item.span.start)) continue;
      const { reach } = effectOfAdding(pod, container, capability, context);
      // Other rules say what it reaches on the node, or that it has no effect.
      if (reach === 'node' || (reach === 'none' && !pod.partial)) continue;
      yield {
        span: item.span,
        message: `${spell(capability, 'kubernetes')} (${capability.risk} risk) in ${titleOf(container)}: ${uncapitalised(firstSentence(capability.why))}`,
        cure: () => hardeningFix(part, [remove(path)], 'Remove the capability', breakNotes.capabilities_baseline),
      };
    }
  },
};
