import { manual, parserSource, refusal } from './refusal';

export const mountOptionConflict = refusal({
  code: 'apparmor/mount-option-conflict',
  title: 'Mount options that exclude each other',
  why: `\`options=( )\` names the flags that must be set and unset together, so a flag and its opposite cannot both stand there. Where either is fine, write \`options in ( )\`.`,
  sources: [manual, parserSource('mount.cc')],
  example: {
    bad: 'profile web {\n  mount options=(ro, rw) /srv/ -> /mnt/,\n}\n',
    good: 'profile web {\n  mount options in (ro, rw) /srv/ -> /mnt/,\n}\n',
  },
  message: ({ word, against }) => `${word} contradicts ${against ?? 'an option before it'}, so apparmor_parser refuses the rule.`,
});
