import { giveaway } from './giveaway';

export const writablePolicy = giveaway({
  code: 'apparmor/writable-policy',
  kind: 'confinement',
  title: 'The AppArmor policy can be replaced',
  severity: 'information',
  why: `A process that may write the profiles or load them into the kernel decides what confines it.

Loading takes \`capability mac_admin\` as well; the files in \`/etc/apparmor.d\` take effect when they are next loaded. Only \`apparmor_parser\` and what calls it need this.`,
  example: {
    bad: 'profile web {\n  /etc/apparmor.d/** rw,\n}\n',
    good: 'profile web {\n  /etc/apparmor.d/** r,\n}\n',
  },
  note: 'The program can no longer change profiles.',
});
