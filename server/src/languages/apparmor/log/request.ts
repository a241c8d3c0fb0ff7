/** What a process asked for, read from one record of a log. */

import type { AccessRequest, MountRequest, Request } from '../requests';
import type { AccessVerb } from '../tree';
import type { Fields, LogRecord } from './records';

/** The profile that was asked, and the request; undefined for records that no rule could answer. */
export function requestOf({ fields }: LogRecord): { readonly profile: string; readonly request: Request } | undefined {
  const profile = fields.profile ?? fields.label;
  const request = profile && read(fields, fields.operation ?? '');
  return profile && request ? { profile, request } : undefined;
}

function read(fields: Fields, operation: string): Request | undefined {
  if (operation.startsWith('dbus_')) return dbus(fields);
  if (fields.capname) return { kind: 'capability', name: fields.capname.replace(/^cap_/i, '').toLowerCase() };
  switch (operation) {
    case 'signal':
      return access('signal', words(fields), { ...given('set', fields.signal), ...given('peer', fields.peer) });
    case 'ptrace':
      return access('ptrace', words(fields), given('peer', fields.peer));
    case 'mount':
    case 'remount':
    case 'umount':
    case 'pivotroot':
      return mount(fields, operation);
    // Without such a profile no rule helps.
    case 'change_profile':
    case 'change_onexec':
    case 'stack':
    case 'stack_onexec': {
      const target = fields.target ?? fields.name;
      return target && !/label not found/.test(fields.info ?? '') ? { kind: 'change_profile', target } : undefined;
    }
    case 'userns_create':
      return access('userns', ['create'], {});
    case 'uring_override':
      return access('io_uring', ['override_creds'], given('label', fields.tcontext));
    case 'uring_sqpoll':
      return access('io_uring', ['sqpoll'], {});
    default:
  }
  if (/mqueue/.test(fields.class ?? '')) return mqueue(fields);
  if (fields.family === 'unix' && !fields.name?.startsWith('/')) return unix(fields);
  if (fields.family && fields.sock_type) return access('network', [], {}, {}, [fields.family, fields.sock_type]);
  return file(fields, operation);
}

function access(
  verb: AccessVerb,
  asked: readonly string[],
  conditions: AccessRequest['conditions'],
  peer: AccessRequest['peer'] = {},
  others: readonly string[] = [],
): AccessRequest {
  return { kind: 'access', verb, access: asked, words: others, conditions, peer };
}

const given = (name: string, value: string | undefined) => (value === undefined || value === '' ? {} : { [name]: value });

/** The access words that were denied. */
function words(fields: Fields): readonly string[] {
  const mask = fields.denied_mask ?? fields.denied ?? fields.requested_mask ?? fields.requested ?? '';
  return mask.split(/[\s,]+/).filter(Boolean);
}

/** The kernel's letters: `c` and `d` are creating and deleting; old kernels write owner and others as `w::r`. */
function file(fields: Fields, operation: string): Request | undefined {
  const path = fields.name;
  if (path === undefined) return undefined;
  if (!path.startsWith('/')) return /disconnected/.test(fields.info ?? '') ? { kind: 'disconnected', path } : undefined;
  if (operation === 'link' && fields.target) return { kind: 'link', path, target: fields.target };
  const mask = fields.denied_mask ?? fields.requested_mask ?? '';
  const letters = new Set(mask.replace(/[cd]/g, 'w').replace(/[^rwalkmx]/g, ''));
  if (letters.has('w')) letters.delete('a');
  if (letters.size === 0) return undefined;
  const known = fields.fsuid !== undefined && fields.ouid !== undefined;
  return { kind: 'file', path, permissions: [...letters].join(''), ...(known && { owner: fields.fsuid === fields.ouid }) };
}

function dbus(fields: Fields): AccessRequest | undefined {
  const mask = fields.mask ?? '';
  const bus = given('bus', fields.bus);
  if (mask === 'bind') return access('dbus', ['bind'], { ...bus, ...given('name', fields.name) });
  if (mask === 'eavesdrop') return access('dbus', ['eavesdrop'], bus);
  if (mask !== 'send' && mask !== 'receive') return undefined;
  // A name such as `:1.42` is given anew with each connection.
  const name = fields.name?.startsWith(':') || mask === 'receive' ? undefined : fields.name;
  const message = {
    ...bus,
    ...given('path', fields.path),
    ...given('interface', fields.interface),
    ...given('member', fields.member ?? fields.method),
  };
  return access('dbus', [mask], message, { ...given('name', name), ...given('label', fields.peer_label) });
}

/** Access that has no other side: a rule with `peer=` must not name it. */
const local = new Set(['create', 'bind', 'listen', 'shutdown', 'getattr', 'setattr', 'getopt', 'setopt']);

function unix(fields: Fields): AccessRequest {
  const asked = words(fields);
  const type = given('type', fields.sock_type);
  const own = fields.addr && fields.addr !== 'none' ? given('addr', address(fields.addr)) : {};
  const peer = {
    ...given('label', fields.peer),
    ...(fields.peer_addr !== 'none' && given('addr', fields.peer_addr && address(fields.peer_addr))),
  };
  if (asked.some((word) => local.has(word))) return access('unix', asked, { ...type, ...own });
  return access('unix', asked, type, peer);
}

/** An abstract address; where it holds control characters the kernel writes the rest in hexadecimal digits. */
function address(text: string): string {
  const digits = /^@((?:[0-9A-F]{2}){4,})$/.exec(text)?.[1];
  if (!digits) return text;
  const [name = '', ...more] = (digits.match(/../g) ?? [])
    .map((byte) => String.fromCharCode(Number.parseInt(byte, 16)))
    .join('')
    .split('\0');
  return `@${name}${more.length > 0 ? '*' : ''}`;
}

/** The class tells the type; a System V queue may have no name in the log, and a POSIX one none that rules could match. */
function mqueue(fields: Fields): Request {
  const { name } = fields;
  if (/disconnected/.test(fields.info ?? '')) return { kind: 'disconnected', path: name ?? '', ipc: true };
  const type = /^(posix|sysv)_/.exec(fields.class ?? '')?.[1];
  return access('mqueue', words(fields), given('type', type), {}, name ? [name] : []);
}

const propagation = /^r?(?:private|slave|shared|unbindable)$/;

function mount(fields: Fields, operation: string): MountRequest | undefined {
  const { name, srcname } = fields;
  if (operation === 'pivotroot') {
    return { kind: 'mount', verb: 'pivot_root', options: [], ...(srcname && { source: srcname }), ...(name && { target: name }) };
  }
  if (operation === 'umount') return { kind: 'mount', verb: 'umount', options: [], ...(name && { target: name }) };
  const flags = (fields.flags ?? '').split(/[\s,]+/).filter(Boolean);
  if (flags.includes('remount')) {
    return { kind: 'mount', verb: 'remount', options: flags.filter((flag) => flag !== 'remount'), ...(name && { target: name }) };
  }
  const moves = flags.some((flag) => /^r?bind$|^move$/.test(flag));
  const propagates = flags.some((flag) => propagation.test(flag));
  return {
    kind: 'mount',
    verb: 'mount',
    options: flags,
    ...(name && { target: name }),
    ...(srcname && !propagates && { source: srcname }),
    ...(fields.fstype && !moves && !propagates && { fstype: fields.fstype }),
  };
}
