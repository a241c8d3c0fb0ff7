import { giveaway, withoutRule } from './giveaway';

export const rawMemory = giveaway({
  code: 'apparmor/raw-memory',
  kind: 'memory',
  title: 'Raw memory or disks can be read',
  severity: 'information',
  why: `Memory devices and whole disks contain what every other rule protects: reading them bypasses paths, owners and mounts.

It takes capabilities or group membership as well, which programs for disks and virtual machines have. Others get by with the files that are mounted.`,
  sources: [{ title: 'mem(4)', url: 'https://man7.org/linux/man-pages/man4/mem.4.html' }],
  example: {
    bad: 'profile web {\n  /dev/sd* rw,\n  /srv/web/** r,\n}\n',
    good: 'profile web {\n  /srv/web/** r,\n}\n',
  },
  note: 'Programs that work on whole disks stop.',
  fix: withoutRule,
});
