/** What a process asked for, read from one record of a log. */

import type { AccessRequest, FlagRequest, MountRequest, Request } from '../meaning/requests';
import type { AccessVerb } from '../syntax/tree';
import { networkOf } from './network';
import { type LogFields, type LogRecord, ofDigits } from './records';

/** What a record says that no rule answers: what it was about, and why. */
export interface Beyond {
  readonly what: string;
  readonly why: string;
  /** What was asked for: a rule about it may be what the kernel could not follow. */
  readonly about?: Request;
  /** The limit that was reached. */
  readonly rlimit?: string;
  /** The profile that is not loaded. */
  readonly target?: string;
  /** The hat that a program asked for. */
  readonly hat?: string;
  /** Why an execution failed that a rule allows. */
  readonly exec?: 'no-new-privs' | 'not-found';
}

/** Of a file that the kernel could not name, both the flag and the rule are asked for. */
export type Asked = { readonly profile: string } & ({ readonly requests: readonly Request[] } | { readonly beyond: Beyond });

/** The profile that was asked, and the requests; undefined for records that name no profile. */
export function requestOf({ fields }: LogRecord): Asked | undefined {
  const profile = fields.profile ?? fields.label;
  if (!profile || !fields.operation) return undefined;
  const flag = flagFor(fields);
  if (flag) {
    const named = flag.path === '' ? fields : { ...fields, name: flag.path, info: '' };
    const read = readRecord(named, fields.operation);
    if (!('kind' in read)) return { profile, requests: [flag] };
    const outside = read.kind === 'file' && flag.flag === 'attach_disconnected';
    return { profile, requests: [flag, outside ? { ...read, disconnected: true } : read] };
  }
  const read = readRecord(fields, fields.operation);
  return 'kind' in read ? { profile, requests: [read] } : { profile, beyond: read };
}

const beyond = (what: string, why: string, more: Omit<Beyond, 'what' | 'why'> = {}): Beyond => ({ what, why, ...more });

function readRecord(fields: LogFields, operation: string): Request | Beyond {
  const info = fields.info ?? '';
  const { name } = fields;
  if (operation.startsWith('dbus_')) return dbus(fields) ?? unnamed(operation);
  if (fields.capname) return { kind: 'capability', name: fields.capname.replace(/^cap_/i, '').toLowerCase() };
  switch (operation) {
    case 'signal':
      return toPeer(fields, operation, (asked) =>
        access('signal', asked, { ...given('set', fields.signal), ...given('peer', fields.peer) }),
      );
    case 'ptrace':
      return toPeer(fields, operation, (asked) => access('ptrace', asked, given('peer', fields.peer)));
    case 'mount':
    case 'remount':
    case 'umount':
    case 'pivotroot':
      return mount(fields, operation);
    case 'change_profile':
    case 'change_onexec':
    case 'stack':
    case 'stack_onexec': {
      const target = fields.target ?? name;
      if (!target) return unnamed(operation);
      if (/label not found/.test(info)) return beyond(`change_profile -> ${target}`, 'No profile of this name is loaded.', { target });
      return { kind: 'change_profile', target };
    }
    case 'change_hat':
      return changeHat(name ?? fields.target);
    case 'userns_create':
      return access('userns', ['create'], {});
    case 'uring_override':
      return access('io_uring', ['override_creds'], given('label', fields.tcontext));
    case 'uring_sqpoll':
      return access('io_uring', ['sqpoll'], {});
    case 'setrlimit':
      return beyond(
        `rlimit ${fields.rlimit ?? ''} ${fields.value ?? ''}`.trim(),
        'A `set rlimit` rule, or the limits of another process.',
        {
          ...(fields.rlimit !== undefined && { rlimit: fields.rlimit }),
        },
      );
    case 'exec':
      return exec(fields, info);
    default:
  }
  if (operation.startsWith('profile_'))
    return beyond(operation, 'Loading policy needs `capability mac_admin`, in the first namespace of users.');
  if (/mqueue/.test(fields.class ?? '')) return mqueue(fields);
  if (fields.family === 'unix' && !name?.startsWith('/')) return unix(fields, operation);
  if (fields.family && fields.sock_type) return networkOf(fields, words(fields));
  return file(fields, operation);
}

function changeHat(name = ''): Beyond {
  const hat = name.split('//').at(-1);
  return beyond(`change_hat ${name}`.trim(), 'The program changes to a hat: the profile needs a hat of this name.', hat ? { hat } : {});
}

export function access(
  verb: AccessVerb,
  asked: readonly string[],
  conditions: AccessRequest['conditions'],
  peer: AccessRequest['peer'] = {},
  others: readonly string[] = [],
): AccessRequest {
  return { kind: 'access', verb, access: asked, words: others, conditions, peer };
}

const given = (name: string, value: string | undefined) => (value === undefined || value === '' ? {} : { [name]: value });

const unnamed = (operation: string): Beyond => beyond(operation, 'The record does not name what was denied.');

/** The access words that were denied. */
function words(fields: LogFields): readonly string[] {
  return (fields.denied_mask ?? fields.denied ?? '').split(/[\s,]+/).filter(Boolean);
}

/** With none denied, such a record appears whatever the rules say. */
function withWords(fields: LogFields, operation: string, make: (asked: readonly string[]) => Request): Request | Beyond {
  const asked = words(fields);
  return asked.length > 0 ? make(asked) : unnamed(operation);
}

const toPeer: typeof withWords = (fields, operation, make) => (fields.peer ? withWords(fields, operation, make) : unnamed(operation));

/** The flag without which the kernel compares no rule with the name; the path as it is with the flag (security/apparmor/path.c). */
function flagFor(fields: LogFields): FlagRequest | undefined {
  const info = fields.info ?? '';
  const { name = '' } = fields;
  if (/name lookup - deleted/.test(info)) return { kind: 'flag', flag: 'mediate_deleted', path: name };
  if (!/name lookup - disconnected/.test(info)) return undefined;
  if (/mqueue/.test(fields.class ?? '') || /IPC/.test(info)) return { kind: 'flag', flag: 'attach_disconnected.ipc', path: name };
  return { kind: 'flag', flag: 'attach_disconnected', path: name === '' || name.startsWith('/') ? name : `/${name}` };
}

/** The kernel's letters: `c` and `d` are creating and deleting; old kernels write owner and others as `w::r`. */
function file(fields: LogFields, operation: string): Request | Beyond {
  const path = fields.name;
  if (!path?.startsWith('/')) return unnamed(operation);
  const mask = fields.denied_mask ?? fields.requested_mask ?? '';
  const letters = new Set(mask.replace(/[cd]/g, 'w').replace(/[^rwalkmx]/g, ''));
  if (letters.has('w')) letters.delete('a');
  if (path === '/apparmor/.null') return beyond(`${operation} ${path}`, 'A file that was closed off when the profile changed.');
  if (letters.size === 0) return unnamed(`${operation} ${path}`);
  const { fsuid, ouid } = fields;
  const known = fsuid !== undefined && ouid !== undefined;
  const owner = known ? { owner: fsuid === ouid, ...(/^(?:0|root)$/.test(fsuid) && { byRoot: true }) } : {};
  const made = { kind: 'file', permissions: [...letters].join(''), ...owner } as const;
  if (operation !== 'link' || !fields.target) return { ...made, path };
  // A link must not allow more than its target does: the request is then what the target does not have.
  return letters.has('l') ? { kind: 'link', path, target: fields.target, ...owner } : { ...made, path: fields.target };
}

/** What became of an execution beyond the rule about it. */
const executions: readonly (readonly [RegExp, string, Beyond['exec']?])[] = [
  [
    /no new privs/,
    'The process has no_new_privs set: it can keep its profile (`ix`) or stack another on it (`px -> &name`), but not change to another.',
    'no-new-privs',
  ],
  [/profile transition not found|profile not found/, 'The profile that the rule leads to is not loaded.', 'not-found'],
  [/conflicting profile attachments/, 'Several profiles are attached to the program, none better than the others.'],
  [/ptrace prevents transition/, 'The process is traced by one that may not trace the other profile.'],
];

function exec(fields: LogFields, info: string): Request | Beyond {
  const { name, target } = fields;
  if (/no change_onexec valid|change_profile onexec/.test(info) && target && name?.startsWith('/'))
    return { kind: 'change_profile', target, exec: name };
  const asked = file(fields, 'exec');
  const [, why, reason] = executions.find(([pattern]) => pattern.test(info)) ?? [];
  return why !== undefined && 'kind' in asked
    ? beyond(`${name} x`, why, { about: asked, ...(reason && { exec: reason }), ...(reason === 'not-found' && target && { target }) })
    : asked;
}

function dbus(fields: LogFields): AccessRequest | undefined {
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
  return access('dbus', [mask], message, { ...given('name', name), ...given('label', fields.peer_label ?? fields.peer_profile) });
}

/** Access that has no other side: a rule with `peer=` must not name it. */
const local = new Set(['create', 'bind', 'listen', 'shutdown', 'getattr', 'setattr', 'getopt', 'setopt']);

function unix(fields: LogFields, operation: string): Request | Beyond {
  const address = (text: string | undefined) => (text === undefined || text === 'none' ? {} : given('addr', addressOf(text)));
  const type = given('type', fields.sock_type);
  // The kernel makes up the address of a socket without one: five hexadecimal digits.
  const own = /^@[0-9a-f]{5}$/.test(fields.addr ?? '') ? {} : address(fields.addr);
  const peer = { ...given('label', fields.peer), ...address(fields.peer_addr) };
  return withWords(fields, operation, (asked) =>
    access('unix', asked, { ...type, ...own }, asked.some((word) => local.has(word)) ? {} : peer),
  );
}

/** Stands for the zeros that fill an address up, which rules match by `*`. */
export const filling = '\u2400';

/** An abstract address; where it contains control characters the kernel writes the rest in hexadecimal digits. */
function addressOf(text: string): string {
  const digits = /^@((?:[0-9A-F]{2}){4,})$/.exec(text)?.[1];
  return digits ? `@${ofDigits(digits).replace(/\0[\s\S]*$/, filling)}` : text;
}

/** The class tells the type; a System V queue may have no name in the log, and a POSIX one none that rules could match. */
function mqueue(fields: LogFields): Request | Beyond {
  const type = /^(posix|sysv)_/.exec(fields.class ?? '')?.[1];
  return withWords(fields, fields.operation ?? '', (asked) =>
    access('mqueue', asked, given('type', type), {}, fields.name ? [fields.name] : []),
  );
}

const propagation = /^r?(?:private|slave|shared|unbindable)$/;

function mount(fields: LogFields, operation: string): MountRequest | Beyond {
  const { name, srcname } = fields;
  if (!name) return unnamed(operation);
  if (operation === 'pivotroot')
    return { kind: 'mount', verb: 'pivot_root', options: [], ...(srcname && { source: srcname }), target: name };
  if (operation === 'umount') return { kind: 'mount', verb: 'umount', options: [], target: name };
  const flags = (fields.flags ?? '').split(/[\s,]+/).filter(Boolean);
  if (flags.includes('remount')) {
    return { kind: 'mount', verb: 'remount', options: flags.filter((flag) => flag !== 'remount'), target: name };
  }
  const moves = flags.some((flag) => /^r?bind$|^move$/.test(flag));
  const propagates = flags.some((flag) => propagation.test(flag));
  return {
    kind: 'mount',
    verb: 'mount',
    options: flags,
    target: name,
    ...(srcname && !propagates && { source: srcname }),
    ...(fields.fstype && !moves && !propagates && { fstype: fields.fstype }),
  };
}
