import { code, nearest } from '../../../core';
import { bindMountOptions, policyMinor } from '../../../knowledge';
import { booleanOf, get, isNull, itemsOf, memberOf, type Node, stringOf } from '../../../tree';
import { remove, set } from '../harden/change';
import { type Pod, writtenString } from '../model';
import { climbs, refusedAsDescending } from './paths';
import { inContainers, type Mount, type PodRefusal, type Refuses, volumesIn } from './refusal';

/** Names of volumes; undefined where others add some: operators, overlays, templates. */
function volumeNamesOf(pod: Pod): ReadonlySet<string> | undefined {
  if (pod.partial || pod.workload.custom) return undefined;
  const names = new Set<string>();
  const claims = itemsOf(get(get(pod.object.node, 'spec'), 'volumeClaimTemplates')).map((claim) => get(get(claim, 'metadata'), 'name'));
  for (const node of [...[...volumesIn(pod)].map((volume) => get(volume.node, 'name')), ...claims]) {
    const name = writtenString(node);
    // What a program fills in may be any name.
    if (node && name === undefined) return undefined;
    if (name !== undefined) names.add(name);
  }
  return names;
}

/** A mount, or a device, of a volume that the pod does not have. */
export function* missingVolumes(pod: Pod): Generator<PodRefusal> {
  const names = volumeNamesOf(pod);
  if (!names) return;
  for (const list of ['volumeMounts', 'volumeDevices']) {
    for (const { node, owner } of inContainers(pod, list)) {
      const at = get(node, 'name');
      const name = writtenString(at);
      if (!at || name === undefined || names.has(name)) continue;
      const meant = nearest(name, names);
      yield {
        span: at.span,
        message: `The API server refuses the pod: ${owner} mounts "${name}", and the pod has no such volume${meant ? `; did you mean "${meant}"?` : '.'}`,
      };
    }
  }
}

/** Two mounts of one container at one path. */
export function* repeatedPaths(pod: Pod): Generator<PodRefusal> {
  if (pod.partial === 'patch') return;
  const seen = new Map<string, Node>();
  for (const [list, key] of [
    ['volumeMounts', 'mountPath'],
    ['volumeDevices', 'devicePath'],
  ] as const) {
    for (const { node, path, container, owner } of inContainers(pod, list)) {
      const at = get(node, key);
      const value = writtenString(at);
      if (!at || value === undefined) continue;
      const id = JSON.stringify([container.path, value]);
      const before = seen.get(id);
      // In a template the two may be in different branches.
      if (before && pod.partial !== 'template')
        yield {
          span: at.span,
          message: `The API server refuses two mounts at ${code(value)} in ${owner}.`,
          related: [{ span: before.span, message: 'The first mount at this path.' }],
          ...(sameMount(before, node) && { cure: { title: 'Remove the second mount', changes: [remove(path)] } }),
        };
      else seen.set(id, at);
    }
  }
}

/** Written twice with the same words. */
function sameMount(before: Node, node: Node): boolean {
  const first = before.parent;
  if (first?.kind !== 'object' || node.kind !== 'object' || first.members.length !== node.members.length) return false;
  return first.members.every(({ key, value }) => stringOf(get(node, String(key.value))) === stringOf(value) && value?.kind === 'scalar');
}

/** `subPath` outside of the volume, or written in two ways. */
export function* subPaths(pod: Pod): Generator<PodRefusal> {
  for (const mount of inContainers(pod, 'volumeMounts')) {
    for (const key of ['subPath', 'subPathExpr']) {
      const at = get(mount.node, key);
      const value = key === 'subPath' ? writtenString(at) : stringOf(at);
      const reason = value ? refusedAsDescending(value) : undefined;
      if (at && reason) yield { span: at.span, message: `The API server refuses this ${key} of ${mount.owner}: it ${reason}.` };
    }
    yield* bothForms(mount);
  }
  for (const { node, owner } of inContainers(pod, 'volumeDevices')) {
    const at = get(node, 'devicePath');
    if (at && climbs(writtenString(at) ?? '')) yield { span: at.span, message: `The API server refuses \`..\` in devicePath of ${owner}.` };
  }
}

function* bothForms({ node, owner, container }: Mount): Generator<PodRefusal> {
  const [plain, expression] = [memberOf(node, 'subPath'), memberOf(node, 'subPathExpr')];
  if (plain && expression && stringOf(plain.value) && stringOf(expression.value))
    yield {
      span: expression.key.span,
      message: `The API server refuses subPath beside subPathExpr in one mount of ${owner}.`,
      related: [{ span: plain.key.span, message: 'subPath is here.' }],
    };
  const either = plain ?? expression;
  if (container.kind === 'ephemeral container' && either && stringOf(either.value))
    yield { span: either.key.span, message: `The API server refuses ${String(either.key.value)} in ${owner}.` };
}

/** Options of bind mounts: unknown words, repeats, and where no option is possible. */
export const bindOptions: Refuses = function* (pod) {
  const images = new Set([...volumesIn(pod)].flatMap(({ node }) => (hasImage(node) ? (writtenString(get(node, 'name')) ?? []) : [])));
  for (const { node, path, owner } of inContainers(pod, 'volumeMounts')) {
    const member = memberOf(node, 'bindMountOptions');
    if (!member || isNull(member.value)) continue;
    const volume = writtenString(get(node, 'name'));
    if (volume !== undefined && images.has(volume) && itemsOf(member.value).length)
      yield {
        span: member.key.span,
        message: `The API server refuses bindMountOptions for "${volume}", a volume of an image.`,
        cure: { title: 'Remove bindMountOptions', changes: [remove([...path, 'bindMountOptions'])] },
      };
    const seen = new Set<string>();
    for (const [index, item] of itemsOf(member.value).entries()) {
      const word = writtenString(item);
      if (word === undefined) continue;
      const meant = bindMountOptions.includes(word) ? undefined : nearest(word, bindMountOptions);
      const at = [...path, 'bindMountOptions', index];
      if (!bindMountOptions.includes(word))
        yield {
          span: item.span,
          message: `The API server refuses "${word}" among the bindMountOptions of ${owner}: noexec, nodev or nosuid.`,
          ...(meant && { cure: { title: `Write ${meant}`, changes: [set(at, meant)] } }),
        };
      else if (seen.has(word))
        yield {
          span: item.span,
          message: `The API server refuses "${word}" twice among the bindMountOptions of ${owner}.`,
          cure: { title: 'Remove the second one', changes: [remove(at)] },
        };
      seen.add(word);
    }
  }
};

const hasImage = (node: Node): boolean => {
  const image = get(node, 'image');
  return image !== undefined && !isNull(image);
};

/** Block devices in a pod with a user namespace. */
export const devicesOfUsers: Refuses = function* (pod, { kubernetes }) {
  const users = get(pod.spec, 'hostUsers');
  if (!users || booleanOf(users) !== false || policyMinor(kubernetes) < 34 || pod.partial === 'template') return;
  for (const container of pod.containers) {
    const member = memberOf(container.node, 'volumeDevices');
    if (member && itemsOf(member.value).length)
      yield {
        span: member.key.span,
        message: 'The API server refuses volumeDevices beside hostUsers: false.',
        related: [{ span: users.span, message: 'The user namespace is asked for here.' }],
      };
  }
};
