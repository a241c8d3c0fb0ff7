import type { Rule } from '../../../core';
import { booleanOf, get, itemsOf, type Node, type Path } from '../../../tree';
import { editsFor } from '../harden/apply';
import { remove } from '../harden/change';
import { everyHolder, nameOf, type Pod, present, securityField, wholePods } from '../model';
import type { PodPart } from '../part';
import { podValidation } from './authority';
import { podWith } from './example';

const notOnWindows = {
  spec: ['hostUsers', 'shareProcessNamespace'],
  pod: 'appArmorProfile seLinuxOptions seccompProfile fsGroup fsGroupChangePolicy sysctls runAsUser runAsGroup supplementalGroups supplementalGroupsPolicy seLinuxChangePolicy'.split(
    ' ',
  ),
  container:
    'appArmorProfile seLinuxOptions seccompProfile capabilities readOnlyRootFilesystem privileged allowPrivilegeEscalation procMount runAsUser runAsGroup'.split(
      ' ',
    ),
};

interface Foreign {
  readonly field: string;
  readonly node: Node;
  readonly path: Path;
  readonly holder: string;
}

/** Fields of the other operating system; written at all is enough, whatever the value. */
function* foreignFields(pod: Pod): Generator<Foreign> {
  if (pod.os === 'windows') {
    for (const field of [...notOnWindows.spec, 'hostPID', 'hostIPC']) {
      const node = present(get(pod.spec, field));
      if (node && (notOnWindows.spec.includes(field) || booleanOf(node) === true))
        yield { field, node, path: [...pod.path, field], holder: 'the pod' };
    }
  }
  for (const { holder, path, container } of everyHolder(pod)) {
    const fields = pod.os === 'linux' ? ['windowsOptions'] : pod.os === 'windows' ? notOnWindows[container ? 'container' : 'pod'] : [];
    for (const field of fields) {
      const node = securityField(holder, field);
      // An empty list of sysctls is none.
      if (node && !(field === 'sysctls' && !itemsOf(node).length))
        yield { field, node, path: [...path, 'securityContext', field], holder: nameOf(container) };
    }
  }
}

export const osFields: Rule<PodPart> = {
  code: 'pod/os-fields',
  title: 'A field of the other operating system has no effect',
  category: 'correctness',
  severity: 'error',
  since: 'Kubernetes 1.25',
  why: 'The API server refuses the pod: `spec.os.name` says which system it is for, and a field that has no effect there is not allowed. On Windows even `false` is refused for fields that only Linux has.',
  sources: [podValidation],
  example: {
    bad: podWith({ pod: 'os:\n  name: windows', container: 'securityContext:\n  allowPrivilegeEscalation: false' }),
    good: podWith({ pod: 'os:\n  name: windows' }),
  },
  *check(part, context) {
    for (const pod of wholePods(part, context)) {
      for (const { field, node, path, holder } of foreignFields(pod)) {
        const key = node.parent?.kind === 'object' ? node.parent.members.find(({ value }) => value === node)?.key : undefined;
        yield {
          span: (key ?? node).span,
          message: `The API server refuses ${field} on ${holder}, since spec.os.name is ${pod.os}.`,
          cure: () => [{ title: `Remove ${path.at(-1)}`, edits: editsFor(part, [remove(path)]), safe: false, preferred: true }],
        };
      }
    }
  },
};
