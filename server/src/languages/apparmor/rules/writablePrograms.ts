import { giveaway } from './giveaway';

export const writablePrograms = giveaway({
  code: 'apparmor/writable-programs',
  kind: 'programs',
  title: 'Programs or libraries can be replaced',
  severity: 'warning',
  why: `A process that may write programs or libraries chooses what other processes run, confined or not.

The next user of the replaced file, often root, runs code of the attacker outside of this profile. Only package managers need this; others write below \`/var\`, \`/srv\` or a directory of their own.`,
  example: {
    bad: 'profile web {\n  /usr/bin/* rw,\n}\n',
    good: 'profile web {\n  /usr/bin/* r,\n}\n',
  },
  note: 'A program that updates itself or installs plug-ins there stops doing so.',
});
