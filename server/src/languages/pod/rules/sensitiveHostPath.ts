import type { Rule } from '../../../core';
import { behindHostPath, podControl, runtimeBehind } from '../../../knowledge';
import { get, memberOf } from '../../../tree';
import { violationsNear } from '../level';
import { podsOf, writtenString } from '../model';
import type { PodPart } from '../part';
import { volumesOf } from '../standards/baseline';
import { docs } from './authority';
import { podWith } from './example';

export const sensitiveHostPath: Rule<PodPart> = {
  code: 'pod/sensitive-host-path',
  title: 'hostPath mounts a sensitive folder of the node',
  category: 'security',
  severity: 'information',
  why: 'What lies there leads to the node or to other pods, read-only or not. This is said where no Pod Security level refuses the volume anyway. Mount the one file or subfolder that is needed, with `readOnly: true` and, where mounts lie below it, `recursiveReadOnly: Enabled`.',
  sources: [docs('hostPath volumes', 'concepts/storage/volumes/#hostpath')],
  example: {
    bad: podWith({ pod: 'volumes:\n  - name: kubelet\n    hostPath:\n      path: /var/lib/kubelet' }),
    good: podWith({ pod: 'volumes:\n  - name: kubelet\n    emptyDir: {}' }),
    context: { podSecurity: 'privileged' },
  },
  *check(part, context) {
    const refused = new Set(violationsNear(part, context, podControl('hostPathVolumes')).map(({ span }) => span.start));
    for (const pod of podsOf(part, context)) {
      for (const { name, node } of volumesOf(pod)) {
        const member = memberOf(node, 'hostPath');
        const path = get(member?.value, 'path');
        if (member && refused.has(member.key.span.start)) continue;
        const text = writtenString(path);
        const what = text === undefined || runtimeBehind(text) ? undefined : behindHostPath(text);
        if (path && what) yield { span: path.span, message: `Volume "${name}" mounts ${what}.` };
      }
    }
  },
};
