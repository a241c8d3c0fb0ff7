import { baseName, type Rule } from '../../../core';
import { booleanOf, get } from '../../../tree';
import { isPrivileged } from '../capabilities';
import { sandboxOf } from '../clusterFacts';
import { set } from '../harden/change';
import { habitFix } from '../harden/harden';
import { type Pod, podsOf } from '../model';
import type { PodPart } from '../part';
import { nameSpan } from '../standards/violation';
import { volumesIn } from '../validation/refusal';
import { docs } from './authority';
import { podWith } from './example';

export const sandboxedRuntime: Rule<PodPart> = {
  code: 'pod/sandboxed-runtime',
  title: 'A pod without the sandbox that the cluster has',
  category: 'security',
  severity: 'hint',
  why: 'The workspace has a RuntimeClass whose handler runs pods in a sandbox with a kernel of their own (gVisor, Kata Containers), and this pod shares the kernel of the node. It is proposed only for pods without host namespaces, privileged containers and folders of the node, which don’t fit into a sandbox.',
  sources: [docs('Runtime Class', 'concepts/containers/runtime-class/')],
  example: {
    bad: podWith({}),
    good: podWith({ podEnd: 'runtimeClassName: sandboxed' }),
    context: {
      facts: [
        { kind: 'runtime-class', name: 'sandboxed', detail: 'runsc', uri: 'file:///project/classes.yaml', span: { start: 0, end: 0 } },
      ],
    },
  },
  *check(part, context) {
    const sandbox = context.facts.find(({ kind, detail = '' }) => kind === 'runtime-class' && sandboxOf(detail));
    if (!sandbox) return;
    for (const pod of podsOf(part, context)) {
      const [first] = pod.containers;
      if (!first || pod.partial || pod.workload.form !== 'pod' || pod.os === 'windows' || !fits(pod)) continue;
      yield {
        span: nameSpan(first),
        message: `The pod shares the kernel of its node: RuntimeClass ${sandbox.name} in ${baseName(sandbox.uri)} runs pods in ${sandboxOf(sandbox.detail ?? '')}.`,
        cure: () =>
          habitFix(
            part,
            [set([...pod.path, 'runtimeClassName'], sandbox.name)],
            `Set runtimeClassName: ${sandbox.name}`,
            'The pod starts only on nodes with that handler. System calls are slower, and some don’t exist in the sandbox.',
            context,
          ).map((fix) => ({ ...fix, manual: true })),
      };
    }
  },
};

/** No class is named, and nothing needs the node itself. */
const fits = (pod: Pod): boolean =>
  get(pod.spec, 'runtimeClassName') === undefined &&
  !['hostNetwork', 'hostPID', 'hostIPC'].some((field) => booleanOf(get(pod.spec, field))) &&
  !pod.containers.some(isPrivileged) &&
  ![...volumesIn(pod)].some(({ node }) => get(node, 'hostPath'));
