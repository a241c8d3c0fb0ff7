import { giveaway, withoutRule } from './giveaway';

export const readableSecrets = giveaway({
  code: 'apparmor/readable-secrets',
  kind: 'secrets',
  title: 'Readable secrets: password hashes or private keys',
  severity: 'hint',
  why: `Hashes and keys that a program can read are what its attacker takes along: they open other machines and outlive the repair of the hole.

Programs that check passwords leave it to \`unix_chkpwd\`, which has a profile of its own. Rules for home directories that say \`owner\` are not meant here; add \`deny @{HOME}/.ssh/** mrwkl,\` beside wide ones, as abstractions/private-files-strict does.`,
  sources: [{ title: 'shadow(5)', url: 'https://man7.org/linux/man-pages/man5/shadow.5.html' }],
  example: {
    bad: 'profile web {\n  /etc/shadow r,\n  /srv/web/** r,\n}\n',
    good: 'profile web {\n  /srv/web/** r,\n}\n',
  },
  note: 'The program can no longer read the files of this rule.',
  fix: withoutRule,
});
