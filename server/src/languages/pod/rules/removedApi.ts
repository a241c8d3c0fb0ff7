import type { Context, Rule } from '../../../core';
import { removedApi as lookUp } from '../../../knowledge';
import { get, setValue } from '../../../tree';
import type { PodPart } from '../part';

export const removedApi: Rule<PodPart> = {
  code: 'pod/removed-api',
  title: 'An API version that is no longer served',
  category: 'compatibility',
  severity: 'error',
  why: 'The API server answers `no matches for kind`, and nothing is created. Kubernetes stopped serving the beta versions of Deployment, DaemonSet, ReplicaSet and StatefulSet in 1.16 and of CronJob in 1.25. `apps/v1` also wants a `selector`.',
  sources: [
    { title: 'Kubernetes: Deprecated API Migration Guide', url: 'https://kubernetes.io/docs/reference/using-api/deprecation-guide/' },
  ],
  example: {
    bad: cronJob('batch/v1beta1'),
    good: cronJob('batch/v1'),
  },
  *check(part, context) {
    for (const object of part.objects) {
      const { apiVersion, kind } = object;
      const removed = apiVersion === undefined ? undefined : lookUp(apiVersion, kind);
      const value = removed && get(object.node, 'apiVersion');
      if (!removed || !value) continue;
      const gone = isGone(context, removed.removedIn);
      const instead = removed.instead ? `; use ${removed.instead}` : '';
      yield {
        span: value.span,
        // A template may write this version only for clusters that serve it.
        severity: gone && !part.templated ? 'error' : 'information',
        message: gone
          ? `Kubernetes ${served(context)} does not serve ${kind} in ${apiVersion}, which ended with 1.${removed.removedIn}${instead}.`
          : `Kubernetes 1.${removed.removedIn} stops serving ${kind} in ${apiVersion}${instead}.`,
        tags: ['deprecated'],
        ...(removed.instead && {
          cure: () => [
            {
              title: `Set apiVersion: ${removed.instead}…`,
              edits: setValue(part.tree, value, removed.instead),
              safe: false,
              ...(removed.instead === 'apps/v1' && { note: 'apps/v1 needs spec.selector, and does not fill it in.' }),
            },
          ],
        }),
      };
    }
  },
};

function isGone({ kubernetes }: Context, removedIn: number): boolean {
  const minor = /^1\.(\d+)/.exec(kubernetes)?.[1];
  return minor === undefined || Number(minor) >= removedIn;
}

const served = ({ kubernetes }: Context): string => (kubernetes === 'latest' ? 'today' : kubernetes);

function cronJob(apiVersion: string): string {
  return `apiVersion: ${apiVersion}
kind: CronJob
metadata:
  name: report
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: report
              image: registry.example/report:2.0
`;
}
