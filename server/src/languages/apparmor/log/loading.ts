/** Policy that the kernel did not load: `STATUS` records with an error. */

import { code, wordTable } from '../../../core';
import type { LogRecord } from './records';

/** A profile, or a set of them where the record names none, and why the kernel did not take it. */
export interface FailedLoad {
  readonly profile?: string;
  readonly what: string;
  readonly why: string;
}

/** Errors by number (include/uapi/asm-generic/errno*.h), as far as loading policy ends with them. */
const errorNames: Readonly<Record<string, string>> = wordTable({
  '-1': 'EPERM',
  '-2': 'ENOENT',
  '-12': 'ENOMEM',
  '-13': 'EACCES',
  '-17': 'EEXIST',
  '-22': 'EINVAL',
  '-71': 'EPROTO',
  '-93': 'EPROTONOSUPPORT',
});

/** What helps, by the text or the error of the kernel (security/apparmor/policy.c, policy_unpack.c). */
const hints: readonly (readonly [RegExp, string])[] = [
  [
    /not policy admin|policy_locked/,
    'Loading policy needs `mac_admin` in the first user namespace, and a kernel that does not lock its policy.',
  ],
  [/already exists/, 'Replace it with `apparmor_parser -r`.'],
  [/parent does not exist/, 'Load the profile with its children in one file.'],
  [/profile does not exist/, 'It was not loaded before.'],
  [
    /abi version|interface|EPROTO/,
    'The compiled policy does not fit this kernel: compile it again on this machine (`apparmor_parser -r -T -W`), under an abi that the kernel has.',
  ],
  [/ENOMEM/, 'The kernel had no memory for it.'],
];

/** Undefined for records of other events, and of policy that was loaded. */
export function failedLoad({ fields, outcome }: LogRecord): FailedLoad | undefined {
  const { operation = '', error = '', info = '' } = fields;
  if (!/^(?:STATUS|ERROR)$/.test(outcome) || !/^profile_(?:load|replace|remove)$/.test(operation) || !/^-[1-9]\d*$/.test(error))
    return undefined;
  const profile = fields.name === undefined || fields.name === '' || /^(?:unconfined|\?)$/.test(fields.name) ? undefined : fields.name;
  const errorName = errorNames[error] ?? `error ${error}`;
  const [, hint] = hints.find(([pattern]) => pattern.test(info) || pattern.test(errorName)) ?? [];
  const verb = operation === 'profile_remove' ? 'remove' : 'load';
  const text = [
    `The kernel did not ${verb} ${profile === undefined ? 'the policy' : `the profile ${code(profile)}`}: ${info === '' ? errorName : `${info} (${errorName})`}.`,
    hint,
  ];
  return {
    ...(profile !== undefined && { profile }),
    what: [operation, profile].filter(Boolean).join(' '),
    why: text.filter(Boolean).join(' '),
  };
}
