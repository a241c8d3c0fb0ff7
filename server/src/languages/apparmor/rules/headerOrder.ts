import { span } from '../../../core';
import { conditionAt, refusal } from './refusal';

export const headerOrder = refusal({
  code: 'apparmor/header-order',
  title: 'Wrong order in a profile header',
  why: `A header reads: name, attachment, \`xattrs=\`, \`+identities=\`, \`flags=\`; apparmor_parser takes them in no other order.`,
  example: {
    bad: 'abi <abi/4.0>,\n\nprofile web /usr/bin/web flags=(audit) xattrs=(user.web) {\n}\n',
    good: 'abi <abi/4.0>,\n\nprofile web /usr/bin/web xattrs=(user.web) flags=(audit) {\n}\n',
  },
  message: ({ word }) => `${word} must come before flags, so apparmor_parser refuses the header.`,
  fixes: (place, _, { text }) => {
    const late = conditionAt(text, place.start);
    const flags = /\s(?:flags\s*=\s*)?\([^()]*\)\s*$/.exec(text.slice(0, late.start));
    if (!flags || late.end === place.end) return [];
    const moved = text.slice(late.start, late.end);
    const blanks = /\s*$/.exec(text.slice(0, late.start))?.[0].length ?? 0;
    const edits = [
      { span: span(flags.index, flags.index), text: ` ${moved}` },
      { span: span(late.start - blanks, late.end), text: '' },
    ];
    return [{ title: `Move ${text.slice(place.start, place.end)} before the flags`, edits, safe: true }];
  },
});
