import type { StatedFact } from '../../../core';
import { get, isNull, membersOf, type Node, stringOf } from '../../../tree';
import type { CrioFile } from '../part';
import { itemsAt, valueAt } from './fields';

/** Keys of `[crio.runtime]` that decide how a container is confined that requests nothing else: crio.conf(5). */
const keys = [
  'apparmor_profile',
  'default_capabilities',
  'default_runtime',
  'default_sysctls',
  'privileged_seccomp_profile',
  'read_only',
  'seccomp_profile',
  'selinux',
];

/** What crio.conf says of pods. */
export function crioRuntimeFacts({ tree }: CrioFile): readonly StatedFact[] {
  const runtime = valueAt(tree, 'crio', 'runtime');
  const handlers = membersOf(get(runtime, 'runtimes'));
  const allowed = [...handlers, ...membersOf(get(runtime, 'workloads'))].flatMap(({ value }) => itemsAt(get(value, 'allowed_annotations')));
  const [first] = allowed;
  return [
    ...keys.flatMap((key) => setting(key, get(runtime, key))),
    ...handlers.flatMap(({ key, value }) => {
      const program = ['runtime_type', 'runtime_path'].flatMap((field) => stringOf(get(value, field)) ?? []).join(' ');
      return [{ kind: 'runtime-setting' as const, name: `cri-o runtimes.${key.value}`, detail: program, span: key.span }];
    }),
    ...(first
      ? [
          {
            kind: 'runtime-setting' as const,
            name: 'cri-o allowed_annotations',
            detail: allowed.map(({ text }) => text).join('\n'),
            span: first.node.span,
          },
        ]
      : []),
  ];
}

function setting(key: string, node: Node | undefined): readonly StatedFact[] {
  if (!node || isNull(node)) return [];
  const detail =
    node.kind === 'array'
      ? itemsAt(node)
          .map(({ text }) => text)
          .join('\n')
      : node.kind === 'scalar'
        ? String(node.value)
        : undefined;
  return detail === undefined ? [] : [{ kind: 'runtime-setting', name: `cri-o ${key}`, detail, span: node.span }];
}
