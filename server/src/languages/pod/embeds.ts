import { type Embedded, type LanguageName, startingAt } from '../../core';
import { get, itemsOf, membersOf, type Node, type ObjectNode, resolved, textRegion } from '../../tree';
import type { KubeObject } from './objects';
import { operatorGroup, operatorProfile } from './operatorProfile';
import type { PodPart } from './part';
import { isUnknown, mark } from './template';

const ratifyGroup = 'config.ratify.deislabs.io';

/** https://github.com/openshift/api, config/v1 and operator/v1alpha1. */
const imagePolicyGroups = /^(?:config|operator)\.openshift\.io$/;
const imageKinds = /^(?:(?:Cluster)?ImagePolicy|Image(?:Digest|Tag)MirrorSet|ImageContentSourcePolicy)$/;

/** Profiles and policies that objects carry: as an object of their own, or as text. */
export function embeds(part: PodPart): readonly Embedded[] {
  const built = part.built?.texts.map(({ text, map }): Embedded => ({ language: 'pod', text, map, sameSyntax: true, built: true })) ?? [];
  return [...built, ...embeddedIn(part)];
}

function embeddedIn(part: PodPart): readonly Embedded[] {
  return part.objects.flatMap((object) => {
    if (object.group === operatorGroup) return ofOperator(part, object);
    if (object.group === ratifyGroup) return ofRatify(part, object);
    if (imagePolicyGroups.test(object.group ?? '')) return ofOpenShift(part, object);
    if (object.group === 'argoproj.io') return ofWorkflow(part, object);
    if (object.group !== '') return [];
    if (object.kind === 'ConfigMap') return textsIn(part, get(object.node, 'data'));
    return object.kind === 'Secret' ? textsIn(part, get(object.node, 'stringData')) : [];
  });
}

/** https://github.com/kubernetes-sigs/security-profiles-operator, api/seccompprofile and api/apparmorprofile. */
function ofOperator(part: PodPart, object: KubeObject): readonly Embedded[] {
  if (object.kind === 'SeccompProfile') return [objectText(part, object, 'seccomp')];
  if (object.kind !== 'AppArmorProfile') return [];
  const made = operatorProfile(part, object);
  if (made) return [made];
  return textAt(part, object.name ?? 'profile', get(get(object.node, 'spec'), 'policy'), 'apparmor');
}

/** https://ratify.dev: the trust policy of Notation in a verifier's parameters. */
function ofRatify(part: PodPart, object: KubeObject): readonly Embedded[] {
  const document = resolved(get(get(get(object.node, 'spec'), 'parameters'), 'trustPolicyDoc'));
  if (part.templated || document?.kind !== 'object') return [];
  return [nodeText(part, document, 'notation')];
}

/** Argo Workflows: the manifests that templates create, as text. What a workflow fills in stays as it is written. */
function ofWorkflow({ tree }: PodPart, { node }: KubeObject): readonly Embedded[] {
  const spec = get(node, 'spec');
  return itemsOf(get(get(spec, 'workflowSpec') ?? spec, 'templates')).flatMap((template) => {
    const found = textRegion(tree, get(get(template, 'resource'), 'manifest'));
    return found ? [{ name: 'manifest.yaml', language: 'pod', ...found }] : [];
  });
}

/** Image policies and mirrors of images; what a template writes into one is not known. */
const ofOpenShift = (part: PodPart, object: KubeObject): readonly Embedded[] =>
  !part.templated && imageKinds.test(object.kind) ? [objectText(part, object, 'policy')] : [];

/** An object's own text: the whole document, or an item of a List. */
function objectText({ text }: PodPart, { node, path }: KubeObject, language: 'seccomp' | 'policy'): Embedded {
  if (path.length === 0) return { language, text, map: startingAt(0, text.length), sameSyntax: true, whole: true };
  return nodeText({ text }, node, language);
}

/** What a node says, with blanks in place of the text before it on its line. */
function nodeText({ text }: Pick<PodPart, 'text'>, node: ObjectNode, language: LanguageName): Embedded {
  const { start, end } = node.span;
  const line = node.flow ? start : text.lastIndexOf('\n', start - 1) + 1;
  const own = text.slice(line, start).replace(/[^\t]/g, ' ') + text.slice(start, end);
  return { language, text: own, map: startingAt(line, own.length), sameSyntax: true };
}

/** The texts in the keys of a ConfigMap. */
const textsIn = (part: PodPart, data: Node | undefined): readonly Embedded[] =>
  membersOf(data).flatMap(({ key, value }) => textAt(part, String(key.value), value));

function textAt({ tree }: PodPart, name: string, node: Node | undefined, language?: 'apparmor'): readonly Embedded[] {
  const found = textRegion(tree, node);
  if (!found) return [];
  if (!isUnknown(found.text)) return [{ name, ...found, ...(language && { language }) }];
  return isProfileTemplate(found.text) ? [{ name, ...found, language: 'apparmor' }] : [];
}

/** AppArmor reads profiles with actions of a template in them; what other languages would make of these is not known. */
const isProfileTemplate = (text: string): boolean => !text.includes(mark) && /^[ \t]*profile\s+[^\n]*\{[ \t]*$/m.test(text);
