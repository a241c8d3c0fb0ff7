import type { Context, Target } from '../../core';
import { capabilities, defaultCapabilitiesAt, findCapability, spell } from '../../knowledge';
import { booleanOf, get, itemsOf, type Node, numberOf, type Plain, stringOf, toValue } from '../../tree';
import { fieldValueOf, oldAnnotations } from './annotations';
import { kubeletValues, sandboxOf } from './clusterFacts';
import { type Container, effectiveField, type Pod, present, securityField, writtenString } from './model';

/** Who decides a setting. `forced`: another setting leaves no choice. */
export type SettingOrigin =
  | 'container'
  | 'pod'
  | 'annotation'
  | 'API default'
  | 'runtime default'
  | 'kubelet'
  | 'image'
  | 'service account'
  | 'forced';

/** What holds for a container when it runs. */
export interface Setting {
  readonly field: string;
  readonly value: Plain;
  readonly from: SettingOrigin;
  /** Where it is written. */
  readonly node?: Node;
  /** What else decides. */
  readonly note?: string;
}

/** The runtime whose defaults hold; under Kubernetes containerd where nothing else is said. */
export const runtimeOf = ({ target }: Pick<Context, 'target'>): Target => (target === 'auto' ? 'containerd' : target);

/** What the settings depend on besides the pod. */
type EffectiveContext = Pick<Context, 'target'> & Partial<Pick<Context, 'facts'>>;

/** Every setting that decides how a container is confined, whether it is written or not. */
export function settingsOf(pod: Pod, container: Container, context: Pick<Context, 'target' | 'release'>): readonly Setting[] {
  const inherited = (field: string, value: Plain, from: SettingOrigin, note?: string): Setting => {
    const own = securityField(container, field);
    const node = own ?? securityField(pod, field);
    if (!node) return { field, value, from, ...(note && { note }) };
    return { field, value: toValue(node) as Plain, from: own ? 'container' : 'pod', node };
  };
  return [
    ofContainer(container, 'privileged', false),
    escalation(container),
    inherited('runAsNonRoot', false, 'API default'),
    inherited('runAsUser', 'USER of the image', 'image'),
    inherited('runAsGroup', 'group of the image, usually 0', 'image'),
    ofContainer(container, 'readOnlyRootFilesystem', false),
    capabilitySetting(pod, container, context),
    sandboxed(pod, context, seccomp(pod, container, context)),
    sandboxed(pod, context, appArmor(pod, container)),
    inherited('seLinuxOptions', 'type and random level of the runtime', 'runtime default'),
    ofContainer(container, 'procMount', 'Default'),
    ...specDefaults.map(([field, value, from]) => ofSpec(pod, field, value, from)),
    ...(['fsGroup', 'supplementalGroups', 'sysctls'] as const).flatMap((field) => {
      const node = securityField(pod, field);
      return node ? [{ field, value: toValue(node) as Plain, from: 'pod' as const, node }] : [];
    }),
    ...nodeAccess(pod, container),
  ];
}

const specDefaults: readonly (readonly [field: string, value: boolean, from: SettingOrigin])[] = [
  ['hostNetwork', false, 'API default'],
  ['hostPID', false, 'API default'],
  ['hostIPC', false, 'API default'],
  ['hostUsers', true, 'API default'],
  ['shareProcessNamespace', false, 'API default'],
  ['automountServiceAccountToken', true, 'service account'],
];

function ofContainer(container: Container, field: string, value: Plain): Setting {
  const node = securityField(container, field);
  return node ? { field, value: toValue(node) as Plain, from: 'container', node } : { field, value, from: 'API default' };
}

function ofSpec(pod: Pod, field: string, value: Plain, from: SettingOrigin): Setting {
  const node = present(get(pod.spec, field));
  return node ? { field, value: toValue(node) as Plain, from: 'pod', node } : { field, value, from };
}

/** `allowPrivilegeEscalation: false` beside these is refused, or does not hold. */
export const contradictsEscalation = (container: Container | undefined): boolean =>
  container !== undefined && (isPrivileged(container) || added(container).some((name) => /^(?:CAP_)?SYS_ADMIN$/.test(name)));

export const isPrivileged = (container: Container): boolean => booleanOf(securityField(container, 'privileged')) === true;

/** What a container's list of capabilities names, as it is written. */
export const capabilityWords = (container: Container, list: 'add' | 'drop'): readonly string[] =>
  itemsOf(get(securityField(container, 'capabilities'), list)).flatMap((item) => stringOf(item) ?? []);

const added = (container: Container): readonly string[] => capabilityWords(container, 'add');

function escalation(container: Container): Setting {
  const field = 'allowPrivilegeEscalation';
  const node = securityField(container, field);
  if (node) return { field, value: toValue(node) as Plain, from: 'container', node };
  if (contradictsEscalation(container)) return { field, value: true, from: 'forced', note: 'by privileged or SYS_ADMIN' };
  return { field, value: true, from: 'API default' };
}

/** The capabilities that a container adds, `CAP_NET_RAW`. */
export const addedCapabilities = (container: Container): readonly string[] =>
  added(container).flatMap((name) => findCapability(name)?.name ?? []);

interface CapabilityOptions {
  readonly release?: string | undefined;
  /** As if the container added none. */
  readonly withoutAdded?: boolean;
}

/** The capabilities that are in a container's bounding set, `CAP_NET_RAW`. */
export function capabilitiesOf(container: Container, target: Target, { release, withoutAdded }: CapabilityOptions = {}): readonly string[] {
  const all = capabilities().map(({ name }) => name);
  if (isPrivileged(container)) return all;
  const drops = capabilityWords(container, 'drop');
  const adds = withoutAdded ? [] : added(container);
  const isAll = (name: string) => /^all$/i.test(name);
  const set = new Set(adds.some(isAll) ? all : drops.some(isAll) ? [] : defaultCapabilitiesAt(target, release));
  const named = (names: readonly string[]) => names.flatMap((name) => findCapability(name)?.name ?? []);
  for (const name of named(drops)) set.delete(name);
  for (const name of named(adds)) set.add(name);
  return all.filter((name) => set.has(name));
}

function capabilitySetting(pod: Pod, container: Container, context: Pick<Context, 'target' | 'release'>): Setting {
  const value = capabilitiesOf(container, runtimeOf(context), context).map((name) => spell({ name }, 'kubernetes'));
  const node = securityField(container, 'capabilities');
  if (isPrivileged(container)) return { field: 'capabilities', value, from: 'forced', note: 'by privileged' };
  const note = value.length ? boundingOnly(pod, container) : undefined;
  return { field: 'capabilities', value, from: node ? 'container' : 'runtime default', ...(node && { node }), ...(note && { note }) };
}

/** `user 1000`, or `a user other than root`; undefined where the process may start as root. */
export function nonRootUser(pod: Pod, container: Container): string | undefined {
  const user = numberOf(effectiveField(pod, container, 'runAsUser'));
  if (user !== undefined) return user === 0 ? undefined : `user ${user}`;
  return booleanOf(effectiveField(pod, container, 'runAsNonRoot')) ? 'a user other than root' : undefined;
}

/** Whether no program gains privileges when it starts, through file capabilities either. */
export const gainsNothing = (container: Container): boolean => booleanOf(securityField(container, 'allowPrivilegeEscalation')) === false;

/** Kubernetes sets no ambient capabilities, so a process of another user than root starts without any. */
function boundingOnly(pod: Pod, container: Container): string | undefined {
  const user = nonRootUser(pod, container);
  if (user === undefined) return undefined;
  const files = gainsNothing(container) ? 'and gets none through file capabilities' : 'except through file capabilities';
  return `bounding set only: ${user} starts without them, ${files}`;
}

const profileText = (type: string, name: string | undefined): string => (type === 'Localhost' ? `Localhost ${name ?? '?'}` : type);

/** In a sandbox with a kernel of its own the runtime's profiles are not in force for the container's processes. */
function sandboxed(pod: Pod, { facts = [] }: EffectiveContext, setting: Setting): Setting {
  const name = stringOf(get(pod.spec, 'runtimeClassName'));
  const handler = facts.find((fact) => fact.kind === 'runtime-class' && fact.name === name)?.detail;
  const sandbox = handler === undefined ? undefined : sandboxOf(handler);
  if (!sandbox) return setting;
  const note = `${sandbox} (RuntimeClass ${name}, handler ${handler}) does not apply it inside the sandbox by default`;
  return { ...setting, note: setting.note ? `${setting.note}; ${note}` : note };
}

function seccomp(pod: Pod, container: Container, { facts = [] }: EffectiveContext): Setting {
  const field = 'seccompProfile';
  // The runtimes apply no seccomp profile to privileged containers, whatever is asked for.
  if (isPrivileged(container)) return { field, value: 'Unconfined', from: 'forced', note: 'by privileged' };
  const own = securityField(container, field);
  const node = own ?? securityField(pod, field);
  const type = writtenString(get(node, 'type'));
  if (node && type !== undefined)
    return { field, value: profileText(type, stringOf(get(node, 'localhostProfile'))), from: own ? 'container' : 'pod', node };
  const stated = new Set(kubeletValues(facts, 'seccompDefault').map(({ detail }) => detail));
  const [only] = stated.size === 1 ? stated : [];
  if (only !== undefined)
    return {
      field,
      value: only === 'true' ? 'RuntimeDefault' : 'Unconfined',
      from: 'kubelet',
      note: `seccompDefault: ${only} in its configuration`,
    };
  return { field, value: 'Unconfined', from: 'kubelet', note: 'RuntimeDefault where the kubelet has --seccomp-default' };
}

function appArmor(pod: Pod, container: Container): Setting {
  const field = 'appArmorProfile';
  const own = securityField(container, field);
  const node = own ?? securityField(pod, field);
  const type = writtenString(get(node, 'type'));
  if (node && type !== undefined)
    return { field, value: profileText(type, stringOf(get(node, 'localhostProfile'))), from: own ? 'container' : 'pod', node };
  const annotation = [...oldAnnotations(pod)].find((each) => each.field === field && each.containerName === container.name);
  const said = annotation && fieldValueOf(annotation);
  if (annotation && said)
    return {
      field,
      value: profileText(said.type, said.localhostProfile),
      from: 'annotation',
      node: annotation.valueNode ?? annotation.keyNode,
    };
  if (isPrivileged(container)) return { field, value: 'Unconfined', from: 'forced', note: 'by privileged' };
  return { field, value: 'RuntimeDefault', from: 'runtime default', note: 'where the node has AppArmor' };
}

/** Ports and folders of the node that a container has; left out where it has none. */
function nodeAccess(pod: Pod, container: Container): readonly Setting[] {
  const ports = itemsOf(get(container.node, 'ports')).flatMap((port) => numberOf(get(port, 'hostPort')) || []);
  const mounted = new Set(itemsOf(get(container.node, 'volumeMounts')).map((mount) => stringOf(get(mount, 'name'))));
  const folders = itemsOf(get(pod.spec, 'volumes')).flatMap((volume) =>
    mounted.has(stringOf(get(volume, 'name'))) ? (stringOf(get(get(volume, 'hostPath'), 'path')) ?? []) : [],
  );
  return [
    ...(ports.length ? [{ field: 'hostPorts', value: ports.map(String), from: 'container' as const }] : []),
    ...(folders.length ? [{ field: 'hostPaths', value: folders, from: 'pod' as const }] : []),
  ];
}

/** One field of a container. */
export const settingOf = (
  pod: Pod,
  container: Container,
  field: string,
  context: Pick<Context, 'target' | 'release'>,
): Setting | undefined => settingsOf(pod, container, context).find((setting) => setting.field === field);

/** A setting's value for people. */
export function valueText(value: Plain): string {
  if (Array.isArray(value) && value.length === capabilities().length && value.every((item) => findCapability(String(item))))
    return 'every capability';
  if (Array.isArray(value)) return value.length ? value.map((item) => valueText(item as Plain)).join(', ') : 'none';
  if (value !== null && typeof value === 'object') {
    return Object.entries(value)
      .map(([key, member]) => `${key}: ${valueText(member)}`)
      .join(', ');
  }
  return String(value);
}

/** `container`, `kubelet: RuntimeDefault where …`. */
export const originText = ({ from, note }: Setting): string => (note ? `${from}: ${note}` : from);
