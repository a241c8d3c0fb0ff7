import { type Context, defaultContext, type Link, type StatedFact } from '../../core';
import { get } from '../../tree';
import { fieldValueOf, oldAnnotations } from './annotations';
import { capabilityWords } from './capabilities';
import { clusterFacts } from './clusterFacts';
import { type Container, type Pod, podsOf, securityField, writtenString } from './model';
import { isNamespace, namespaceLevelsIn } from './namespaces';
import type { PodPart } from './part';
import { knownProfiles } from './profileFacts';
import { type ProfileUse, profilesIn } from './profiles';
import { traceLinks } from './traceAnnotation';

/** What a document says that other files want to know. */
export function facts(part: PodPart): readonly StatedFact[] {
  const pods = podsOf(part, defaultContext);
  return [
    ...(part.bases ?? []).map(({ name, span }) => ({ kind: 'kustomize-base' as const, name, span })),
    ...pods.flatMap((pod) => [
      ...[...profilesIn(pod)].flatMap((use) => usesFact(pod, use)),
      ...[...oldAnnotations(pod)].flatMap((annotation) => {
        const name = fieldValueOf(annotation)?.localhostProfile;
        const node = annotation.valueNode ?? annotation.keyNode;
        return name && annotation.field === 'appArmorProfile' ? [{ kind: usesKind.appArmorProfile, name, span: node.span }] : [];
      }),
      ...pod.containers.flatMap(({ node }) => {
        const image = get(node, 'image');
        const name = writtenString(image);
        return image && name ? [{ kind: 'uses-image' as const, name, span: image.span }] : [];
      }),
    ]),
    ...clusterFacts(part),
    ...namespaceLevelsIn(part).map(({ namespace, level, version }) => ({
      kind: 'namespace-level' as const,
      name: namespace,
      detail: `${level}:${version}`,
      span: get(get(part.objects.find((object) => isNamespace(object) && object.name === namespace)?.node, 'metadata'), 'name')?.span ?? {
        start: 0,
        end: 0,
      },
    })),
  ];
}

const usesKind = { seccompProfile: 'uses-seccomp-profile', appArmorProfile: 'uses-apparmor-profile' } as const;

function usesFact(pod: Pod, { field, type, name, nameNode, container }: ProfileUse): readonly StatedFact[] {
  if (type !== 'Localhost' || !name || !nameNode) return [];
  const users = container ? [container] : pod.containers.filter((one) => !securityField(one, field));
  const detail = field === 'seccompProfile' && users.flatMap(changedCapabilities).join('; ');
  return [{ kind: usesKind[field], name, span: nameNode.span, ...(detail && { detail }) }];
}

/** `app +SYS_ADMIN -ALL`, where a container changes its capabilities. */
function changedCapabilities(container: Container): readonly string[] {
  const named = (sign: string, list: 'add' | 'drop') =>
    capabilityWords(container, list).flatMap((word) => (/^\w+$/.test(word) ? `${sign}${word.toUpperCase()}` : []));
  const changes = [...named('+', 'add'), ...named('-', 'drop')];
  return changes.length && /^[\w-]+$/.test(container.name) ? [[container.name, ...changes].join(' ')] : [];
}

/** From `localhostProfile` to the profile in the workspace. */
export function links(part: PodPart, context: Context): readonly Link[] {
  return podsOf(part, context).flatMap((pod) => [
    ...pod.annotations.flatMap((annotation) => traceLinks(annotation, part.text, context)),
    ...[...profilesIn(pod)].flatMap(({ field, type, name, nameNode }) => {
      const profile = type === 'Localhost' && name ? knownProfiles(field, context).find((known) => known.matches(name)) : undefined;
      return profile && nameNode ? [{ span: nameNode.span, target: profile.fact.uri, tooltip: `Open the profile ${name}` }] : [];
    }),
  ]);
}
