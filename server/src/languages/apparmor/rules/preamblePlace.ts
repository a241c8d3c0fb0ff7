import { refusal } from './refusal';

export const preamblePlace = refusal({
  code: 'apparmor/preamble-place',
  title: 'A definition behind or inside a profile',
  why: `Variables, aliases and a file's own \`abi\` stand before the first profile; apparmor_parser refuses them later, also when an include brings them.`,
  example: {
    bad: 'profile web {\n  @{site} r,\n}\n@{site} = /srv/www/**\n',
    good: '@{site} = /srv/www/**\nprofile web {\n  @{site} r,\n}\n',
  },
  message: ({ what, after }) =>
    `${what === 'alias' ? 'An alias' : what === 'abi' ? 'This abi' : 'A variable'} ${after ? 'must stand before the first profile' : 'cannot be defined inside a profile'}, so apparmor_parser refuses the file.`,
});
