/** How much a rule gives away, in four levels, and why. The levels are this project's judgement, as those of capabilities are. */

import type { Suggestion } from '../../../core';
import { findCapability } from '../../../knowledge';
import type { Request } from '../meaning/requests';
import { type Danger, dangersOf } from '../policy/danger';
import { oneRule } from '../syntax/oneRule';
import type { PathVariables } from './generalise';

export type RuleSeverity = NonNullable<Suggestion['severity']>;

/** Of a rule that answers a request. */
export function severityOf(request: Request, rule: string, scope: PathVariables): RuleSeverity {
  const statement = oneRule(rule);
  const danger = statement && dangersOf(statement, (raw) => scope.fill(raw) ?? raw)[0];
  if (danger) return { level: levelOfDanger(danger), why: danger.text };
  switch (request.kind) {
    case 'file':
      return ofFile(request.path, request.permissions);
    case 'link':
      return { level: 'medium', why: 'A second name for a file can pass rules that are about the first.' };
    case 'capability': {
      const found = findCapability(request.name);
      return found ? { level: found.risk, why: found.why } : { level: 'medium', why: 'Confine does not know this capability.' };
    }
    case 'access':
      return accessTable[request.verb]?.(request.access, request) ?? { level: 'medium', why: 'It reaches another process.' };
    case 'mount':
      return request.verb === 'umount'
        ? { level: 'medium', why: 'Unmounting shows what the mount hid.' }
        : { level: 'high', why: 'Mounts change which files the paths of other rules mean.' };
    case 'change_profile':
      return /^(?:.*\/\/)?unconfined$/.test(request.target)
        ? { level: 'critical', why: 'Without a profile nothing confines the process.' }
        : { level: 'medium', why: 'The process gets what the other profile allows.' };
    default:
      return request.flag === 'mediate_deleted'
        ? { level: 'medium', why: 'A deleted file is compared with rules by the name that it had, which another file may have now.' }
        : { level: 'high', why: 'A file of another mount namespace passes for the one at the same path here.' };
  }
}

const levelOfDanger = ({ kind }: Danger): RuleSeverity['level'] =>
  kind === 'everything' || kind === 'unconfined' || kind === 'capability' || kind === 'change-profile' ? 'critical' : 'high';

type AccessRequest = Extract<Request, { kind: 'access' }>;

const accessTable: Readonly<Partial<Record<AccessRequest['verb'], (asked: readonly string[], request: AccessRequest) => RuleSeverity>>> = {
  network: (_, { words: [family = ''] }) =>
    family === 'unix'
      ? { level: 'low', why: 'Sockets of programs on the same machine.' }
      : family === 'netlink'
        ? { level: 'medium', why: 'Netlink shows, and with capabilities changes, the network and devices.' }
        : { level: 'medium', why: 'The program can send what it reads to other machines.' },
  unix: () => ({ level: 'low', why: 'A socket of another program on the same machine.' }),
  signal: (asked) =>
    asked.includes('send')
      ? { level: 'medium', why: 'It can stop the other program.' }
      : { level: 'low', why: 'The other program can stop this one.' },
  ptrace: (asked) =>
    asked.length === 0 || asked.includes('trace')
      ? { level: 'high', why: 'A tracer runs code in the other process and reads its memory.' }
      : { level: 'medium', why: 'It shows memory maps, environment and open files of the other process.' },
  dbus: (asked, { conditions }) =>
    asked.includes('eavesdrop')
      ? { level: 'high', why: 'It reads messages between other programs.' }
      : asked.includes('send') && conditions.bus === 'system'
        ? { level: 'medium', why: 'Services of the system bus do privileged work for those who may ask.' }
        : { level: 'low', why: 'One name or message of a bus.' },
  userns: () => ({ level: 'high', why: 'In a user namespace a program reaches parts of the kernel that otherwise need root.' }),
  io_uring: () => ({ level: 'medium', why: 'io_uring has had many flaws, and seccomp does not see its operations.' }),
  mqueue: () => ({ level: 'low', why: 'A message queue of programs on the same machine.' }),
};

const userWritable = /^\/(?:home|root|tmp|var\/tmp|dev\/shm|run\/user)\//;

/** Letters that count, where they count, the level and the reason; the first that fits. */
const fileTable: readonly (readonly [RegExp, RegExp, RuleSeverity['level'], string])[] = [
  [/x/, userWritable, 'high', 'Users can write the program that runs.'],
  [/[wa]/, /^\/(?:usr|bin|sbin|lib\w*|boot|opt|snap)\//, 'high', 'It changes programs, libraries or the kernel.'],
  [/[wa]/, /^\/(?:proc|sys)\//, 'high', 'It changes settings of the kernel or of devices.'],
  [/[wa]/, /^\/(?:etc|root)\//, 'medium', 'It changes settings that other programs read.'],
  [/m/, userWritable, 'medium', 'Users can write the code that is mapped.'],
  [/x/, /^/, 'medium', 'Another program runs with what its profile allows.'],
  [/[rwa]/, /^\/dev\/(?!null$|zero$|full$|u?random$|tty$|pts\/|shm\/)/, 'medium', 'Direct access to a device.'],
  [/[rwa]/, /^\/(?:home|root)\//, 'medium', 'Data of users.'],
  [/r/, /^\/proc\/\d+\//, 'low', 'State of a process.'],
  [/[wa]/, /^/, 'low', 'It changes data.'],
];

function ofFile(path: string, permissions: string): RuleSeverity {
  const [, , level, why] = fileTable.find(([letters, place]) => letters.test(permissions) && place.test(path)) ?? [];
  return { level: level ?? 'low', why: why ?? 'It reads files that usually have no secrets.' };
}
