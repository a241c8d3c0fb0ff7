import { span } from '../../../core';
import { refusal, remove } from './refusal';

export const qualifierNotAllowed = refusal({
  code: 'apparmor/qualifier-not-allowed',
  title: 'Qualifier not allowed for this rule',
  why: `apparmor_parser refuses a qualifier that means nothing for the rule.

\`owner\` and \`other\` speak of a file's owner, so only file and link rules take them. \`priority\` is not taken by \`network\`, \`all\` and rule blocks. \`set rlimit\`, \`include\`, \`abi\`, \`if\`, profiles and hats take no qualifier.`,
  example: { bad: 'profile web {\n  owner network inet stream,\n}\n', good: 'profile web {\n  network inet stream,\n}\n' },
  message: ({ word, what }) => `${word} cannot come before ${what}, so apparmor_parser refuses it.`,
  fixes: (place, { word }, part) => {
    if (word === 'priority') return [];
    const blanks = /^[ \t]*/.exec(part.text.slice(place.end))?.[0].length ?? 0;
    // Without `deny` the rule allows, and without `owner` it allows more than was meant: only `audit` and `allow` say nothing of that.
    return [{ ...remove(span(place.start, place.end + blanks), `Remove ${word}`), safe: word === 'audit' || word === 'allow' }];
  },
});
