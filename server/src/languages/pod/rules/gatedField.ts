import type { Report, Rule } from '../../../core';
import { code } from '../../../core';
import { type GatedField, type GatedHolder, gatedFields, policyMinor } from '../../../knowledge';
import { get, isNull, memberOf, type Node } from '../../../tree';
import { type Pod, podsOf } from '../model';
import type { PodPart } from '../part';
import { inContainers, objectsOf, volumesIn } from '../validation/refusal';
import { strictDecoding } from './authority';
import { podWith } from './example';

/** The objects of a pod that can have such fields. */
function* holders(pod: Pod): Generator<readonly [GatedHolder, Node | undefined]> {
  yield ['pod', pod.spec];
  for (const { node } of pod.containers) {
    yield ['container', node];
    yield ['lifecycle', get(node, 'lifecycle')];
  }
  for (const { node } of inContainers(pod, 'volumeMounts')) yield ['volumeMount', node];
  for (const { node } of volumesIn(pod)) {
    yield ['emptyDir', get(node, 'emptyDir')];
    for (const kind of ['configMap', 'secret', 'downwardAPI', 'projected']) yield* filesIn(get(node, kind));
    for (const source of objectsOf(get(node, 'projected'), 'sources', [])) {
      for (const kind of ['configMap', 'secret', 'downwardAPI']) yield* filesIn(get(source.node, kind));
      for (const kind of ['serviceAccountToken', 'clusterTrustBundle', 'podCertificate']) yield ['file', get(source.node, kind)];
    }
  }
}

function* filesIn(source: Node | undefined): Generator<readonly [GatedHolder, Node | undefined]> {
  yield ['fileVolume', source];
  for (const { node } of objectsOf(source, 'items', [])) yield ['file', node];
}

const stateOf = ({ field, gate, since, on }: GatedField, minor: number): Omit<Report, 'span'> | undefined => {
  if (minor < since)
    return {
      severity: 'error',
      message: `The API server of Kubernetes 1.${minor} does not know ${code(field)}, which came with 1.${since}.`,
    };
  if (on !== undefined && minor >= on) return undefined;
  return { message: `${code(field)} has no effect on Kubernetes 1.${minor} unless the feature gate ${gate} is on.` };
};

export const gatedField: Rule<PodPart> = {
  code: 'pod/gated-field',
  title: 'A field that requires a newer Kubernetes version or a feature gate',
  category: 'correctness',
  severity: 'hint',
  why: 'Without its feature gate the API server drops the field in silence, and the pod runs without what it requires. An older API server does not know the field at all: `kubectl` (1.25 and later) refuses the file.',
  sources: [
    {
      title: 'kubernetes/api core/v1/types.go',
      url: 'https://github.com/kubernetes/api/blob/master/core/v1/types.go',
    },
    strictDecoding,
  ],
  example: {
    bad: podWith({
      container: 'volumeMounts:\n  - name: tmp\n    mountPath: /tmp\n    bindMountOptions: [noexec]',
      podEnd: 'volumes:\n  - name: tmp\n    emptyDir: {}',
    }),
    good: podWith({ container: 'volumeMounts:\n  - name: tmp\n    mountPath: /tmp', podEnd: 'volumes:\n  - name: tmp\n    emptyDir: {}' }),
  },
  byPiece: true,
  *check(part, context) {
    const minor = policyMinor(context.kubernetes);
    for (const pod of podsOf(part, context)) {
      if (pod.workload.form !== 'pod') continue;
      for (const [kind, node] of holders(pod)) {
        for (const row of gatedFields) {
          if (row.of !== kind) continue;
          const member = memberOf(node, row.field);
          const state = member?.value && !isNull(member.value) ? stateOf(row, minor) : undefined;
          if (member && state) yield { span: member.key.span, ...state };
        }
      }
    }
  },
};
