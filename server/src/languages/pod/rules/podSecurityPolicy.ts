import { counted, type Rule } from '../../../core';
import { get } from '../../../tree';
import type { PodPart } from '../part';
import { hasSpec, isPodSecurityPolicy, type Replacement, replacementOf } from '../podSecurityPolicy';
import { docs } from './authority';

const policy = `apiVersion: policy/v1beta1
kind: PodSecurityPolicy
metadata:
  name: restricted
spec:
  privileged: false
  allowPrivilegeEscalation: false
  requiredDropCapabilities: [ALL]
  volumes: [configMap, emptyDir, projected, secret]
  runAsUser:
    rule: MustRunAsNonRoot
  seLinux:
    rule: MustRunAs
  fsGroup:
    rule: MustRunAs
    ranges:
      - min: 1
        max: 65535
`;

const namespace = `apiVersion: v1
kind: Namespace
metadata:
  name: web
  labels:
    pod-security.kubernetes.io/enforce: restricted
`;

export const podSecurityPolicy: Rule<PodPart> = {
  code: 'pod/pod-security-policy',
  title: 'The Pod Security level that replaces a PodSecurityPolicy',
  category: 'compatibility',
  severity: 'information',
  why: 'Kubernetes 1.25 and later have no PodSecurityPolicy; labels of a Namespace say which Pod Security level its pods must pass. The level that replaces a policy is the strictest one that admits what the policy admits. A level never changes a pod, so defaults that the policy writes into pods must go into the manifests or come from another admission controller; ranges of users and groups, lists of host paths and of runtime classes are limits that no level has. The hover of `kind` lists both.',
  sources: [
    docs('Mapping PodSecurityPolicies to Pod Security Standards', 'reference/access-authn-authz/psp-to-pod-security-standards/'),
    docs('Migrate from PodSecurityPolicy', 'tasks/configure-pod-container/migrate-from-psp/'),
  ],
  example: { bad: policy, good: namespace },
  *check({ objects, templated }) {
    for (const object of objects) {
      const kind = isPodSecurityPolicy(object) && get(object.node, 'kind');
      if (!kind || !hasSpec(object)) continue;
      // What a template writes may be any value.
      if (!templated) yield { span: kind.span, message: messageFor(replacementOf(object)) };
    }
  },
};

function messageFor({ level, because, lost, stricter }: Replacement): string {
  const why = because.length ? ` (${because.slice(0, most).join('; ')}${because.length > most ? '; …' : ''})` : '';
  const rest = [
    lost.length ? `it can't express: ${some(lost)}` : 'it expresses all of the policy',
    ...(stricter.length ? [`it also refuses ${some(stricter)}`] : []),
  ];
  return `Pod Security level ${level} replaces this policy${why}; ${rest.join('; ')}.`;
}

const most = 3;

const some = (items: readonly string[]): string =>
  items.length > most ? `${items.slice(0, most).join('; ')}; and ${counted(items.length - most, 'other')}` : items.join('; ');
