import { span } from '../../../core';
import { refusal, remove } from './refusal';

export const qualifierTwice = refusal({
  code: 'apparmor/qualifier-twice',
  title: 'Two qualifiers of one kind',
  why: `A rule is allowed, denied or prompted for, and for the owner or for others: one word of each kind, written once.`,
  example: { bad: 'profile web {\n  audit audit /etc/shadow r,\n}\n', good: 'profile web {\n  audit /etc/shadow r,\n}\n' },
  message: ({ word, against }) =>
    word === against
      ? `${word} is written twice, so apparmor_parser refuses the rule.`
      : `${word} contradicts ${against} before it, so apparmor_parser refuses the rule.`,
  fixes: (place, { word, against }, part) => {
    if (word !== against) return [];
    const blanks = /^[ \t]*/.exec(part.text.slice(place.end))?.[0].length ?? 0;
    return [remove(span(place.start, place.end + blanks), `Remove the second ${word}`)];
  },
});
