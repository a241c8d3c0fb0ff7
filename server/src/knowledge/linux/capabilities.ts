import { nearest, type Target } from '../../core';
import { lazy, lazyFor } from '../lazy';
import { seccompDefault } from '../seccomp/defaults';
import { targets } from '../targets';
import { type CapabilityChange, capabilityChanges } from './capabilityHistory';
import { type CapabilityRecord, capabilityRecords } from './data/capabilities';
import { defaultSets, podSecurityAdds } from './data/capabilityDefaults';
import { type CapabilityOperation, capabilityOperations } from './data/capabilityOperations';

/** One of the 41 capabilities of Linux; see capabilities(7). */
export interface Capability extends CapabilityRecord {
  /** The kernel's number, 0 to 40. */
  readonly number: number;
  /** The main ones that it permits. */
  readonly operations: readonly CapabilityOperation[];
  /** The runtimes that give it to every container. */
  readonly defaultIn: readonly Target[];
  /** Whether a pod may add it under a Pod Security Standard. */
  readonly podSecurity: { readonly baseline: boolean; readonly restricted: boolean };
}

/** How a place writes the name: OCI and seccomp `CAP_NET_RAW`, Kubernetes `NET_RAW`, AppArmor `net_raw`. */
export type CapabilitySpelling = 'oci' | 'kubernetes' | 'apparmor';

/** All 41, in the kernel's order. */
export const capabilities: () => readonly Capability[] = lazy(() =>
  capabilityRecords().map((record, number) => ({
    ...record,
    operations: capabilityOperations[shortName(record.name)] ?? [],
    number,
    defaultIn: targets.filter((target) => defaultCapabilities(target).includes(record.name)),
    podSecurity: { baseline: lists(podSecurityAdds.baseline, record.name), restricted: lists(podSecurityAdds.restricted, record.name) },
  })),
);

/** What of it the process of another user namespace can't do, since the kernel checks it in that of the host. */
export const hostOperations = ({ operations }: Pick<Capability, 'operations'>): readonly string[] =>
  operations.filter(([, , check]) => check === 'initial').map(([does]) => does);

/** Whether root of another user namespace can't use it at all. */
export const isHostOnly = (capability: Pick<Capability, 'operations'>): boolean =>
  hostOperations(capability).length === capability.operations.length;

/** Whether a BPF token of the host makes a process of another user namespace pass (since Linux 6.9). */
export const worksWithBpfToken = ({ name }: Pick<Capability, 'name'>): boolean => name === 'CAP_BPF' || name === 'CAP_PERFMON';

/** The names, with `CAP_`, that a container has under a runtime by default. */
export const defaultCapabilities: (target: Target) => readonly string[] = lazyFor((target) =>
  capabilityRecords()
    .map((record) => record.name)
    .filter((name) => lists(defaultSets[target], name)),
);

const lists = (set: string, name: string) => set.split(' ').includes(shortName(name));

/** Finds a capability in any spelling: `CAP_NET_RAW`, `NET_RAW`, `net_raw`. Whether the spelling suits the place is not asked. */
export const findCapability = (text: string): Capability | undefined => byShortName().get(shortName(text.trim()));

const byShortName = lazy(() => new Map(capabilities().map((capability) => [shortName(capability.name), capability])));

const shortName = (name: string) => name.toUpperCase().replace(/^CAP_/, '');

/** The capability that a misspelt word was most likely meant to be. */
export function nearestCapability(word: string): Capability | undefined {
  const name = nearest(shortName(word.trim().replace(/[\s-]+/g, '_')), byShortName().keys());
  return name === undefined ? undefined : byShortName().get(name);
}

export function spell(capability: Pick<Capability, 'name'>, spelling: CapabilitySpelling): string {
  const short = shortName(capability.name);
  return spelling === 'oci' ? capability.name : spelling === 'kubernetes' ? short : short.toLowerCase();
}

/** The same for a release of the runtime: what changed later is undone. */
export function defaultCapabilitiesAt(target: Target, release?: string): readonly string[] {
  const today = defaultCapabilities(target);
  if (release === undefined) return today;
  const isLater = ({ runtime, release: changed }: CapabilityChange) => runtime === target && isOlder(release, changed);
  return capabilityRecords()
    .map(({ name }) => name)
    .filter((name) => {
      const next = capabilityChanges(name).find(isLater);
      return next ? next.change === 'removed' : today.includes(name);
    });
}

/** Whether a release, or every release of a line such as `25`, comes before another. */
function isOlder(release: string, other: string): boolean {
  const [own, others] = [release.split('.').map(Number), other.split('.').map(Number)];
  for (const [i, number] of own.entries()) if (number !== (others[i] ?? 0)) return number < (others[i] ?? 0);
  return false;
}

export interface OpenedCall {
  readonly name: string;
  /** Without the capability the call is allowed for some arguments. */
  readonly partly: boolean;
}

/** The system calls that a runtime's seccomp default permits only with this capability, or only then for all arguments. */
export function seccompOpens(capability: Pick<Capability, 'name'>, target: Target): readonly OpenedCall[] {
  const allowing = seccompDefault(target).profile.syscalls.filter(({ action }) => action === 'SCMP_ACT_ALLOW');
  const free = new Set(allowing.flatMap((rule) => (rule.includes || rule.excludes || rule.args ? [] : rule.names)));
  const opened = allowing.filter(({ includes }) => includes?.caps?.includes(capability.name)).flatMap(({ names }) => names);
  const partly = new Set(allowing.flatMap((rule) => (rule.args && !rule.includes?.caps ? rule.names : [])));
  return [...new Set(opened.filter((name) => !free.has(name)))].sort().map((name) => ({ name, partly: partly.has(name) }));
}
