import { addableCapabilities, type PodControlId, safeSelinuxTypes, safeSysctls, sysctlNamespace } from '../../../knowledge';
import { booleanOf, get, itemsOf, memberOf, type Node, numberOf, type Path, resolved, stringOf } from '../../../tree';
import { remove, set } from '../harden/change';
import { type Container, type Pod, securityField, titleOf, writtenString } from '../model';
import { type Breach, type Check, valueSpan } from './violation';

/** The baseline checks by upstream's id; each follows `policy/check_<name>.go` of kubernetes/pod-security-admission. */
export const baselineChecks: Readonly<Partial<Record<PodControlId, Check>>> = {
  appArmorProfile,
  capabilities_baseline: (pod) => forbiddenAdditions(pod, 'baseline'),
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  hostProbesAndHostLifecycle,
  privileged,
  procMount: (pod, minor) => (minor >= 35 && hasUserNamespace(pod) ? [] : unmaskedProc(pod)),
  seLinuxOptions,
  seccompProfile_baseline: (pod, minor) => (minor >= 19 ? forbiddenSeccompFields(pod) : forbiddenSeccompAnnotations(pod)),
  sysctls,
  windowsHostProcess,
};

/** `hostUsers: false`: root in the pod is not root on the node. */
export const hasUserNamespace = (pod: Pod): boolean => booleanOf(get(pod.spec, 'hostUsers')) === false;

/** The pod and its containers: everything that may have a field that exists on both levels. */
export interface Holder {
  readonly title: string;
  readonly path: Path;
  readonly container?: Container;
  readonly node: Node | undefined;
}

/** A field of `securityContext` wherever it is written, the pod first. */
export function* holdersOf(pod: Pod, field: string): Generator<Holder> {
  yield { title: 'the pod', path: [...pod.path, 'securityContext', field], node: securityField(pod, field) };
  for (const container of pod.containers) yield containerHolder(container, field);
}

function* containerHolders(pod: Pod, field: string): Generator<Holder> {
  for (const container of pod.containers) yield containerHolder(container, field);
}

const containerHolder = (container: Container, field: string): Holder => ({
  title: titleOf(container),
  path: [...container.path, 'securityContext', field],
  container,
  node: securityField(container, field),
});

const breach = (holder: Pick<Holder, 'container'>, node: Node, detail: string, changes: Breach['changes'], unheard = false): Breach => ({
  span: valueSpan(node),
  detail,
  ...(unheard && { unheard }),
  ...(holder.container && { container: holder.container }),
  changes,
});

export const appArmorPrefix = 'container.apparmor.security.beta.kubernetes.io/';

function* appArmorProfile(pod: Pod): Generator<Breach> {
  for (const holder of holdersOf(pod, 'appArmorProfile')) {
    const type = get(holder.node, 'type');
    const value = writtenString(type);
    if (!type || value === undefined || value === 'RuntimeDefault' || value === 'Localhost') continue;
    const detail = `${holder.title} must not set appArmorProfile.type to "${value}", only to RuntimeDefault or Localhost`;
    yield breach(holder, type, detail, [set([...holder.path, 'type'], 'RuntimeDefault')], value !== 'Unconfined');
  }
  for (const { key, keyNode, value, valueNode } of pod.annotations) {
    // Upstream judges every key with the prefix, also one that names no container.
    if (!key.startsWith(appArmorPrefix) || value === undefined || /^(?:$|runtime\/default$|localhost\/)/.test(value)) continue;
    if (writtenString(valueNode) === undefined) continue;
    yield {
      span: valueNode?.span ?? keyNode.span,
      detail: `the annotation for container "${key.slice(appArmorPrefix.length)}" must be runtime/default or localhost/<profile>, not "${value}"`,
      unheard: value !== 'unconfined',
      changes: [set([...metadataPath(pod), 'annotations', key], 'runtime/default')],
    };
  }
}

/** Where the pod's own metadata is: beside its spec. */
export const metadataPath = (pod: Pod): Path => [...pod.path.slice(0, -1), 'metadata'];

export function* forbiddenAdditions(pod: Pod, level: 'baseline' | 'restricted'): Generator<Breach> {
  const allowed = addableCapabilities(level);
  for (const holder of containerHolders(pod, 'capabilities')) {
    const items = itemsOf(get(holder.node, 'add'));
    for (const [index, item] of items.entries()) {
      const name = writtenString(item);
      if (name === undefined || allowed.has(name)) continue;
      const choice = level === 'restricted' ? 'only NET_BIND_SERVICE' : `only ${[...allowed].join(', ')}`;
      const detail = `${holder.title} must not include "${name}" in securityContext.capabilities.add, ${choice}`;
      yield breach(holder, item, detail, [remove([...holder.path, 'add', index])]);
    }
  }
}

function* hostNamespaces(pod: Pod): Generator<Breach> {
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) {
    const node = get(pod.spec, field);
    if (node && booleanOf(node) === true)
      yield {
        span: valueSpan(node),
        detail: `the pod must not set ${field}=true, only false or nothing`,
        changes: [set([...pod.path, field], false)],
      };
  }
}

/** The volumes with the sources that are set; `null` is as if it were not there. */
export function* volumesOf(pod: Pod): Generator<{ name: string; node: Node; path: Path; sources: readonly string[] }> {
  for (const [index, item] of itemsOf(get(pod.spec, 'volumes')).entries()) {
    const node = resolved(item);
    if (node?.kind !== 'object') continue;
    const sources = node.members
      .filter(({ key, value }) => key.value !== 'name' && value && !(value.kind === 'scalar' && value.value === null))
      .map(({ key }) => String(key.value));
    yield { name: stringOf(get(node, 'name')) ?? '', node, path: [...pod.path, 'volumes', index], sources };
  }
}

function* hostPathVolumes(pod: Pod): Generator<Breach> {
  for (const { name, node, path, sources } of volumesOf(pod)) {
    const member = memberOf(node, 'hostPath');
    if (!member || !sources.includes('hostPath')) continue;
    yield {
      span: member.key.span,
      detail: `volume "${name}" must not use hostPath, any other volume type is allowed`,
      changes: [remove([...path, 'hostPath']), set([...path, 'emptyDir'], {})],
    };
  }
}

function* hostPorts(pod: Pod): Generator<Breach> {
  for (const container of pod.containers) {
    for (const [index, port] of itemsOf(get(container.node, 'ports')).entries()) {
      const node = get(port, 'hostPort');
      const number = numberOf(node);
      if (!node || !number) continue;
      const detail = `${titleOf(container)} must not use hostPort ${number}, only 0 or nothing`;
      yield breach({ container }, node, detail, [remove([...container.path, 'ports', index, 'hostPort'])]);
    }
  }
}

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'];
const handlers = ['httpGet', 'tcpSocket'];
const hostPlaces: readonly Path[] = [
  ...probes.flatMap((probe) => handlers.map((handler) => [probe, handler])),
  ...['postStart', 'preStop'].flatMap((hook) => handlers.map((handler) => ['lifecycle', hook, handler])),
];

function* hostProbesAndHostLifecycle(pod: Pod): Generator<Breach> {
  for (const container of pod.containers) {
    for (const place of hostPlaces) {
      const node = place.reduce<Node | undefined>((holder, key) => get(holder, String(key)), container.node);
      const host = get(node, 'host');
      const value = writtenString(host);
      if (!host || !value) continue;
      const field = [...place, 'host'].join('.');
      const detail = `${titleOf(container)} uses probe or lifecycle host "${value}" in ${field}, which must be absent or empty`;
      yield breach({ container }, host, detail, [remove([...container.path, ...place, 'host'])]);
    }
  }
}

function* privileged(pod: Pod): Generator<Breach> {
  for (const holder of containerHolders(pod, 'privileged')) {
    if (!holder.node || booleanOf(holder.node) !== true) continue;
    const detail = `${holder.title} must not set securityContext.privileged=true, only false or nothing`;
    yield breach(holder, holder.node, detail, [set(holder.path, false)]);
  }
}

export function* unmaskedProc(pod: Pod): Generator<Breach> {
  for (const holder of containerHolders(pod, 'procMount')) {
    const value = writtenString(holder.node);
    if (!holder.node || value === undefined || value === 'Default') continue;
    const detail = `${holder.title} must not set securityContext.procMount to "${value}", only to Default`;
    yield breach(holder, holder.node, detail, [set(holder.path, 'Default')], value !== 'Unmasked');
  }
}

function* seLinuxOptions(pod: Pod, minor: number): Generator<Breach> {
  const types = [...safeSelinuxTypes].filter(([, since]) => since <= minor).map(([type]) => type);
  for (const holder of holdersOf(pod, 'seLinuxOptions')) {
    for (const { key, value: node } of resolved(holder.node)?.kind === 'object' ? seLinuxMembers(holder.node) : []) {
      const value = writtenString(node);
      if (!node || !value || (key === 'type' && types.includes(value))) continue;
      const detail =
        key === 'type'
          ? `${holder.title} sets forbidden securityContext.seLinuxOptions.type "${value}", only ${types.join(', ')} are allowed`
          : `${holder.title} sets securityContext.seLinuxOptions.${key}, which may not be set`;
      yield breach(holder, node, detail, [remove([...holder.path, key])]);
    }
  }
}

const seLinuxMembers = (node: Node | undefined) => ['type', 'user', 'role'].map((key) => ({ key, value: get(node, key) }));

function* forbiddenSeccompFields(pod: Pod): Generator<Breach> {
  for (const holder of holdersOf(pod, 'seccompProfile')) {
    const breached = forbiddenSeccompType(holder);
    if (breached) yield breached;
  }
}

/** A seccomp type that neither baseline nor restricted takes. */
export function forbiddenSeccompType(holder: Holder): Breach | undefined {
  const type = get(holder.node, 'type');
  const value = writtenString(type);
  if (!type || value === undefined || value === 'RuntimeDefault' || value === 'Localhost') return undefined;
  const detail = `${holder.title} must not set securityContext.seccompProfile.type to "${value}", only to RuntimeDefault or Localhost`;
  return breach(holder, type, detail, [set([...holder.path, 'type'], 'RuntimeDefault')], value !== 'Unconfined');
}

export const seccompPodAnnotation = 'seccomp.security.alpha.kubernetes.io/pod';
export const seccompContainerPrefix = 'container.seccomp.security.alpha.kubernetes.io/';

function* forbiddenSeccompAnnotations(pod: Pod): Generator<Breach> {
  const names = new Set(pod.containers.map(({ name }) => name));
  for (const { key, keyNode, value, valueNode } of pod.annotations) {
    const ofContainer = key.startsWith(seccompContainerPrefix) && names.has(key.slice(seccompContainerPrefix.length));
    if (key !== seccompPodAnnotation && !ofContainer) continue;
    if (
      value === undefined ||
      writtenString(valueNode) === undefined ||
      /^(?:runtime\/default|docker\/default|localhost\/.*)$/s.test(value)
    )
      continue;
    yield {
      span: valueNode?.span ?? keyNode.span,
      detail: `forbidden annotation ${key}="${value}", only runtime/default, docker/default and localhost/<path> are allowed`,
      unheard: value !== 'unconfined',
      changes: [set([...metadataPath(pod), 'annotations', key], 'runtime/default')],
    };
  }
}

function* sysctls(pod: Pod, minor: number): Generator<Breach> {
  const safe = safeSysctls();
  for (const [index, item] of itemsOf(securityField(pod, 'sysctls')).entries()) {
    const node = get(item, 'name');
    const name = writtenString(node);
    if (!node || name === undefined) continue;
    const since = safe.get(name);
    if (since !== undefined && since <= minor) continue;
    const later = since === undefined ? '' : `; policy v1.${since} is the first to allow it`;
    const detail = `the pod must not set sysctl ${name}, only ${[...safe].filter(([, from]) => from <= minor).length} safe ones are allowed${later}`;
    yield breach({}, node, detail, [remove([...pod.path, 'securityContext', 'sysctls', index])], !sysctlNamespace(name));
  }
}

function* windowsHostProcess(pod: Pod): Generator<Breach> {
  for (const holder of holdersOf(pod, 'windowsOptions')) {
    const node = get(holder.node, 'hostProcess');
    if (!node || booleanOf(node) !== true) continue;
    const detail = `${holder.title} must not set securityContext.windowsOptions.hostProcess=true, only false or nothing`;
    yield breach(holder, node, detail, [set([...holder.path, 'hostProcess'], false)]);
  }
}
