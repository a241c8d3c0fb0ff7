import { baseName, type Context, type Fact, memo, type Target } from '../../core';
import { defaultCapabilitiesAt, findCapability, targetNames } from '../../knowledge';

/** What the configuration of a runtime says, and which file says it. */
export interface RuntimeSetting {
  readonly value: string;
  /** `default_capabilities in crio.conf`. */
  readonly from: string;
}

/** What answers about a runtime depend on. */
export type RuntimeContext = Pick<Context, 'target'> & Partial<Pick<Context, 'facts' | 'release'>>;

/** The runtime whose defaults apply: under Kubernetes containerd, unless only the workspace has the configuration of CRI-O. */
export function runtimeOf({ target, facts = [] }: RuntimeContext): Target {
  if (target !== 'auto') return target;
  const configured = configuredRuntimes(facts);
  return configured.has('cri-o') && !configured.has('containerd') ? 'cri-o' : 'containerd';
}

const configuredRuntimes = memo(
  (facts: readonly Fact[]): ReadonlySet<string> =>
    new Set(facts.flatMap(({ kind, name }) => (kind === 'runtime-setting' ? (name.split(' ')[0] ?? []) : []))),
);

/** A key of the configuration that the runtime in question has in the workspace; undefined where its files differ, since they are of different nodes. */
export function runtimeSetting(context: RuntimeContext, runtime: Target, key: string): RuntimeSetting | undefined {
  if (runtimeOf(context) !== runtime) return undefined;
  const stated = settingsByName(context.facts ?? []).get(`${runtime} ${key}`) ?? [];
  const [first] = stated;
  return first && stated.every(({ value }) => value === first.value) ? first : undefined;
}

/** By name, the value that counts in each tree of files: drop-ins come after the main file, in the order of their names. */
const settingsByName = memo((facts: readonly Fact[]): ReadonlyMap<string, readonly RuntimeSetting[]> => {
  const trees = new Map<string, Map<string, Fact>>();
  for (const fact of facts.filter(({ kind }) => kind === 'runtime-setting').sort(byOrderOfReading)) {
    const tree = trees.get(fact.name) ?? new Map<string, Fact>();
    trees.set(fact.name, tree.set(folderOf(fact.uri), fact));
  }
  return new Map(
    [...trees].map(([name, tree]) => [
      name,
      [...tree.values()].map(({ detail = '', uri }) => ({
        value: detail,
        from: `${name.slice(name.indexOf(' ') + 1)} in ${baseName(uri)}`,
      })),
    ]),
  );
});

const dropIn = /\/[^/]+\.d\/[^/]+$/;

/** The folder of the main file, for a drop-in too. */
const folderOf = (uri: string): string => (dropIn.test(uri) ? uri.replace(dropIn, '') : uri.slice(0, uri.lastIndexOf('/')));

const byOrderOfReading = (a: Fact, b: Fact): number =>
  Number(dropIn.test(a.uri)) - Number(dropIn.test(b.uri)) || (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0);

export const linesIn = (setting: RuntimeSetting | undefined): readonly string[] => setting?.value.split('\n').filter(Boolean) ?? [];

/** The capabilities of a container that neither adds nor drops one, `CAP_CHOWN`; `from` where a file of the workspace lists them. */
export function runtimeCapabilities(context: RuntimeContext): { readonly names: readonly string[]; readonly from?: string } {
  const runtime = runtimeOf(context);
  const own = runtimeSetting(context, 'cri-o', 'default_capabilities');
  if (!own) return { names: defaultCapabilitiesAt(runtime, context.release) };
  return { names: linesIn(own).flatMap((name) => findCapability(name)?.name ?? []), from: own.from };
}

/** `CRI-O`, or the file that decides: what grants the default capabilities. */
export const grantor = (context: RuntimeContext): string => runtimeCapabilities(context).from ?? targetNames[runtimeOf(context)];

/** Sysctls that the runtime gives to pods with a network of their own. */
export function runtimeSysctls(
  context: RuntimeContext,
): readonly { readonly name: string; readonly value: string; readonly from: string }[] {
  const listed = runtimeSetting(context, 'cri-o', 'default_sysctls');
  const own = linesIn(listed).flatMap((line) => {
    const [, name, value] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    return name !== undefined && value !== undefined && listed ? [{ name, value, from: listed.from }] : [];
  });
  const switches = [
    ['enable_unprivileged_ports', 'net.ipv4.ip_unprivileged_port_start', '0'],
    ['enable_unprivileged_icmp', 'net.ipv4.ping_group_range', '0 2147483647'],
  ] as const;
  const switched = switches.flatMap(([key, name, value]) => {
    const on = runtimeSetting(context, 'containerd', key);
    return on?.value === 'true' ? [{ name, value, from: on.from }] : [];
  });
  return [...own, ...switched];
}

/** What runs a handler of a RuntimeClass, as the runtime's configuration names it: its type and its path. */
export function handlerProgram(context: RuntimeContext, handler: string): RuntimeSetting | undefined {
  const runtime = runtimeOf(context);
  return runtimeSetting(context, runtime, `runtimes.${handler}`);
}

/** The handler of pods without a RuntimeClass. */
export const defaultHandler = (context: RuntimeContext): RuntimeSetting | undefined =>
  runtimeSetting(context, 'cri-o', 'default_runtime') ?? runtimeSetting(context, 'containerd', 'default_runtime_name');
