import type { Fact, StatedFact } from '../../core';
import { booleanOf, get, itemsOf, resolved, stringOf } from '../../tree';
import { clusterLevels, exempt } from './admission';
import { definedPods, isDefinition } from './definitions';
import { kyvernoFacts } from './kyverno';
import type { KubeObject } from './objects';
import type { PodPart } from './part';

/** What a document says of the cluster: its Pod Security, its kubelets, its runtimes. */
export const clusterFacts = (part: PodPart): readonly StatedFact[] => [
  ...clusterLevels(part).map(({ level, version, node }) => ({
    kind: 'cluster-level' as const,
    name: '',
    detail: `${level}:${version}`,
    span: node.span,
  })),
  ...(['namespaces', 'runtimeClasses'] as const).flatMap((list) =>
    exempt(part, list).flatMap((node) => {
      const name = stringOf(node);
      return name ? [{ kind: 'pod-security-exemption' as const, name, detail: list, span: node.span }] : [];
    }),
  ),
  ...part.objects.flatMap((object) =>
    isDefinition(object)
      ? definedPods(object, part.text)
      : isKubelet(object)
        ? [...kubeletSettings(object)]
        : isRuntimeClass(object)
          ? handlerOf(object)
          : kyvernoFacts(object),
  ),
];

export const isKubelet = ({ group, kind }: KubeObject): boolean => group === 'kubelet.config.k8s.io' && kind === 'KubeletConfiguration';
export const isRuntimeClass = ({ group, kind }: KubeObject): boolean => group === 'node.k8s.io' && kind === 'RuntimeClass';

function* kubeletSettings({ node }: KubeObject): Generator<StatedFact> {
  yield { kind: 'kubelet-setting', name: '', span: get(node, 'kind')?.span ?? node.span };
  const seccomp = get(node, 'seccompDefault');
  const value = booleanOf(seccomp);
  if (seccomp && value !== undefined) yield { kind: 'kubelet-setting', name: 'seccompDefault', detail: String(value), span: seccomp.span };
  for (const item of itemsOf(get(node, 'allowedUnsafeSysctls'))) {
    const name = stringOf(item);
    if (name) yield { kind: 'kubelet-setting', name: 'allowedUnsafeSysctls', detail: name, span: item.span };
  }
}

function handlerOf({ node, name }: KubeObject): readonly StatedFact[] {
  const handler = get(node, 'handler');
  const detail = stringOf(handler);
  return handler && detail && name !== undefined
    ? [{ kind: 'runtime-class', name, detail, span: resolved(handler)?.span ?? handler.span }]
    : [];
}

/** The values of one setting of the kubelets in the workspace, each with its place; of the setting '' one for each configuration. */
export const kubeletValues = (facts: readonly Fact[], name: string): readonly Fact[] =>
  facts.filter((fact) => fact.kind === 'kubelet-setting' && fact.name === name);

/** The fact of a kubelet that lets pods set an unsafe sysctl: by its name, or by a pattern that ends with `*`. */
export const kubeletAllows = (facts: readonly Fact[], sysctl: string): Fact | undefined => {
  const name = sysctl.replaceAll('/', '.');
  return kubeletValues(facts, 'allowedUnsafeSysctls').find(({ detail = '' }) => {
    const pattern = detail.replaceAll('/', '.');
    return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
  });
};

/** Handlers that run a pod in a kernel of its own, so that the runtime's seccomp and AppArmor profiles do not apply to it. */
export const sandboxOf = (handler: string): string | undefined =>
  /runsc|gvisor/i.test(handler) ? 'gVisor' : /kata|firecracker|clh|qemu/i.test(handler) ? 'Kata Containers' : undefined;
