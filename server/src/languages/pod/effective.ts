import { baseName } from '../../core';
import { capabilities, findCapability, spell } from '../../knowledge';
import { booleanOf, get, itemsOf, numberOf, type Plain, stringOf, toValue } from '../../tree';
import { boundingOnly, capabilitiesOf, contradictsEscalation, isPrivileged, keepsDefaults } from './capabilities';
import { kubeletAllows } from './clusterFacts';
import { appArmorSetting, seccompSetting } from './effectiveProfiles';
import { type Container, type Pod, present, securityField } from './model';
import { type RuntimeContext, runtimeCapabilities, runtimeSetting, runtimeSysctls } from './runtimeSettings';
import type { Setting, SettingOrigin } from './setting';

/** Every setting that decides how a container is confined, whether it is written or not. */
export function settingsOf(pod: Pod, container: Container, context: RuntimeContext): readonly Setting[] {
  const inherited = (field: string, value: Plain, from: SettingOrigin, note?: string): Setting => {
    const own = securityField(container, field);
    const node = own ?? securityField(pod, field);
    if (!node) return { field, value, from, ...(note && { note }) };
    return { field, value: toValue(node) as Plain, from: own ? 'container' : 'pod', node };
  };
  return [
    ofContainer(container, 'privileged', false),
    escalation(container, context),
    inherited('runAsNonRoot', false, 'API default'),
    inherited('runAsUser', 'USER of the image', 'image'),
    inherited('runAsGroup', 'group of the image, usually 0', 'image'),
    readOnlyRoot(container, context),
    capabilitySetting(pod, container, context),
    seccompSetting(pod, container, context),
    appArmorSetting(pod, container, context),
    inherited('seLinuxOptions', 'type and random level of the runtime', 'runtime default'),
    ofContainer(container, 'procMount', 'Default'),
    ...specDefaults.map(([field, value, from]) => remapped(ofSpec(pod, field, value, from), context)),
    ...(['fsGroup', 'supplementalGroups'] as const).flatMap((field) => {
      const node = securityField(pod, field);
      return node ? [{ field, value: toValue(node) as Plain, from: 'pod' as const, node }] : [];
    }),
    ...sysctls(pod, context),
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

/** CRI-O mounts every root file system read-only where it is told to, whatever the container says. */
function readOnlyRoot(container: Container, context: RuntimeContext): Setting {
  const field = 'readOnlyRootFilesystem';
  const forced = runtimeSetting(context, 'cri-o', 'read_only');
  return forced?.value === 'true'
    ? { field, value: true, from: 'runtime configuration', note: forced.from }
    : ofContainer(container, field, false);
}

/** Docker gives containers a user namespace of its own where the daemon is told to. */
function remapped(setting: Setting, context: RuntimeContext): Setting {
  const remap = setting.field === 'hostUsers' && !setting.node ? runtimeSetting(context, 'docker', 'userns-remap') : undefined;
  return remap?.value ? { field: setting.field, value: false, from: 'runtime configuration', note: remap.from } : setting;
}

/** Those of the pod, then those that the runtime gives to a pod with its own network. */
function sysctls(pod: Pod, context: RuntimeContext): readonly Setting[] {
  const field = 'sysctls';
  const node = securityField(pod, field);
  const items = itemsOf(node).flatMap((item) => stringOf(get(item, 'name')) ?? []);
  const own = new Set(items);
  const more = booleanOf(get(pod.spec, 'hostNetwork')) ? [] : runtimeSysctls(context).filter(({ name }) => !own.has(name));
  const given = more.map(({ name, value }) => ({ name, value }));
  const from = [...new Set(more.map((each) => each.from))].join(', ');
  if (!node) return more.length ? [{ field, value: given, from: 'runtime configuration', note: from }] : [];
  const allowed = items.flatMap((name) => {
    const fact = kubeletAllows(context.facts ?? [], name);
    return fact ? [`${name} is in allowedUnsafeSysctls of ${baseName(fact.uri)}`] : [];
  });
  const notes = [...allowed, ...(more.length ? [`also ${given.map(({ name, value }) => `${name}=${value}`).join(', ')} (${from})`] : [])];
  return [{ field, value: toValue(node) as Plain, from: 'pod', node, ...(notes.length && { note: notes.join('; ') }) }];
}

function escalation(container: Container, context: RuntimeContext): Setting {
  const field = 'allowPrivilegeEscalation';
  const node = securityField(container, field);
  if (node) return { field, value: toValue(node) as Plain, from: 'container', node };
  if (contradictsEscalation(container)) return { field, value: true, from: 'forced', note: 'by privileged or SYS_ADMIN' };
  const daemon = runtimeSetting(context, 'docker', 'no-new-privileges');
  if (daemon?.value === 'true') return { field, value: false, from: 'runtime configuration', note: daemon.from };
  return { field, value: true, from: 'API default' };
}

function capabilitySetting(pod: Pod, container: Container, context: RuntimeContext): Setting {
  const value = capabilitiesOf(container, context).map((name) => spell({ name }, 'kubernetes'));
  const node = securityField(container, 'capabilities');
  if (isPrivileged(container)) return { field: 'capabilities', value, from: 'forced', note: 'by privileged' };
  const configured = keepsDefaults(container) ? runtimeCapabilities(context).from : undefined;
  const notes = [configured, value.length ? boundingOnly(pod, container) : undefined].filter((note) => note !== undefined);
  const from = node ? 'container' : configured ? 'runtime configuration' : 'runtime default';
  return { field: 'capabilities', value, from, ...(node && { node }), ...(notes.length && { note: notes.join('; ') }) };
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
export const settingOf = (pod: Pod, container: Container, field: string, context: RuntimeContext): Setting | undefined =>
  settingsOf(pod, container, context).find((setting) => setting.field === field);

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
