import type { Rule } from '../../../core';
import { get, type Node, resolved } from '../../../tree';
import { podsOf } from '../model';
import type { PodPart } from '../part';
import { strictDecoding } from './authority';
import { podWith } from './example';

export const duplicateKey: Rule<PodPart> = {
  code: 'pod/duplicate-key',
  title: 'A field is written twice',
  category: 'correctness',
  severity: 'error',
  why: '`kubectl` (1.25 and later) refuses the file; for other clients the last one counts, and the first, perhaps the stricter, is as if it were not there.',
  sources: [strictDecoding],
  example: {
    bad: podWith({ container: 'securityContext:\n  runAsUser: 10001\n  runAsUser: 10002' }),
    good: podWith({ container: 'securityContext:\n  runAsUser: 10001' }),
  },
  *check(part, { ownsStructure, ...context }) {
    if (!ownsStructure || part.templated) return;
    for (const pod of podsOf(part, context)) {
      const holders = [pod.spec, ...pod.containers.map(({ node }) => node)];
      for (const node of new Set<Node | undefined>([...holders, ...holders.map((holder) => resolved(get(holder, 'securityContext')))])) {
        if (node?.kind !== 'object') continue;
        const seen = new Set<string>();
        for (const { key } of node.members) {
          const name = String(key.value);
          if (seen.has(name) && name !== '<<')
            yield { span: key.span, message: `\`${name}\` is written twice here; kubectl refuses the file, other clients take this one.` };
          seen.add(name);
        }
      }
    }
  },
};
