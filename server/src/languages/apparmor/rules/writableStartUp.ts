import { giveaway } from './giveaway';

export const writableStartUp = giveaway({
  code: 'apparmor/writable-start-up',
  kind: 'start-up',
  title: 'Writable start-up files',
  severity: 'information',
  why: `Cron jobs, units, \`ld.so.preload\` and the start files of shells are run later by others, mostly by root and unconfined.

A process that may write them leaves its profile with a delay. Installers need this; others do not.`,
  example: {
    bad: 'profile web {\n  /etc/cron.d/* rw,\n}\n',
    good: 'profile web {\n  /etc/cron.d/* r,\n}\n',
  },
  note: 'The program can no longer install jobs or services.',
});
