import { code, nearest, type Rule, wordTable } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { find, type ObjectNode, removeMember, schemasAt, setMember, toValue } from '../../../tree';
import { valuesIn } from '../conf/words';
import { type CrioFile, type Hinted, onToml, type PolicyPart, type TomlFile } from '../part';
import { change, rename } from '../repair';
import { schemaOf } from '../schema';

/** Where CRI-O looks for the keys that decide about images. */
const tableOf: Readonly<Record<string, string>> = wordTable({
  signature_policy: 'image',
  signature_policy_dir: 'image',
  decryption_keys_path: 'runtime',
});

export const tomlUnknownKey: Rule<PolicyPart> = {
  code: 'policy/toml-unknown-key',
  title: 'Unknown TOML key is ignored',
  category: 'correctness',
  severity: 'warning',
  why:
    'The reader ignores keys that it does not know, and keys in a table where it does not look for them, so what was meant does not happen. ' +
    'A policy folder named in the wrong table of crio.conf leaves every namespace with the policy of the system.',
  sources: [
    signatureAuthorities.mirrorsReader,
    signatureAuthorities.crioReader,
    signatureAuthorities.containersConf,
    signatureAuthorities.storageConf,
  ],
  example: {
    bad: '[crio.runtime]\ndefault_runtime = "crun"\nsignature_policy_dir = "/etc/crio/policies"\n\n[crio.image]\npause_image = "registry.example.com/pause:3.10"\n',
    good: '[crio.runtime]\ndefault_runtime = "crun"\n\n[crio.image]\npause_image = "registry.example.com/pause:3.10"\nsignature_policy_dir = "/etc/crio/policies"\n',
    path: 'etc/crio/crio.conf',
  },
  check: onToml(
    (file) => (file.tree.problems.length ? [] : file.kind === 'crio' ? misplaced(file) : unknown(file)),
    (file, at, { rename: name, table }) => {
      const target = table !== undefined ? find(file.tree.root, ['crio', table]) : undefined;
      if (!at.member || !at.object || target?.kind !== 'object') return [rename(at, name, false)];
      const moved = setMember(file.tree, target, String(at.member.key.value), String(toValue(at.member.value)));
      return [change(`Move to ${code(`[crio.${table}]`)}`, [...removeMember(file.tree, at.object, at.member), ...moved])];
    },
  ),
};

/** The key that was meant, or the table that has it. */
interface KnownPlace {
  readonly rename?: string;
  readonly table?: string;
}

function* unknown(file: TomlFile): Iterable<Hinted<KnownPlace>> {
  for (const { node, path } of valuesIn(file.tree.root)) {
    if (node.kind !== 'object') continue;
    for (const schema of schemasAt(schemaOf(file), undefined, path)) {
      const known = Object.keys(schema.properties ?? {});
      if (known.length) yield* unknownIn(node, known, file.kind === 'mirrors');
    }
  }
}

function* unknownIn(node: ObjectNode, known: readonly string[], isMirrors: boolean): Iterable<Hinted<KnownPlace>> {
  const names = new Set(node.members.map((member) => String(member.key.value)));
  for (const { key } of node.members) {
    const name = String(key.value);
    // The library that reads TOML also accepts keys in another case. The last key is known; another rule reports it.
    if (known.includes(name.toLowerCase()) || (isMirrors && name === 'pull-from-mirror')) continue;
    const meant = nearest(
      name,
      known.filter((candidate) => !names.has(candidate)),
    );
    yield {
      span: key.span,
      message: `${code(name)} is not known here and is ignored${meant ? `; did you mean ${code(meant)}?` : '.'}`,
      ...(meant && { hint: { rename: meant } }),
      // Keys of storage.conf and containers.conf come and go with releases.
      ...(!isMirrors && !meant && { severity: 'information' as const }),
    };
  }
}

function* misplaced({ tree }: CrioFile): Iterable<Hinted<KnownPlace>> {
  for (const { node, path } of valuesIn(tree.root)) {
    if (node.kind !== 'object') continue;
    for (const { key } of node.members) {
      const table = Object.hasOwn(tableOf, String(key.value)) ? tableOf[String(key.value)] : undefined;
      if (!table || path.join('.') === `crio.${table}`) continue;
      yield {
        span: key.span,
        message: `${code(String(key.value))} is ignored here: it belongs in ${code(`[crio.${table}]`)}.`,
        hint: { table },
      };
    }
  }
}
