/** The containers of a manifest as the words of `confine why` describe them. */

import type { Amendment, Confined, ConfinedMount, Context, ProfileChoice, SuspectFix } from '../../core';
import { booleanOf, get, itemsOf, memberOf, numberOf, stringOf } from '../../tree';
import { capabilitiesOf, gainsNothing, isPrivileged } from './capabilities';
import { settingOf } from './effective';
import { editsFor } from './harden/apply';
import { append, type PodChange } from './harden/change';
import { type Container, effectiveField, type Pod, podsOf, securityField, titleOf, writtenString } from './model';
import type { PodPart } from './part';
import { nameSpan, valueSpan } from './standards/violation';

export const containers = (part: PodPart, context: Context): readonly Confined[] =>
  podsOf(part, context).flatMap((pod) => pod.containers.map((container) => confinedOf(pod, container, context)));

export function confinedOf(pod: Pod, container: Container, context: Context): Confined {
  const { name, kind, namespace } = pod.object;
  const image = writtenString(get(container.node, 'image'));
  const user = effectiveField(pod, container, 'runAsUser');
  const number = numberOf(user);
  const capabilities = securityField(container, 'capabilities');
  const drop = memberOf(capabilities, 'drop');
  const escalation = securityField(container, 'allowPrivilegeEscalation');
  const readOnly = securityField(container, 'readOnlyRootFilesystem');
  return {
    name: container.name,
    title: titleOf(container),
    ...(name !== undefined && { owner: { kind, name, ...(namespace !== undefined && { namespace }) } }),
    engine: 'kubernetes',
    ...(image !== undefined && { image }),
    span: nameSpan(container),
    ...(user && number !== undefined && { user: { name: String(number), span: valueSpan(user) } }),
    privileged: isPrivileged(container),
    capabilities: capabilitiesOf(container, context),
    ...(drop && { drop: drop.key.span }),
    ...(gainsNothing(container) && escalation && { noNewPrivileges: { span: valueSpan(escalation) } }),
    seccomp: choiceOf(pod, container, 'seccompProfile', context),
    apparmor: choiceOf(pod, container, 'appArmorProfile', context),
    ...(booleanOf(readOnly) === true && readOnly && { readOnlyRoot: valueSpan(readOnly) }),
    mounts: mountsOf(pod, container),
    ports: itemsOf(get(container.node, 'ports')).flatMap((port) => numberOf(get(port, 'containerPort')) ?? []),
    hostNetwork: booleanOf(get(pod.spec, 'hostNetwork')) === true,
    amend: (wanted) => amendment(pod, container, wanted),
  };
}

function choiceOf(pod: Pod, container: Container, field: 'seccompProfile' | 'appArmorProfile', context: Context): ProfileChoice {
  const setting = settingOf(pod, container, field, context);
  const value = String(setting?.value ?? '');
  const node = setting?.node;
  const nameNode = get(node, 'localhostProfile');
  const place = nameNode ? { span: valueSpan(nameNode) } : node ? { span: valueSpan(node) } : {};
  if (value.startsWith('Localhost ')) return { type: 'profile', name: value.slice('Localhost '.length), ...place };
  if (setting?.from === 'kubelet' && setting.note?.includes('where')) return { type: 'unknown' };
  return { type: value === 'Unconfined' ? 'unconfined' : 'default', ...place };
}

const configSources = ['configMap', 'secret', 'downwardAPI', 'projected'];

function mountsOf(pod: Pod, container: Container): readonly ConfinedMount[] {
  const volumes = new Map(itemsOf(get(pod.spec, 'volumes')).map((volume) => [stringOf(get(volume, 'name')), volume]));
  return itemsOf(get(container.node, 'volumeMounts')).flatMap((mount): ConfinedMount[] => {
    const pathNode = get(mount, 'mountPath');
    const path = writtenString(pathNode);
    if (!pathNode || path === undefined) return [];
    const volume = volumes.get(stringOf(get(mount, 'name')));
    const hostPath = writtenString(get(get(volume, 'hostPath'), 'path'));
    const source = get(volume, 'hostPath')
      ? 'hostPath'
      : get(volume, 'emptyDir')
        ? 'emptyDir'
        : configSources.some((key) => get(volume, key))
          ? 'config'
          : 'volume';
    return [
      {
        path,
        source,
        ...(hostPath !== undefined && { hostPath }),
        readOnly: booleanOf(get(mount, 'readOnly')) === true || source === 'config',
        span: valueSpan(pathNode),
      },
    ];
  });
}

function amendment(pod: Pod, container: Container, wanted: Amendment): SuspectFix | undefined {
  if (wanted.kind === 'capabilities') {
    const names = wanted.names.map((name) => name.replace(/^CAP_/, ''));
    const changes = names.map((name) => append([...container.path, 'securityContext', 'capabilities', 'add'], name));
    return fixOf(pod, `Add ${names.join(' and ')} to capabilities.add of ${titleOf(container)}`, changes);
  }
  const folder = wanted.path.replace(/\/+$/, '');
  const taken = new Set(itemsOf(get(pod.spec, 'volumes')).map((volume) => stringOf(get(volume, 'name'))));
  const base =
    folder
      .split('/')
      .filter(Boolean)
      .at(-1)
      ?.toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'writable';
  const name = taken.has(base) ? `${base}-writable` : base;
  return fixOf(pod, `Mount an emptyDir at ${folder} in ${titleOf(container)}`, [
    append([...pod.path, 'volumes'], { name, emptyDir: {} }),
    append([...container.path, 'volumeMounts'], { name, mountPath: folder }),
  ]);
}

/** A change with its edits, where the manifest can be edited. */
export function fixOf(pod: Pod, title: string, changes: readonly PodChange[]): SuspectFix {
  if (pod.part.templated || pod.part.tree.problems.length > 0) return { title };
  return { title, edits: editsFor(pod.part, changes) };
}
