import type { Rule } from '../../../core';
import { booleanOf, get } from '../../../tree';
import { set } from '../harden/change';
import { habitFix } from '../harden/harden';
import { podsOf } from '../model';
import type { PodPart } from '../part';
import { docs } from './authority';
import { podWith } from './example';

export const sharedProcesses: Rule<PodPart> = {
  code: 'pod/shared-processes',
  title: 'The containers see each other’s processes',
  category: 'security',
  severity: 'hint',
  why: 'A container that is broken into reaches the others: it can signal their processes, read their command lines and, as the same user, their environment and files through `/proc/<pid>/root`. It is meant for debugging and for sidecars that send signals.',
  sources: [docs('Share Process Namespace between Containers in a Pod', 'tasks/configure-pod-container/share-process-namespace/')],
  example: { bad: podWith({ pod: 'shareProcessNamespace: true' }), good: podWith({ pod: 'shareProcessNamespace: false' }) },
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      const node = get(pod.spec, 'shareProcessNamespace');
      if (node && booleanOf(node) === true)
        yield {
          span: node.span,
          message: 'The containers of this pod see and signal each other’s processes and reach their files through /proc.',
          cure: () =>
            habitFix(
              part,
              [set([...pod.path, 'shareProcessNamespace'], false)],
              'Set shareProcessNamespace: false',
              'Sidecars that signal the main program no longer find it.',
              context,
            ),
        };
    }
  },
};
