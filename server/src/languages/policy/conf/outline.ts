import { counted, type Outline } from '../../../core';
import { membersOf, stringOf } from '../../../tree';
import type { TomlFile } from '../part';
import { valueAt } from './fields';
import { nameOf } from './mirrors';
import { headerOf } from './words';

export function outlineToml({ tree, ...part }: TomlFile): readonly Outline[] {
  if (part.kind === 'mirrors')
    return part.mirrors.map(({ node, prefix, mirrors, blocked }) => ({
      name: prefix || 'registry',
      detail: blocked ? 'blocked' : mirrors.map((mirror) => nameOf(mirror.location?.value)).join(', '),
      kind: 'key',
      span: node.span,
      selection: headerOf(tree, node),
    }));
  const tables = part.kind === 'crio' ? membersOf(valueAt(tree, 'crio')) : membersOf(tree.root);
  return tables.flatMap(({ key, value, span }): readonly Outline[] => {
    if (value?.kind !== 'object') return [];
    const children = value.members.map((member) => ({
      name: String(member.key.value),
      detail: stringOf(member.value) ?? '',
      kind: 'property' as const,
      span: member.span,
      selection: member.key.span,
    }));
    return [{ name: part.kind === 'crio' ? `crio.${key.value}` : String(key.value), kind: 'module', span, selection: key.span, children }];
  });
}

export function describeToml(part: TomlFile): string {
  if (part.kind === 'crio') return 'configuration of CRI-O';
  if (part.kind === 'storage') return 'where container tools store images';
  if (part.kind === 'containers') return 'defaults of container tools';
  const places = part.mirrors.reduce((sum, { mirrors }) => sum + mirrors.length, 0);
  return `${counted(part.mirrors.length, 'registry', 'registries')}, ${counted(places, 'mirror')}`;
}
