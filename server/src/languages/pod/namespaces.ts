import type { PodSecurityLevel } from '../../core';
import { get, type Member, membersOf, stringOf } from '../../tree';
import type { KubeObject } from './objects';

export const labelPrefix = 'pod-security.kubernetes.io/';

/** What a Namespace enforces. */
export interface NamespaceLevel {
  readonly namespace: string;
  readonly level: PodSecurityLevel;
  /** `latest` or `v1.NN`. */
  readonly version: string;
}

export const levels: readonly PodSecurityLevel[] = ['privileged', 'baseline', 'restricted'];

export const isLevel = (text: string | undefined): text is PodSecurityLevel => levels.includes(text as PodSecurityLevel);

/** The form of upstream's version labels: api/helpers.go. */
export const isPolicyVersion = (text: string): boolean => text === 'latest' || /^v1\.(?:0|[1-9]\d*)$/.test(text);

export const isNamespace = (object: KubeObject): boolean => object.kind === 'Namespace' && object.group === '';

/** The Pod Security labels of a Namespace, those with unknown names too. */
export const securityLabels = (object: KubeObject): readonly Member[] =>
  membersOf(get(get(object.node, 'metadata'), 'labels')).filter((member) => String(member.key.value).startsWith(labelPrefix));

export function labelValue(object: KubeObject, name: string): string | undefined {
  return stringOf(securityLabels(object).findLast((member) => member.key.value === labelPrefix + name)?.value);
}

/** The enforced levels that Namespaces of a document state; a label with a mistake states none. */
export function namespaceLevelsIn({ objects }: { readonly objects: readonly KubeObject[] }): readonly NamespaceLevel[] {
  return objects.flatMap((object) => {
    if (!isNamespace(object) || object.name === undefined) return [];
    const level = labelValue(object, 'enforce');
    const version = labelValue(object, 'enforce-version') ?? 'latest';
    return isLevel(level) && isPolicyVersion(version) ? [{ namespace: object.name, level, version }] : [];
  });
}
