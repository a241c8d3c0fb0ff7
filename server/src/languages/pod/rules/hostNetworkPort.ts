import type { Rule } from '../../../core';
import { booleanOf, get, itemsOf, numberOf } from '../../../tree';
import { editsFor } from '../harden/apply';
import { set } from '../harden/change';
import { podsOf, titleOf } from '../model';
import type { PodPart } from '../part';
import { writtenTogether } from '../written';
import { podValidation } from './authority';
import { podWith } from './example';

export const hostNetworkPort: Rule<PodPart> = {
  code: 'pod/host-network-port',
  title: 'hostNetwork requires hostPort to equal containerPort',
  category: 'correctness',
  severity: 'error',
  why: 'The API server refuses the pod: with `hostNetwork: true` the container listens on the node directly, and nothing translates one port into another. `hostPort` must equal `containerPort`; left out it does.',
  sources: [podValidation],
  example: {
    bad: podWith({ pod: 'hostNetwork: true', container: 'ports:\n  - containerPort: 8080\n    hostPort: 80' }),
    good: podWith({ pod: 'hostNetwork: true', container: 'ports:\n  - containerPort: 8080\n    hostPort: 8080' }),
  },
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      const network = get(pod.spec, 'hostNetwork');
      if (!network || booleanOf(network) !== true) continue;
      // The API server asks it of regular containers only.
      for (const container of pod.containers.filter(({ kind }) => kind === 'container')) {
        for (const [index, port] of itemsOf(get(container.node, 'ports')).entries()) {
          const node = get(port, 'hostPort');
          const inside = numberOf(get(port, 'containerPort'));
          const outside = numberOf(node);
          if (!node || !outside || inside === undefined || inside === outside || !writtenTogether(pod, [network, node])) continue;
          yield {
            span: node.span,
            message: `hostPort ${outside} of ${titleOf(container)} must equal containerPort ${inside} on the node's network, or the API server refuses the pod.`,
            cure: () => [
              {
                title: `Set hostPort: ${inside}`,
                edits: editsFor(part, [set([...container.path, 'ports', index, 'hostPort'], inside)]),
                safe: false,
                preferred: true,
              },
            ],
          };
        }
      }
    }
  },
};
