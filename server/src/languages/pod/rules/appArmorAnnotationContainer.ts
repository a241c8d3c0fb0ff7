import { listed, nearest, type Rule } from '../../../core';
import { renameKey } from '../../../tree';
import { oldAnnotations } from '../annotations';
import { wholePods } from '../model';
import type { PodPart } from '../part';
import { appArmorPrefix } from '../standards/baseline';
import { podValidation } from './authority';
import { podWith } from './example';

export const appArmorAnnotationContainer: Rule<PodPart> = {
  code: 'pod/app-armor-annotation-container',
  title: 'The AppArmor annotation names a container that does not exist',
  category: 'correctness',
  severity: 'error',
  why: 'The API server refuses the pod: `container not found`. The name after the slash is that of a container of the same pod; the profile applies to that container only.',
  sources: [podValidation],
  example: {
    bad: podWith({ annotations: `${appArmorPrefix}aap: runtime/default` }),
    good: podWith({ annotations: `${appArmorPrefix}app: runtime/default` }),
    context: { kubernetes: '1.29' },
  },
  *check(part, context) {
    for (const pod of wholePods(part, context)) {
      if (pod.partial) continue;
      const names = pod.containers.map(({ name }) => name);
      for (const { field, keyNode, containerName, container } of oldAnnotations(pod)) {
        if (field !== 'appArmorProfile' || container || containerName === undefined || names.includes('')) continue;
        const meant = nearest(containerName, names);
        const member = { key: keyNode, span: keyNode.span };
        yield {
          span: keyNode.span,
          message: `The pod has no container "${containerName}" for this AppArmor annotation, only ${listed(names.map((name) => `"${name}"`))}.`,
          ...(meant && {
            cure: () => [{ title: `Name container "${meant}"`, edits: renameKey(member, appArmorPrefix + meant), safe: false }],
          }),
        };
      }
    }
  },
};
