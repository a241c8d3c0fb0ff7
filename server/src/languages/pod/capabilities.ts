import { capabilities, findCapability } from '../../knowledge';
import { booleanOf, get, itemsOf, numberOf, stringOf } from '../../tree';
import { type Container, effectiveField, type Pod, securityField } from './model';
import { type RuntimeContext, runtimeCapabilities } from './runtimeSettings';

export const isPrivileged = (container: Container): boolean => booleanOf(securityField(container, 'privileged')) === true;

/** What a container's list of capabilities names, as it is written. */
export const capabilityWords = (container: Container, list: 'add' | 'drop'): readonly string[] =>
  itemsOf(get(securityField(container, 'capabilities'), list)).flatMap((item) => stringOf(item) ?? []);

const added = (container: Container): readonly string[] => capabilityWords(container, 'add');

/** `allowPrivilegeEscalation: false` beside these is refused, or has no effect. */
export const contradictsEscalation = (container: Container | undefined): boolean =>
  container !== undefined && (isPrivileged(container) || added(container).some((name) => /^(?:CAP_)?SYS_ADMIN$/.test(name)));

/** The capabilities that a container adds, `CAP_NET_RAW`. */
export const addedCapabilities = (container: Container): readonly string[] =>
  added(container).flatMap((name) => findCapability(name)?.name ?? []);

const isAll = (name: string): boolean => /^all$/i.test(name);

/** Whether the runtime's default set is where a container's set begins. */
export const keepsDefaults = (container: Container): boolean =>
  !isPrivileged(container) && ![...capabilityWords(container, 'drop'), ...added(container)].some(isAll);

interface CapabilityOptions {
  /** As if the container added none. */
  readonly withoutAdded?: boolean;
}

/** The capabilities that are in a container's bounding set, `CAP_NET_RAW`. */
export function capabilitiesOf(container: Container, context: RuntimeContext, { withoutAdded }: CapabilityOptions = {}): readonly string[] {
  const all = capabilities().map(({ name }) => name);
  if (isPrivileged(container)) return all;
  const drops = capabilityWords(container, 'drop');
  const adds = withoutAdded ? [] : added(container);
  const set = new Set(adds.some(isAll) ? all : drops.some(isAll) ? [] : runtimeCapabilities(context).names);
  const named = (names: readonly string[]) => names.flatMap((name) => findCapability(name)?.name ?? []);
  for (const name of named(drops)) set.delete(name);
  for (const name of named(adds)) set.add(name);
  return all.filter((name) => set.has(name));
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
export function boundingOnly(pod: Pod, container: Container): string | undefined {
  const user = nonRootUser(pod, container);
  if (user === undefined) return undefined;
  const files = gainsNothing(container) ? 'and gets none through file capabilities' : 'except through file capabilities';
  return `bounding set only: ${user} starts without them, ${files}`;
}
