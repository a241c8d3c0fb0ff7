import type { Edit } from '../../core';
import { renameKey, setValue, type Tree } from '../../tree';
import { type Analysis, analyse } from './analysis';
import { withoutMembers, withoutRules } from './edits';
import { fieldOf, type ProfileRule } from './model';
import type { SeccompPart } from './part';

/**
 * The edits that turn a superset into the OCI form for one host and one set of capabilities: rules that do not apply go, those that do
 * lose their conditions, `archMap` becomes `architectures`, names of errors become numbers. Everything else stays where it is.
 */
export function ociForm({ profile, loader, host, part }: Analysis & { readonly part: SeccompPart }): readonly Edit[] {
  const { tree } = part;
  const uses = (name: string) => fieldOf(profile.node, name) !== undefined || profile.rules.some(({ node }) => fieldOf(node, name));
  const reader = loader.reader !== 'oci' ? loader.reader : uses('errno') || uses('defaultErrno') ? 'containers' : 'moby';
  const { resolved } = analyse(profile, { ...loader, reader }, host);
  const active = new Map(resolved.rules.map((each) => [each.rule, each]));
  const gone = profile.rules.filter((rule) => !active.has(rule));
  const archMap = fieldOf(profile.node, 'archMap');
  const architectures = resolved.abis.map(({ scmp }) => scmp);
  const defaultErrno = fieldOf(profile.node, 'defaultErrno');
  return [
    ...(archMap?.value ? [...renameKey(archMap, 'architectures'), ...setValue(tree, archMap.value, architectures)] : []),
    ...(defaultErrno ? numberFor(tree, profile.node, 'defaultErrno', resolved.default.errno) : []),
    ...withoutRules(tree, gone),
    ...[...active].flatMap(([rule, { verdict }]) => plainRule(tree, rule, verdict.errno)),
  ];
}

function plainRule(tree: Tree, rule: ProfileRule, errno: number | undefined): readonly Edit[] {
  const name = fieldOf(rule.node, 'name');
  const named = fieldOf(rule.node, 'errno');
  const number = named && errno !== undefined ? fieldOf(rule.node, 'errnoRet') : undefined;
  // An error by name becomes a number: in the place of the one that is there, or in its own.
  const becomes = named && errno !== undefined && !number ? named : undefined;
  const gone = rule.node.members.filter((member) => {
    const key = String(member.key.value).toLowerCase();
    return key === 'includes' || key === 'excludes' || (member === named && !becomes);
  });
  return [
    ...(name?.value && rule.name && !rule.names.length
      ? [...renameKey(name, 'names'), ...setValue(tree, name.value, [rule.name.value])]
      : []),
    ...(becomes?.value && errno !== undefined ? [...renameKey(becomes, 'errnoRet'), ...setValue(tree, becomes.value, errno)] : []),
    ...(number?.value && errno !== undefined ? setValue(tree, number.value, errno) : []),
    ...withoutMembers(tree, rule.node, gone),
  ];
}

function numberFor(tree: Tree, node: ProfileRule['node'], key: string, errno: number | undefined): readonly Edit[] {
  const name = fieldOf(node, key);
  const other = fieldOf(node, `${key}Ret`);
  if (!name?.value) return [];
  if (errno === undefined) return withoutMembers(tree, node, [name]);
  if (other?.value) return [...setValue(tree, other.value, errno), ...withoutMembers(tree, node, [name])];
  return [...renameKey(name, `${key}Ret`), ...setValue(tree, name.value, errno)];
}
