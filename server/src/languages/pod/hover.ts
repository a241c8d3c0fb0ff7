import {
  baseName,
  bold,
  bullets,
  type Context,
  code,
  escaped,
  type Hover,
  link,
  type Markdown,
  md,
  ours,
  paragraphs,
  table,
  wordTable,
} from '../../core';
import { behindHostPath, capabilityCard, findCapability, findCrioAnnotation, runtimeBehind, seccompOverlays } from '../../knowledge';
import { hoverBySchema, type LocatedNode, locate, memberOf, type Path, pathTo, type ScalarNode, stringOf } from '../../tree';
import { commandImage, effectHere } from './capabilityEffect';
import { originText, settingOf, valueText } from './effective';
import { settingsCard } from './explain';
import { matrixCard } from './matrix';
import { type Container, type Pod, podsOf, titleOf } from './model';
import { labelPrefix } from './namespaces';
import type { PodPart } from './part';
import { isPodSecurityPolicy, replacementCard } from './podSecurityPolicy';
import { knownProfiles } from './profileFacts';
import { appArmorPrefix, seccompContainerPrefix, seccompPodAnnotation } from './standards/baseline';
import { schema } from './structure';
import { schemaAround, schemaOfSetting, valuesBlockAt, valuesSettingAt } from './valuesBlock';
import { sysctlCard } from './words';

/** What is known of the word at an offset: its meaning, and the effective value. */
export function hover(part: PodPart, offset: number, context: Context): Hover | undefined {
  const located = locate(part.tree, offset);
  if (located?.node.kind !== 'scalar') return undefined;
  const word = located.node;
  const said = ofKind(part, located, word, context) ?? ofLabel(located, word) ?? ofPod(part, located, word, offset, context);
  return said ? { span: word.span, markdown: said } : undefined;
}

/** The kind of a workload: which levels its pods pass, by version. That of a PodSecurityPolicy: what replaces it. */
function ofKind(part: PodPart, { onKey, member }: LocatedNode, word: ScalarNode, context: Context): Markdown | undefined {
  if (onKey || member?.key.value !== 'kind') return undefined;
  const policy = part.objects.find((object) => isPodSecurityPolicy(object) && memberOf(object.node, 'kind')?.value === word);
  if (policy) return replacementCard(policy);
  const pods = podsOf(part, context).filter(({ object }) => memberOf(object.node, 'kind')?.value === word);
  return pods.length ? paragraphs(...pods.map(matrixCard)) : undefined;
}

const startsWith = (path: Path, start: Path): boolean => start.every((step, i) => path[i] === step);

function ofPod(part: PodPart, located: LocatedNode, word: ScalarNode, offset: number, context: Context): Markdown | undefined {
  const path = pathTo(located.onKey ? (located.member?.value ?? word) : word);
  const annotation = located.onKey && path.at(-2) === 'annotations' ? annotationCard(String(word.value)) : undefined;
  if (annotation) return annotation;
  const pods = podsOf(part, context);
  const pod = pods.find((candidate) => startsWith(path, candidate.path));
  if (!pod) return ofBlock(part, path, word, located.onKey, offset, context);
  const container = pod.containers.find((candidate) => startsWith(path, candidate.path));
  const rest = path.slice((container ?? pod).path.length);
  const special = ofCapability(pod, container, rest, word, located.onKey, context) ?? ofValue(rest, word, located.onKey, context);
  if (special) return special;
  if (container && rest.length === 1 && rest[0] === 'name') return settingsCard(pod, container, context);
  if (container && rest.length === 1 && rest[0] === 'image') return verdictsOn(word, context);
  if (!located.onKey && rest.at(-1) === 'localhostProfile') return profileCard(rest, word, context);
  const field = fieldAt(rest);
  const story = field === 'privileged' && rest.length === 2 ? privilegedStory : undefined;
  // Where another extension shows the schema, only what it cannot know is added.
  const meaning = story ?? (context.ownsStructure ? schemaText(part, pod, offset) : undefined);
  return paragraphs(field && effectiveText(pod, container, field, context), meaning) || undefined;
}

/** A capability in a container's list, with what it does there. */
function ofCapability(
  pod: Pod,
  container: Container | undefined,
  rest: Path,
  word: ScalarNode,
  onKey: boolean,
  context: Context,
): Markdown | undefined {
  const capability = !onKey && rest[1] === 'capabilities' && rest.length === 4 ? findCapability(String(word.value)) : undefined;
  if (!container || !capability || pod.partial === 'template') return undefined;
  const effect = effectHere(pod, container, String(rest[2]), capability, context);
  return capabilityCard(capability, 'kubernetes', { ...(effect && { effect }), ...commandImage(container) });
}

/** A block of a chart's values: what its fields mean in any pod that is made from them. */
function ofBlock(part: PodPart, path: Path, word: ScalarNode, onKey: boolean, offset: number, context: Context): Markdown | undefined {
  const block = valuesBlockAt(path, part.objects);
  const setting = valuesSettingAt(path, part.objects);
  if (!block) return setting === undefined ? undefined : hoverBySchema(schemaOfSetting(path, setting), { ...part.tree }, offset)?.markdown;
  const rest = ['securityContext', ...path.slice(block.path.length)];
  const special = ofValue(rest, word, onKey, context);
  if (special) return special;
  if (rest.length === 2 && rest[1] === 'privileged') return privilegedStory;
  return hoverBySchema(schemaAround(block), { ...part.tree }, offset)?.markdown;
}

/** The field of a security context, or of the pod spec, that a path is about. */
function fieldAt(rest: Path): string | undefined {
  const field = rest[0] === 'securityContext' ? rest[1] : rest.length === 1 ? rest[0] : undefined;
  return field === undefined ? undefined : String(field);
}

function ofValue(rest: Path, word: ScalarNode, onKey: boolean, context: Context): Markdown | undefined {
  const text = String(word.value);
  if (!onKey && rest[1] === 'capabilities' && rest.length === 4) {
    const capability = findCapability(text);
    if (capability) return capabilityCard(capability, 'kubernetes');
  }
  if (!onKey && rest[1] === 'seccompProfile' && rest[2] === 'type' && text === 'Unconfined') return overlaysCard();
  if (!onKey && rest[1] === 'sysctls' && rest.at(-1) === 'name') return sysctlCard(text, context);
  if (!onKey && rest[0] === 'volumes' && rest[2] === 'hostPath' && rest.at(-1) === 'path') return hostPathCard(text);
  return undefined;
}

/** What can be had without switching the filter off. */
const overlaysCard = (): Markdown =>
  paragraphs(
    md`${bold(code('Unconfined'))} switches seccomp off. Where a program needs more than the default, a ${code('Localhost')} profile can allow that only; ${code('confine overlay')} and ${bold(md`New Profile…`)} make one:`,
    bullets(seccompOverlays.map(({ name, purpose, programs }) => md`${code(name)}: ${ours(purpose)} (${ours(programs)})`)),
  );

function hostPathCard(path: string): Markdown | undefined {
  const runtime = runtimeBehind(path);
  const what = runtime ? `the socket of ${runtime}: a program that writes to it is root on the node` : behindHostPath(path);
  return what === undefined ? undefined : paragraphs(bold(code(path)), md`On the node this is ${ours(what)}.`);
}

function schemaText(part: PodPart, pod: Pod, offset: number): Markdown | undefined {
  return hoverBySchema(relativeTo(pod), { ...part.tree }, offset)?.markdown;
}

/** The schema of a pod spec, at the place of the pod spec in the document. */
function relativeTo(pod: Pod): typeof schema {
  const at = pod.path.reduceRight<typeof schema>(
    (inner, step) => (typeof step === 'number' ? { type: 'array', items: inner } : { type: 'object', properties: { [step]: inner } }),
    { ...schema, definitions: {} },
  );
  return { ...at, definitions: schema.definitions ?? {} };
}

/** The effective value: for a container's field there, for a pod's field in each container. */
function effectiveText(pod: Pod, container: Container | undefined, field: string, context: Context): Markdown | undefined {
  if (pod.partial === 'template' || pod.partial === 'fragment') return undefined;
  const found = (container ? [container] : pod.containers).flatMap((each) => {
    const setting = settingOf(pod, each, field, context);
    return setting ? [{ each, setting }] : [];
  });
  const [first] = found;
  if (!first) return undefined;
  const one = found.every(({ setting }) => JSON.stringify(setting.value) === JSON.stringify(first.setting.value));
  if (one) {
    const whom = container ?? (found.length === 1 ? first.each : undefined);
    return md`${bold(md`Effective`)} for ${whom ? escaped(titleOf(whom)) : md`every container`}: ${code(valueText(first.setting.value))} (${ours(originText(first.setting))})`;
  }
  return table(
    [md`Container`, md`Effective`, md`From`],
    found.map(({ each, setting }) => [code(each.name), code(valueText(setting.value)), ours(originText(setting))]),
  );
}

/** What the signature policies of the workspace decide for the image. */
function verdictsOn(word: ScalarNode, { facts }: Context): Markdown | undefined {
  const verdicts = facts.filter(({ kind, name }) => kind === 'image-verdict' && name === word.value);
  const lines = verdicts.map(({ detail = '', uri }) => md`${ours(detail)}  \n${link(escaped(baseName(uri)), uri)}`);
  return lines.length ? paragraphs(bold(md`By the signature policy of this workspace`), ...lines) : undefined;
}

/** Where the profile is, and how it differs from the default that it replaces. */
function profileCard(rest: Path, word: ScalarNode, context: Context): Markdown | undefined {
  const field = rest.includes('appArmorProfile') ? 'appArmorProfile' : 'seccompProfile';
  const name = String(word.value);
  const found = knownProfiles(field, context).find((profile) => profile.matches(name));
  if (!found) return undefined;
  const { uri } = found.fact;
  const difference = context.facts.find((fact) => fact.kind === 'profile-difference' && fact.uri === uri)?.detail;
  return paragraphs(
    md`${bold(code(name))} is ${link(escaped(baseName(uri)), uri)} in this workspace.`,
    difference && md`It ${escaped(difference)}.`,
  );
}

const privilegedStory = paragraphs(
  md`${bold(code('privileged: true'))} makes the container root on the node in all but name.`,
  bullets(
    [
      '**Shared with the node**: every device under `/dev`, disks included; `/sys` and `/proc/sys`, writable.',
      '**Switched off**: seccomp, AppArmor, the SELinux type, the masks over `/proc`.',
      '**Given**: every capability, the critical ones too.',
      '**Kept apart still**: the pod’s own network, processes and mounts, until it enters the node’s.',
    ].map(ours),
  ),
  link(md`Pod Security Standards`, 'https://kubernetes.io/docs/concepts/security/pod-security-standards/'),
);

export function annotationCard(key: string): Markdown | undefined {
  const crio = findCrioAnnotation(key);
  if (crio) {
    const { annotation, current } = crio;
    return paragraphs(
      md`${bold(code(key))}, read by CRI-O`,
      ours(annotation.summary),
      annotation.risk && ours(annotation.risk),
      current && md`Deprecated spelling; now ${code(current)}.`,
      ours('The node must list it in `allowed_annotations` of the runtime handler or workload.'),
      link(md`crio.conf(5)`, 'https://github.com/cri-o/cri-o/blob/main/docs/crio.conf.5.md'),
    );
  }
  if (key.startsWith(appArmorPrefix))
    return paragraphs(
      md`${bold(md`AppArmor profile`)} of container ${code(key.slice(appArmorPrefix.length))}`,
      ours(
        '`runtime/default`, `unconfined` or `localhost/<name>`. Deprecated since Kubernetes 1.30, where `securityContext.appArmorProfile` took its place; still honoured.',
      ),
    );
  if (key === seccompPodAnnotation || key.startsWith(seccompContainerPrefix))
    return paragraphs(
      bold(md`Seccomp profile`),
      ours('Has no effect any more: deprecated in Kubernetes 1.19, no longer carried over to `seccompProfile` since 1.27.'),
    );
  return undefined;
}

const modes: Readonly<Record<string, string>> = wordTable({
  enforce: 'Pods that violate the level are refused. Deployments and other workloads are accepted; the pods that they create are refused.',
  audit: 'Violations are recorded in the audit log, workloads included.',
  warn: 'The API server warns on apply about pods and workloads that violate the level. Without this label it warns about the enforced level.',
});

const levelTexts: Readonly<Record<string, string>> = wordTable({
  privileged: 'Nothing is checked.',
  baseline:
    'Known ways out of a container are refused: host namespaces and paths, privileged containers, capabilities beyond the default, switched-off seccomp.',
  restricted: 'Baseline, and what hardening requires: not root, no privilege escalation, all capabilities dropped, a seccomp profile.',
});

/** A Pod Security label of a Namespace: what the mode does, what the level checks, what the version means. */
function ofLabel({ member, onKey }: LocatedNode, word: ScalarNode): Markdown | undefined {
  const key = String(member?.key.value ?? '');
  if (!member || !key.startsWith(labelPrefix)) return undefined;
  const [mode = '', version] = key.slice(labelPrefix.length).split(/-(?=version$)/);
  const doing = modes[mode];
  if (!doing) return undefined;
  if (version)
    return paragraphs(
      bold(code(key)),
      ours('The policy version: `v1.<number>`, or `latest` for that of the API server, which an upgrade of the cluster changes.'),
    );
  const value = stringOf(member.value) ?? '';
  const level = levelTexts[value];
  return onKey
    ? paragraphs(bold(code(key)), ours(doing))
    : level
      ? paragraphs(bold(code(String(word.value))), ours(level), ours(doing))
      : undefined;
}
