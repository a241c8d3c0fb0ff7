import { type Rule, spanToHost } from '../../../core';
import { policyMinor } from '../../../knowledge';
import { parseYaml, type Tree, textRegion } from '../../../tree';
import { judgementOf } from '../level';
import { type Pod, podOfPatch, podsOf, specPatches } from '../model';
import type { PodPart } from '../part';
import { violationsAt } from '../standards/evaluate';

const workflow = (patch: string) => `apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata:
  generateName: build-
spec:
  entrypoint: build
  podSpecPatch: '${patch}'
  templates:
    - name: build
      container:
        image: registry.example/build:2
`;

export const podSpecPatch: Rule<PodPart> = {
  code: 'pod/pod-spec-patch',
  title: 'A podSpecPatch that loosens the pods of a workflow',
  category: 'security',
  severity: 'warning',
  why: 'Argo Workflows merges the text of `podSpecPatch` into every pod that it makes, after everything else in the workflow. What it sets is not seen where the templates are read, and Pod Security refuses the pods when they are made. The text is judged as a part of a pod: by the controls of baseline, or of the level that is asked for, without what is merely missing in it.',
  sources: [
    { title: 'Argo Workflows: Fields, podSpecPatch', url: 'https://argo-workflows.readthedocs.io/en/latest/fields/#workflowspec' },
    {
      title: 'argoproj/argo-workflows pkg/apis/workflow/v1alpha1',
      url: 'https://github.com/argoproj/argo-workflows/blob/main/pkg/apis/workflow/v1alpha1/workflow_types.go',
    },
  ],
  example: { bad: workflow('{"hostPID": true}'), good: workflow('{"terminationGracePeriodSeconds": 5}') },
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      if (pod.workload.form !== 'workflow') continue;
      const judgement = judgementOf(pod, context);
      const isAsked = judgement.by === 'asked';
      const level = isAsked ? judgement.level : 'baseline';
      const minor = isAsked ? judgement.minor : policyMinor(context.kubernetes);
      for (const node of specPatches(pod)) {
        const region = textRegion(part.tree, node);
        const patched = region && patchIn(region.text, pod);
        if (!patched) continue;
        for (const { control, span, detail, missing } of violationsAt(patched, level, minor))
          if (!missing)
            yield {
              span: spanToHost(region.map, span),
              severity: isAsked ? 'error' : 'warning',
              message: `podSpecPatch: ${control.reason}: ${detail} (${level} level).`,
            };
      }
    }
  },
};

/** The text as a piece of a pod; undefined where it is no object, or another program still fills it in. */
function patchIn(text: string, pod: Pod): Pod | undefined {
  const tree: Tree = parseYaml(text);
  return tree.problems.length ? undefined : podOfPatch(pod, tree);
}
