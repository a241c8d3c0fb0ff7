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
  },
  *check(part, context) {
    for (const pod of wholePods(part, context)) {
      if (pod.partial) continue;
      const names = pod.containers.map(({ name }) => name);
      for (const { field, keyNode, containerName, container } of oldAnnotations(pod)) {
        if (field !== 'appArmorProfile' || container || containerName === undefined || names.includes('')) continue;
        yield {
          span: keyNode.span,
          message: `The pod has no container "${containerName}" for this AppArmor annotation, only ${listed(names.map((name) => `"${name}"`))}.`,
          data: nearest(containerName, names),
        };
      }
    }
  },
  fixes(part, { span, data }, context) {
    const annotation = wholePods(part, context)
      .flatMap((pod) => pod.annotations)
      .find(({ keyNode }) => keyNode.span.start === span.start);
    if (!annotation || typeof data !== 'string') return [];
    const member = { key: annotation.keyNode, span: annotation.keyNode.span };
    return [{ title: `Name container "${data}"`, edits: renameKey(member, appArmorPrefix + data), safe: false }];
  },
};
