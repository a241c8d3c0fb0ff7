import { bold, bullets, code, listed, type Markdown, md, ours, type PodSecurityLevel, paragraphs } from '../../core';
import { addableCapabilities, restrictedVolumeTypes, safeSelinuxTypes } from '../../knowledge';
import { booleanOf, get, isNull, itemsOf, membersOf, type Node, numberOf, stringOf } from '../../tree';
import type { KubeObject } from './objects';

export const isPodSecurityPolicy = ({ group, kind }: KubeObject): boolean =>
  kind === 'PodSecurityPolicy' && (group === 'policy' || group === 'extensions');

/** What replaces a PodSecurityPolicy, by upstream's mapping. */
export interface Replacement {
  /** The strictest level that admits what the policy admits, but for `stricter`. */
  readonly level: PodSecurityLevel;
  /** What keeps it from the next stricter level. */
  readonly because: readonly string[];
  /** What the policy demands or fills in, and no level does. */
  readonly lost: readonly string[];
  /** What the policy admits, and the level refuses although nothing in the policy requires it. */
  readonly stricter: readonly string[];
}

/** What one field allows: `privileged` is past baseline, `baseline` is past restricted. */
interface Excess {
  readonly level: 'privileged' | 'baseline';
  readonly because: string;
}

const kubernetesNote = 'seccomp.security.alpha.kubernetes.io/';
const appArmorNote = 'apparmor.security.beta.kubernetes.io/';

export function replacementOf({ node }: KubeObject): Replacement {
  const spec = get(node, 'spec');
  const annotations = get(get(node, 'metadata'), 'annotations');
  const excesses = [...excessesOf(spec), ...profileExcesses(annotations)];
  const level = excesses.some((one) => one.level === 'privileged') ? 'privileged' : excesses.length ? 'baseline' : 'restricted';
  return {
    level,
    because: excesses.filter((one) => one.level === level).map(({ because }) => because),
    lost: [...lostDefaults(spec, annotations), ...lostStricter(excesses, level), ...lostLimits(spec, level)],
    stricter: level === 'privileged' ? [] : stricterOf(spec, annotations, level),
  };
}

const strings = (list: Node | undefined): readonly string[] => itemsOf(list).flatMap((item) => stringOf(item) ?? []);

const isOn = (spec: Node | undefined, field: string): boolean => booleanOf(get(spec, field)) === true;

const ruleOf = (spec: Node | undefined, field: string): string => stringOf(get(get(spec, field), 'rule')) ?? 'RunAsAny';

function* excessesOf(spec: Node | undefined): Generator<Excess> {
  for (const field of ['privileged', 'hostNetwork', 'hostPID', 'hostIPC'])
    if (isOn(spec, field)) yield { level: 'privileged', because: `${field}: true` };
  for (const field of ['hostPorts', 'allowedUnsafeSysctls'])
    if (itemsOf(get(spec, field)).length) yield { level: 'privileged', because: `${field} is not empty` };
  const types = strings(get(spec, 'allowedProcMountTypes')).filter((type) => type !== 'Default');
  if (types.length) yield { level: 'privileged', because: `allowedProcMountTypes has ${types.join(', ')}` };
  yield* capabilityExcesses(spec);
  yield* volumeExcesses(spec);
  yield* seLinuxExcesses(spec);
  if (!excludesRoot(spec)) yield { level: 'baseline', because: 'runAsUser lets pods run as root' };
  if (booleanOf(get(spec, 'allowPrivilegeEscalation')) !== false)
    yield { level: 'baseline', because: 'allowPrivilegeEscalation is not false' };
}

function* capabilityExcesses(spec: Node | undefined): Generator<Excess> {
  for (const field of ['allowedCapabilities', 'defaultAddCapabilities']) {
    const names = strings(get(spec, field));
    const past = (level: 'baseline' | 'restricted') => names.filter((name) => !addableCapabilities(level).has(name));
    const [baseline, restricted] = [past('baseline'), past('restricted')];
    if (baseline.length) yield { level: 'privileged', because: `${field} has ${baseline.join(', ')}` };
    else if (restricted.length) yield { level: 'baseline', because: `${field} has ${restricted.join(', ')}` };
  }
  if (!strings(get(spec, 'requiredDropCapabilities')).includes('ALL'))
    yield { level: 'baseline', because: 'requiredDropCapabilities has no ALL' };
}

function* volumeExcesses(spec: Node | undefined): Generator<Excess> {
  const volumes = strings(get(spec, 'volumes'));
  const node = volumes.filter((type) => type === '*' || type === 'hostPath');
  const others = volumes.filter((type) => !restrictedVolumeTypes.has(type));
  if (node.length) yield { level: 'privileged', because: `volumes has ${node.join(', ')}` };
  else if (others.length) yield { level: 'baseline', because: `volumes has ${others.join(', ')}` };
}

function* seLinuxExcesses(spec: Node | undefined): Generator<Excess> {
  if (ruleOf(spec, 'seLinux') !== 'MustRunAs') return;
  const options = get(get(spec, 'seLinux'), 'seLinuxOptions');
  const type = stringOf(get(options, 'type'));
  if (type && !safeSelinuxTypes.has(type)) yield { level: 'privileged', because: `seLinux has the type ${type}` };
  for (const field of ['user', 'role']) if (stringOf(get(options, field))) yield { level: 'privileged', because: `seLinux sets ${field}` };
}

/** A range above 0 keeps root out as well. */
function excludesRoot(spec: Node | undefined): boolean {
  const rule = ruleOf(spec, 'runAsUser');
  const ranges = itemsOf(get(get(spec, 'runAsUser'), 'ranges'));
  return (
    rule === 'MustRunAsNonRoot' ||
    (rule === 'MustRunAs' && ranges.length > 0 && ranges.every((range) => (numberOf(get(range, 'min')) ?? 0) > 0))
  );
}

/** Names of profiles in an annotation; undefined where it is not there. */
function profileNames(annotations: Node | undefined, key: string): readonly string[] | undefined {
  const value = stringOf(membersOf(annotations).find((member) => member.key.value === key)?.value);
  return value?.split(',').map((name) => name.trim());
}

function* profileExcesses(annotations: Node | undefined): Generator<Excess> {
  for (const [what, prefix] of [
    ['seccomp', kubernetesNote],
    ['AppArmor', appArmorNote],
  ] as const) {
    const names = profileNames(annotations, `${prefix}allowedProfileNames`) ?? [];
    const past = names.filter((name) => !/^(?:(?:runtime|docker)\/default|localhost\/.*|)$/.test(name));
    if (past.length) yield { level: 'privileged', because: `allowed ${what} profiles have ${past.join(', ')}` };
    else if (what === 'seccomp' && names.includes('')) yield { level: 'baseline', because: 'pods may leave the seccomp profile out' };
  }
}

/** What the policy writes into pods; the Pod Security Standards never change a pod. */
function* lostDefaults(spec: Node | undefined, annotations: Node | undefined): Generator<string> {
  if (itemsOf(get(spec, 'defaultAddCapabilities')).length) yield 'defaultAddCapabilities adds capabilities to every container';
  if (strings(get(spec, 'requiredDropCapabilities')).length) yield 'requiredDropCapabilities writes the drop list into containers';
  if (get(spec, 'defaultAllowPrivilegeEscalation')) yield 'defaultAllowPrivilegeEscalation sets the value that a container leaves out';
  if (stringOf(get(get(spec, 'runtimeClass'), 'defaultRuntimeClassName')))
    yield 'runtimeClass.defaultRuntimeClassName sets the runtime class';
  for (const [what, prefix] of [
    ['seccomp', kubernetesNote],
    ['AppArmor', appArmorNote],
  ] as const)
    if (profileNames(annotations, `${prefix}defaultProfileName`)) yield `defaultProfileName sets the ${what} profile`;
}

/** Limits that only a stricter level has, and that the policy has too: by the field with which the reasons begin. */
const limits = {
  privileged: [
    ...['privileged', 'hostNetwork', 'hostPID', 'hostIPC', 'hostPorts', 'volumes', 'allowedCapabilities', 'allowedUnsafeSysctls'],
    'allowedProcMountTypes',
  ],
  baseline: ['allowPrivilegeEscalation', 'runAsUser', 'requiredDropCapabilities', 'volumes', 'allowedCapabilities'],
  restricted: [],
};

function lostStricter(excesses: readonly Excess[], level: PodSecurityLevel): readonly string[] {
  const kept = limits[level].filter((field) => !excesses.some(({ because }) => because.startsWith(field)));
  const stricter = level === 'privileged' ? 'baseline' : 'restricted';
  return kept.length ? [`${listed(kept)} ${kept.length > 1 ? 'keep' : 'keeps'} the limits of ${stricter}`] : [];
}

/** What the policy refuses, and the level doesn't look at. */
function* lostLimits(spec: Node | undefined, level: PodSecurityLevel): Generator<string> {
  for (const field of ['runAsUser', 'runAsGroup', 'supplementalGroups', 'fsGroup'])
    if (/^(?:MustRunAs|MayRunAs)$/.test(ruleOf(spec, field))) yield `${field} has ranges (${ruleOf(spec, field)})`;
  if (isOn(spec, 'readOnlyRootFilesystem')) yield 'readOnlyRootFilesystem: true is required';
  const volumes = strings(get(spec, 'volumes'));
  const hasAll = volumes.includes('*');
  const lists = [
    ['allowedHostPaths', 'hostPath'],
    ['allowedFlexVolumes', 'flexVolume'],
    ['allowedCSIDrivers', 'csi'],
  ] as const;
  for (const [field, volume] of lists)
    if (itemsOf(get(spec, field)).length && (hasAll || volumes.includes(volume))) yield `${field} limits ${volume} volumes`;
  if (itemsOf(get(spec, 'hostPorts')).length) yield 'hostPorts limits the ports of the node';
  const dropped = strings(get(spec, 'requiredDropCapabilities')).filter((name) => name !== 'ALL');
  if (level !== 'restricted' && dropped.length) yield `requiredDropCapabilities takes ${dropped.join(', ')} away`;
  if (strings(get(spec, 'forbiddenSysctls')).length) yield 'forbiddenSysctls refuses sysctls';
  if (get(get(spec, 'runtimeClass'), 'allowedRuntimeClassNames')) yield 'runtimeClass.allowedRuntimeClassNames limits the runtime class';
  const missing = [...restrictedVolumeTypes].filter((type) => !volumes.includes(type));
  if (!hasAll && missing.length && level !== 'privileged') yield `volumes leaves out ${missing.join(', ')}`;
}

function stricterOf(spec: Node | undefined, annotations: Node | undefined, level: PodSecurityLevel): readonly string[] {
  const names = profileNames(annotations, `${kubernetesNote}allowedProfileNames`);
  return [
    ...(ruleOf(spec, 'seLinux') === 'RunAsAny' ? ['SELinux types other than those of containers (seLinux: RunAsAny)'] : []),
    ...(level === 'restricted' && !names ? ['pods without a seccomp profile'] : []),
  ];
}

export const hasSpec = ({ node }: KubeObject): boolean => {
  const spec = get(node, 'spec');
  return spec !== undefined && !isNull(spec);
};

/** The same for people. */
export function replacementCard(object: KubeObject): Markdown {
  const { level, because, lost, stricter } = replacementOf(object);
  const list = (title: string, items: readonly string[]) => (items.length ? paragraphs(ours(title), bullets(items.map(ours))) : undefined);
  return paragraphs(
    md`Pod Security level ${bold(ours(level))} replaces ${code(['PodSecurityPolicy', object.name].filter(Boolean).join(' '))}`,
    list(level === 'privileged' ? 'Why no stricter level does:' : 'Why restricted doesn’t:', because),
    list('What no level can express:', lost),
    list('What the level refuses beyond the policy:', stricter),
  );
}
