import { type Context, listed } from '../../core';
import { type Capability, hostOperations, isHostOnly, spell, worksWithBpfToken } from '../../knowledge';
import { booleanOf, get, stringOf } from '../../tree';
import { addedCapabilities, capabilitiesOf, gainsNothing, isPrivileged, nonRootUser } from './capabilities';
import { imageOf } from './harden/identity';
import { judgementOf } from './level';
import { type Container, effectiveField, type Pod } from './model';
import { grantor, runtimeCapabilities } from './runtimeSettings';

/** What a capability that a container adds does at this place. */
export interface CapabilityEffect {
  /** `none`: nothing changes. `file`: only for programs that have it as a file capability. `node`: it reaches beyond the pod. */
  readonly reach: 'none' | 'file' | 'pod' | 'node';
  /** One or two sentences. */
  readonly text: string;
}

const isOn = (pod: Pod, field: string): boolean => booleanOf(get(pod.spec, field)) === true;

/** Capabilities that act on what a host namespace shares. */
const hostReach: readonly (readonly [field: string, capabilities: RegExp, text: string])[] = [
  ['hostPID', /^CAP_SYS_PTRACE$/, 'Reads and writes the memory of every process on the node (`hostPID`).'],
  ['hostPID', /^CAP_KILL$/, 'Signals every process on the node (`hostPID`).'],
  ['hostNetwork', /^CAP_NET_ADMIN$/, 'Changes the interfaces, routes and firewall rules of the node (`hostNetwork`).'],
  ['hostNetwork', /^CAP_NET_RAW$/, 'Captures and forges packets on the network of the node (`hostNetwork`).'],
  ['hostNetwork', /^CAP_NET_BIND_SERVICE$/, 'Listens on low ports of the node (`hostNetwork`).'],
  ['hostIPC', /^CAP_IPC_OWNER$/, 'Uses the shared memory of every process on the node (`hostIPC`).'],
];

/** What a capability reaches on the node through a host namespace of the pod. */
export const hostEffect = (pod: Pod, { name }: Capability): string | undefined =>
  hostReach.find(([field, names]) => names.test(name) && isOn(pod, field))?.[2];

/** What adding a capability to a container does, for the process that starts. */
export function effectOfAdding(pod: Pod, container: Container, capability: Capability, context: Context): CapabilityEffect {
  const runtime = stringOf(get(pod.spec, 'runtimeClassName')) ?? '';
  if (pod.os === 'windows') return { reach: 'none', text: 'No effect here: Windows has no Linux capabilities.' };
  if (isPrivileged(container)) return { reach: 'none', text: 'No effect here: `privileged: true` already grants every capability.' };
  const user = nonRootUser(pod, container);
  if (user !== undefined) return effectForUser(user, container, capability);
  if (booleanOf(get(pod.spec, 'hostUsers')) === false) return effectInUserNamespace(capability);
  const condition = effectiveField(pod, container, 'runAsUser') ? '' : ' if the image starts as root';
  if (/^(?:gvisor|runsc|kata)/i.test(runtime))
    return { reach: 'pod', text: `In effect here${condition}, but only in the kernel that runtime class ${runtime} gives the pod.` };
  const onNode = hostEffect(pod, capability);
  if (onNode) return { reach: 'node', text: onNode };
  if (runtimeCapabilities(context).names.includes(capability.name) && !drops(container, capability, context))
    return { reach: 'none', text: `No change here: ${grantor(context)} grants it by default.` };
  return { reach: 'pod', text: `In effect here${condition}${scopeOf(pod, capability)}.` };
}

/** Whether the container would not have the capability if it didn't add it. */
function drops(container: Container, { name }: Capability, context: Context): boolean {
  return !capabilitiesOf(container, context, { withoutAdded: true }).includes(name);
}

function effectForUser(user: string, container: Container, capability: Capability): CapabilityEffect {
  const why = `the process starts as ${user}, and Kubernetes doesn’t set ambient capabilities`;
  if (!gainsNothing(container)) return { reach: 'file', text: `No effect here, unless the program has it as a file capability: ${why}.` };
  const start = capability.name === 'CAP_NET_BIND_SERVICE' ? ' A program with this file capability needs it to start at all.' : '';
  return {
    reach: 'none',
    text: `No effect here: ${why}; \`allowPrivilegeEscalation: false\` also disables file capabilities.${start}`,
  };
}

function effectInUserNamespace(capability: Capability): CapabilityEffect {
  const why = 'the kernel checks it in the host’s user namespace, and `hostUsers: false` gives the pod its own';
  if (isHostOnly(capability))
    return worksWithBpfToken(capability)
      ? { reach: 'pod', text: `No effect here, unless the host delegates a BPF token: ${why}.` }
      : { reach: 'none', text: `No effect here: ${why}.` };
  const onHost = hostOperations(capability);
  const cannot = onHost.length ? ` The process can’t ${listed(onHost, 'or')}.` : '';
  return { reach: 'pod', text: `In effect here only for what belongs to the pod’s own user namespace (\`hostUsers: false\`).${cannot}` };
}

function scopeOf(pod: Pod, { name }: Capability): string {
  if (/^CAP_(?:SYS_PTRACE|KILL)$/.test(name))
    return isOn(pod, 'shareProcessNamespace') ? ', for the processes of every container in the pod' : ', for the container’s own processes';
  if (/^CAP_NET_/.test(name)) return ', in the pod’s network namespace';
  return '';
}

/** For the card: what the word does in the list in which it is written, and whether a Pod Security level refuses it. */
export function effectHere(pod: Pod, container: Container, list: string, capability: Capability, context: Context): string | undefined {
  if (list === 'drop') return effectOfDropping(container, capability, context);
  if (list !== 'add') return undefined;
  const { level, by } = judgementOf(pod, context);
  const refused = by !== 'none' && level !== 'privileged' && !capability.podSecurity[level] ? ` Pod Security *${level}* refuses it.` : '';
  return effectOfAdding(pod, container, capability, context).text + refused;
}

function effectOfDropping(container: Container, capability: Capability, context: Context): string {
  const name = spell(capability, 'kubernetes');
  if (isPrivileged(container)) return 'No effect here: `privileged: true` grants every capability.';
  if (addedCapabilities(container).includes(capability.name)) return `No effect here: the same container adds ${name}.`;
  return runtimeCapabilities(context).names.includes(capability.name)
    ? `Removed here: ${grantor(context)} grants it by default, and no process of the container gets it.`
    : `No change here: ${grantor(context)} doesn’t grant it by default.`;
}

/** The image of a container, for commands. */
export const commandImage = (container: Container): { readonly image?: string } => {
  const image = imageOf(container);
  return image === undefined ? {} : { image };
};
