import { giveaway, withoutRule } from './giveaway';

export const unlimitedMount = giveaway({
  code: 'apparmor/unlimited-mount',
  kind: 'mount',
  title: 'Unlimited mount: every mount is allowed',
  severity: 'information',
  why: `A process that may mount anything can mount a file system over the paths that other rules speak of, or see one file under another path.

All path rules of AppArmor judge the path by which a file is opened, so free mounting makes them meaningless. Name the file system, the options and both ends: \`mount fstype=tmpfs -> /run/web/,\`.`,
  example: {
    bad: 'profile web {\n  mount,\n  /srv/web/** r,\n}\n',
    good: 'profile web {\n  /srv/web/** r,\n}\n',
  },
  note: 'Every mount of the program is denied until rules name it.',
  fix: withoutRule,
});
