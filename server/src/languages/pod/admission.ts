import type { PodSecurityLevel } from '../../core';
import { get, itemsOf, type Node, type ObjectNode, resolved, stringOf } from '../../tree';
import { isLevel, isPolicyVersion } from './namespaces';
import type { KubeObject } from './objects';
import type { PodPart } from './part';

const serverGroup = 'apiserver.config.k8s.io';
const pluginGroup = 'pod-security.admission.config.k8s.io';

/** The configuration of the Pod Security plugin: an object of its own, or a plugin of an AdmissionConfiguration. */
export function podSecurityConfigurations(part: Pick<PodPart, 'objects'>): readonly ObjectNode[] {
  return part.objects.flatMap((object) => {
    if (isPluginConfiguration(object)) return [object.node];
    if (object.group !== serverGroup || object.kind !== 'AdmissionConfiguration') return [];
    return itemsOf(get(object.node, 'plugins')).flatMap((plugin) => {
      const own = resolved(get(plugin, 'configuration'));
      return stringOf(get(plugin, 'name')) === 'PodSecurity' && own?.kind === 'object' ? [own] : [];
    });
  });
}

const isPluginConfiguration = ({ group, kind }: KubeObject): boolean => group === pluginGroup && kind === 'PodSecurityConfiguration';

/** Whether an object sets up admission, so that it has rules without having pods. */
export const isAdmission = ({ group, kind }: KubeObject): boolean =>
  isPluginConfiguration({ group, kind } as KubeObject) || (group === serverGroup && kind === 'AdmissionConfiguration');

export interface ClusterLevel {
  readonly level: PodSecurityLevel;
  /** `latest` or `v1.NN`. */
  readonly version: string;
  readonly node: Node;
}

/** What pods without a level on their Namespace are judged by; a configuration with a mistake is never in force. */
export function clusterLevels(part: Pick<PodPart, 'objects'>): readonly ClusterLevel[] {
  return podSecurityConfigurations(part).flatMap((configuration) => {
    const defaults = get(configuration, 'defaults');
    const node = get(defaults, 'enforce');
    const level = stringOf(node);
    const version = stringOf(get(defaults, 'enforce-version')) || 'latest';
    return node && isLevel(level) && isPolicyVersion(version) ? [{ level, version, node }] : [];
  });
}

/** Namespaces, or runtime classes, whose pods are not judged at all. */
export const exempt = (part: Pick<PodPart, 'objects'>, list: 'namespaces' | 'runtimeClasses'): readonly Node[] =>
  podSecurityConfigurations(part).flatMap((configuration) => itemsOf(get(get(configuration, 'exemptions'), list)));
