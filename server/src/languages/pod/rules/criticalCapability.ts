import { type Rule, uncapitalised } from '../../../core';
import { findCapability, spell } from '../../../knowledge';
import { get, itemsOf } from '../../../tree';
import { remove } from '../harden/change';
import { hardeningFix } from '../harden/harden';
import { breakNotes } from '../harden/notes';
import { violationsOf } from '../level';
import { podsOf, securityField, titleOf, writtenString } from '../model';
import type { PodPart } from '../part';
import { podWith } from './example';

export const criticalCapability: Rule<PodPart> = {
  code: 'pod/critical-capability',
  title: 'A capability that leads out of the container',
  category: 'security',
  severity: 'information',
  why: 'With this capability the container’s walls are a matter of good will: it opens a known way to the node, or acts on the whole of it. This is said where no Pod Security level is asked for that would refuse it.',
  sources: [{ title: 'capabilities(7)', url: 'https://man7.org/linux/man-pages/man7/capabilities.7.html' }],
  example: {
    bad: podWith({ container: 'securityContext:\n  capabilities:\n    add: [NET_BIND_SERVICE, SYS_ADMIN]' }),
    good: podWith({ container: 'securityContext:\n  capabilities:\n    add: [NET_BIND_SERVICE]' }),
    context: { podSecurity: 'privileged' },
  },
  *check(part, context) {
    const refused = new Set(violationsOf(part, context).map(({ span }) => span.start));
    for (const pod of podsOf(part, context)) {
      for (const container of pod.containers) {
        for (const [index, item] of itemsOf(get(securityField(container, 'capabilities'), 'add')).entries()) {
          const capability = findCapability(writtenString(item) ?? '');
          if (!capability || refused.has(item.span.start) || !(capability.risk === 'critical' || capability.name === 'CAP_NET_RAW'))
            continue;
          yield {
            span: item.span,
            message: `${spell(capability, 'kubernetes')} weakens the walls of ${titleOf(container)}: ${uncapitalised(capability.why)}`,
            cure: () =>
              hardeningFix(
                part,
                [remove([...container.path, 'securityContext', 'capabilities', 'add', index])],
                'Remove the capability',
                breakNotes.capabilities_baseline,
              ),
          };
        }
      }
    }
  },
};
