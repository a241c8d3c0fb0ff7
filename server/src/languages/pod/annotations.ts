import { get, type Node, type Plain } from '../../tree';
import type { PodChange } from './harden/change';
import { remove, set } from './harden/change';
import { type Annotation, type Container, type Pod, securityField, writtenString } from './model';
import { appArmorPrefix, metadataPath, seccompContainerPrefix, seccompPodAnnotation } from './standards/baseline';

/** A seccomp or AppArmor annotation: what came before the fields. */
export interface OldAnnotation extends Annotation {
  readonly field: 'seccompProfile' | 'appArmorProfile';
  /** The container's name in the key; absent: the pod. */
  readonly containerName?: string;
  readonly container?: Container;
}

export function* oldAnnotations(pod: Pod): Generator<OldAnnotation> {
  for (const annotation of pod.annotations) {
    const prefix = [appArmorPrefix, seccompContainerPrefix].find((candidate) => annotation.key.startsWith(candidate));
    if (prefix === undefined && annotation.key !== seccompPodAnnotation) continue;
    const containerName = prefix === undefined ? undefined : annotation.key.slice(prefix.length);
    const container = pod.containers.find(({ name }) => name === containerName);
    yield {
      ...annotation,
      field: prefix === appArmorPrefix ? 'appArmorProfile' : 'seccompProfile',
      ...(containerName !== undefined && { containerName }),
      ...(container && { container }),
    };
  }
}

/** The field's value that says what an annotation's value says; undefined for a value that means nothing. */
export function fieldValueOf(annotation: OldAnnotation): { readonly type: string; readonly localhostProfile?: string } | undefined {
  const { value = '', field } = annotation;
  if (
    value === 'runtime/default' ||
    (field === 'seccompProfile' && value === 'docker/default') ||
    (field === 'appArmorProfile' && value === '')
  )
    return { type: 'RuntimeDefault' };
  if (value === 'unconfined') return { type: 'Unconfined' };
  const name = /^localhost\/(.+)$/s.exec(value)?.[1];
  return name === undefined ? undefined : { type: 'Localhost', localhostProfile: name };
}

/** Whether the API server reads annotation and field as the same; a value that it doesn’t know has a finding of its own. */
export function saysTheSame(annotation: OldAnnotation, profile: Node | undefined): boolean {
  const said = fieldValueOf(annotation);
  if (!said) return true;
  // No AppArmor annotation at all and an empty one mean the same to the node, but not beside a field.
  if (annotation.value === '') return false;
  return writtenString(get(profile, 'type')) === said.type && writtenString(get(profile, 'localhostProfile')) === said.localhostProfile;
}

/** Writes the annotation as a field, unless one is there, and takes the annotation out. */
export function migration(pod: Pod, annotation: OldAnnotation): readonly PodChange[] {
  const value = fieldValueOf(annotation);
  if (!value || (annotation.containerName !== undefined && !annotation.container)) return [];
  const holder = annotation.container ?? pod;
  const path = [...holder.path, 'securityContext', annotation.field];
  const kept =
    pod.annotations.length === 1
      ? remove([...metadataPath(pod), 'annotations'])
      : remove([...metadataPath(pod), 'annotations', annotation.key]);
  return securityField(holder, annotation.field) ? [kept] : [set(path, value as Plain), kept];
}
