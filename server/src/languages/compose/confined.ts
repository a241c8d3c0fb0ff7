/** The services of a Compose file as the words of `confine why` describe them. */

import type { Confined, ConfinedMount, ProfileChoice, SuspectFix } from '../../core';
import { boundingSet, capabilities } from '../../knowledge';
import {
  booleanOf,
  get,
  insertItem,
  itemsOf,
  type Member,
  memberOf,
  membersOf,
  type Node,
  resolved,
  setMember,
  stringOf,
  type Tree,
} from '../../tree';

export const services = (tree: Tree): readonly Confined[] =>
  membersOf(get(tree.root, 'services')).flatMap((member) => (resolved(member.value)?.kind === 'object' ? [serviceOf(tree, member)] : []));

const wordsIn = (node: Node | undefined): readonly string[] => itemsOf(node).flatMap((item) => textOf(item) ?? []);

/** Compose accepts numbers where it means text: `user: 1000`. */
function textOf(node: Node | undefined): string | undefined {
  const scalar = resolved(node);
  return stringOf(scalar) ?? (scalar?.kind === 'scalar' && typeof scalar.value === 'number' ? scalar.raw : undefined);
}

function serviceOf(tree: Tree, member: Member): Confined {
  const service = member.value;
  const name = String(member.key.value);
  const title = `service "${name}"`;
  const image = textOf(get(service, 'image'));
  const user = get(service, 'user');
  const userName = textOf(user);
  const drop = memberOf(service, 'cap_drop');
  const options = itemsOf(get(service, 'security_opt'));
  const escalation = options.find((option) => /^no-new-privileges(?:[:=]true)?$/.test(stringOf(option) ?? ''));
  const readOnly = memberOf(service, 'read_only');
  const privileged = booleanOf(get(service, 'privileged')) === true;
  return {
    name,
    title,
    engine: 'docker',
    ...(image !== undefined && { image }),
    span: member.key.span,
    ...(user && userName !== undefined && { user: { name: userName.split(':')[0] ?? userName, span: user.span } }),
    privileged,
    capabilities: privileged ? capabilities().map((one) => one.name) : boundingSet(wordsIn(get(service, 'cap_add')), wordsIn(drop?.value)),
    ...(drop && { drop: drop.key.span }),
    ...(escalation && { noNewPrivileges: { span: escalation.span } }),
    seccomp: choiceIn(options, 'seccomp', privileged),
    apparmor: choiceIn(options, 'apparmor', privileged),
    ...(readOnly && booleanOf(readOnly.value) === true && { readOnlyRoot: readOnly.key.span }),
    mounts: mountsOf(service),
    ports: itemsOf(get(service, 'ports')).flatMap((port) => {
      const text = textOf(port) ?? textOf(get(port, 'target')) ?? '';
      const inner = Number(/(\d+)(?:\/\w+)?$/.exec(text)?.[1]);
      return Number.isInteger(inner) ? [inner] : [];
    }),
    hostNetwork: stringOf(get(service, 'network_mode')) === 'host',
    amend: (wanted) =>
      wanted.kind === 'capabilities'
        ? listFix(
            tree,
            service,
            'cap_add',
            wanted.names.map((one) => one.replace(/^CAP_/, '')),
            (words) => `Add ${words} to cap_add of ${title}`,
          )
        : listFix(tree, service, 'tmpfs', [wanted.path.replace(/\/+$/, '')], (words) => `Mount a tmpfs at ${words} in ${title}`),
  };
}

function listFix(
  tree: Tree,
  service: Node | undefined,
  key: string,
  values: readonly string[],
  titled: (words: string) => string,
): SuspectFix {
  const title = titled(values.join(' and '));
  const object = resolved(service);
  const list = resolved(get(service, key));
  if (list?.kind === 'array') return { title, edits: values.flatMap((value) => insertItem(tree, list, value)) };
  return object?.kind === 'object' && !list ? { title, edits: setMember(tree, object, key, [...values]) } : { title };
}

function choiceIn(options: readonly Node[], kind: 'seccomp' | 'apparmor', privileged: boolean): ProfileChoice {
  for (const option of options) {
    const [, found, name = ''] = /^(seccomp|apparmor)[:=](.+)$/.exec(stringOf(option) ?? '') ?? [];
    if (found !== kind) continue;
    if (name === 'unconfined') return { type: 'unconfined', span: option.span };
    return name === 'builtin' ? { type: 'default', span: option.span } : { type: 'profile', name, span: option.span };
  }
  return { type: privileged ? 'unconfined' : 'default' };
}

function mountsOf(service: Node | undefined): readonly ConfinedMount[] {
  const mounts = itemsOf(get(service, 'volumes')).flatMap((volume): ConfinedMount[] => {
    const short = stringOf(volume);
    const [source = '', path, options = ''] =
      short === undefined ? [textOf(get(volume, 'source')), textOf(get(volume, 'target'))] : short.split(':');
    if (path === undefined) return source.startsWith('/') ? [{ path: source, source: 'volume', readOnly: false, span: volume.span }] : [];
    const isHost = /^[./~]/.test(source);
    const readOnly = /\bro\b/.test(options) || booleanOf(get(volume, 'read_only')) === true;
    return [{ path, source: isHost ? 'hostPath' : 'volume', ...(isHost && { hostPath: source }), readOnly, span: volume.span }];
  });
  const tmpfs = get(service, 'tmpfs');
  const folders = textOf(tmpfs) === undefined ? itemsOf(tmpfs) : tmpfs ? [tmpfs] : [];
  const devices = itemsOf(get(service, 'devices'));
  return [
    ...mounts,
    ...folders.flatMap((folder): ConfinedMount[] => {
      const path = textOf(folder)?.split(':')[0];
      return path === undefined ? [] : [{ path, source: 'emptyDir', readOnly: false, span: folder.span }];
    }),
    ...devices.flatMap((device): ConfinedMount[] => {
      const path = textOf(device)?.split(':')[1] ?? textOf(device);
      return path === undefined ? [] : [{ path, source: 'device', readOnly: false, span: device.span }];
    }),
  ];
}
