import { nearest, type Report, type Rule } from '../../../core';
import { get, itemsOf, type Node, setValue, stringOf, type Tree } from '../../../tree';
import { isKyvernoException, isKyvernoPolicy, kyvernoControls, podSecurityRules } from '../kyverno';
import { isLevel, isPolicyVersion, levels } from '../namespaces';
import type { PodPart } from '../part';
import { isUnknown } from '../template';

const policy = (control: string) => `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata:
  name: baseline
spec:
  rules:
    - name: baseline
      match:
        any:
          - resources:
              kinds: [Pod]
      validate:
        failureAction: Enforce
        podSecurity:
          level: baseline
          version: latest
          exclude:
            - controlName: ${control}
              images: ["registry.example/agent:*"]
`;

/** Controls of containers, which only exclude together with images; and controls of the pod, which have none: `pkg/pss/utils/mapping.go`. */
const ofContainers = new Set(['Capabilities', 'Privileged Containers', 'Host Ports', '/proc Mount Type', 'Privilege Escalation']);
const ofPods = new Set(['Host Namespaces', 'HostPath Volumes', 'Sysctls', 'Volume Types']);

export const kyvernoPodSecurity: Rule<PodPart> = {
  code: 'pod/kyverno-pod-security',
  title: 'A Kyverno podSecurity rule that the API server refuses or that excludes nothing',
  category: 'correctness',
  severity: 'error',
  why: 'The API server refuses the policy or the PolicyException: the definition of Kyverno’s resources lists the levels, the versions and the names of controls, in the words and capitals of the Pod Security Standards. In an exception, a control of containers needs `images`, a control of the pod must not have them, and `restrictedField` and `values` come together; in a policy such an entry is accepted, and excludes nothing or less than it says.',
  sources: [
    {
      title: 'kyverno/kyverno api/kyverno/v1/common_types.go',
      url: 'https://github.com/kyverno/kyverno/blob/main/api/kyverno/v1/common_types.go',
    },
    { title: 'Kyverno: Pod Security', url: 'https://kyverno.io/docs/policy-types/cluster-policy/validate/' },
  ],
  example: { bad: policy('Privileged Container'), good: policy('Privileged Containers') },
  *check({ objects, tree }) {
    for (const object of objects) {
      if (isKyvernoPolicy(object))
        for (const { podSecurity } of podSecurityRules(object)) {
          yield* ofLevel(tree, podSecurity);
          for (const item of itemsOf(get(podSecurity, 'exclude'))) yield* ofExclusion(tree, item, 'warning');
        }
      if (isKyvernoException(object))
        for (const item of itemsOf(get(get(object.node, 'spec'), 'podSecurity'))) yield* ofExclusion(tree, item, 'error');
    }
  },
};

function* ofLevel(tree: Tree, podSecurity: Node): Generator<Report> {
  const level = get(podSecurity, 'level');
  const version = get(podSecurity, 'version');
  const [name, text] = [written(level), written(version)];
  if (level && name !== undefined && !isLevel(name))
    yield {
      ...wrong(tree, level, nearest(name, levels)),
      message: `Kyverno knows no level "${name}": privileged, baseline or restricted.`,
    };
  if (version && text && !isPolicyVersion(text))
    yield {
      ...wrong(tree, version, /^v?(1\.\d+)/.exec(text)?.[1]?.replace(/^/, 'v')),
      message: `Kyverno knows no version "${text}": \`latest\` or \`v1.<number>\`.`,
    };
}

function* ofExclusion(tree: Tree, item: Node, severity: 'error' | 'warning'): Generator<Report> {
  const node = get(item, 'controlName');
  const name = written(node);
  if (!node || name === undefined) return;
  const names = Object.keys(kyvernoControls);
  if (!names.includes(name)) {
    yield { ...wrong(tree, node, nearest(name, names)), message: `Kyverno knows no control "${name}".` };
    return;
  }
  const images = get(item, 'images');
  const effect = severity === 'error' ? 'the API server refuses the exception' : 'the entry excludes nothing';
  if (ofContainers.has(name) && !itemsOf(images).length)
    yield { span: node.span, severity, message: `"${name}" is a control of containers: without images ${effect}.` };
  if (ofPods.has(name) && itemsOf(images).length)
    yield { span: images?.span ?? node.span, severity, message: `"${name}" is a control of the pod: with images ${effect}.` };
  const [field, values] = [get(item, 'restrictedField'), itemsOf(get(item, 'values'))];
  if (field && written(field) && !values.length)
    yield { span: field.span, severity, message: `restrictedField without values: ${effect}.` };
}

const written = (node: Node | undefined): string | undefined => {
  const text = stringOf(node);
  return text === undefined || isUnknown(text) ? undefined : text;
};

const wrong = (tree: Tree, node: Node, meant: string | undefined): Pick<Report, 'span' | 'cure'> => ({
  span: node.span,
  ...(meant !== undefined && { cure: () => [{ title: `Set ${meant}`, edits: setValue(tree, node, meant), safe: false, preferred: true }] }),
});
