import type { Language, Part, StatedFact } from '../../core';
import { booleanOf, get, itemsOf, membersOf, type Node, parseJson, parseToml, stringOf, type Tree } from '../../tree';

interface EngineConfiguration extends Part {
  readonly tree: Tree;
}

/** The configuration of containerd or of Docker's daemon: what a container gets that requests nothing else. */
export const engine: Language<EngineConfiguration> = {
  name: 'engine',
  title: 'Container engine configuration',
  rules: [],
  examplePath: 'containerd/config.toml',
  onlyEmbeds: true,
  load: async ({ uri, text }) => ({
    parts: [{ start: 0, part: { text, tree: /\.json$/i.test(uri) ? parseJson(text) : parseToml(text) } }],
    reads: [],
  }),
  unchecked: () => 'no rules for the configuration of a container engine',
  facts: ({ tree }) => (tree.syntax === 'toml' ? containerdFacts(tree) : dockerFacts(tree)),
};

/** The CRI plugin of containerd by version of the configuration: 2, 3, and 1, which names plugins without their type. */
const plugins = ['io.containerd.grpc.v1.cri', 'io.containerd.cri.v1.runtime', 'cri'];

/** `internal/cri/config` of containerd. `unset_seccomp_profile` is left out: the kubelet always names a profile. */
const containerdKeys = ['disable_apparmor', 'enable_selinux', 'enable_unprivileged_ports', 'enable_unprivileged_icmp'];

function containerdFacts({ root }: Tree): readonly StatedFact[] {
  return plugins.flatMap((name) => {
    const plugin = get(get(root, 'plugins'), name);
    const containerd = get(plugin, 'containerd');
    return [
      ...containerdKeys.flatMap((key) => settingAt('containerd', plugin, key)),
      ...settingAt('containerd', containerd, 'default_runtime_name'),
      ...membersOf(get(containerd, 'runtimes')).flatMap(({ key, value }) =>
        handler('containerd', String(key.value), get(value, 'runtime_type')),
      ),
    ];
  });
}

/** `daemon/config` of moby. */
const dockerFacts = ({ root }: Tree): readonly StatedFact[] =>
  ['seccomp-profile', 'no-new-privileges', 'userns-remap', 'selinux-enabled'].flatMap((key) => settingAt('docker', root, key));

function settingAt(runtime: string, holder: Node | undefined, key: string): readonly StatedFact[] {
  const node = get(holder, key);
  const value = itemsOf(node).length ? itemsOf(node).map(stringOf).join('\n') : (stringOf(node) ?? booleanOf(node));
  return node && value !== undefined
    ? [{ kind: 'runtime-setting', name: `${runtime} ${key}`, detail: String(value), span: node.span }]
    : [];
}

const handler = (runtime: string, name: string, type: Node | undefined): readonly StatedFact[] =>
  type && stringOf(type) !== undefined
    ? [{ kind: 'runtime-setting', name: `${runtime} runtimes.${name}`, detail: String(stringOf(type)), span: type.span }]
    : [];
