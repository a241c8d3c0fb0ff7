import { refusal } from './refusal';

export const profileAttachment = refusal({
  code: 'apparmor/profile-attachment',
  title: 'Invalid or second profile attachment',
  why: `One attachment may follow the name, a path or a variable: the programs that the profile is for. Several are written as an alternation, \`/usr/bin/{web,webd}\`.`,
  example: {
    bad: 'profile web /usr/bin/web /usr/bin/webd {\n  /srv/www/** r,\n}\n',
    good: 'profile web /usr/bin/{web,webd} {\n  /srv/www/** r,\n}\n',
  },
  message: ({ word, reason }) =>
    reason === 'second'
      ? `${word} is one attachment too many: a profile has one, before xattrs and flags.`
      : `${word} is no attachment: it must start with / or with a variable.`,
});
