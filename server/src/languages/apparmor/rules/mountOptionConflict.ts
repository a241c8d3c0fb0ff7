import { span } from '../../../core';
import { manual, parserSource, refusal, removeWord, replace } from './refusal';

export const mountOptionConflict = refusal({
  code: 'apparmor/mount-option-conflict',
  title: 'Mount options that exclude each other',
  why: `\`options=( )\` names the flags that must be set and unset together, so a flag and its opposite cannot both be there. Where either is fine, write \`options in ( )\`.`,
  sources: [manual, parserSource('mount.cc')],
  example: {
    bad: 'profile web {\n  mount options=(ro, rw) /srv/ -> /mnt/,\n}\n',
    good: 'profile web {\n  mount options=(ro) /srv/ -> /mnt/,\n}\n',
  },
  message: ({ word, against }) => `${word} contradicts ${against ?? 'an option before it'}, so apparmor_parser refuses the rule.`,
  fixes: (place, _, part) => {
    const exact = /\boptions?\s*(=)\s*\([^()]*$/d.exec(part.text.slice(0, place.start))?.indices?.[1];
    const either = exact && replace(span(...exact), ' in ', 'Take either: write in instead of =');
    return [removeWord(part.text, place), either && { ...either, safe: false }];
  },
});
