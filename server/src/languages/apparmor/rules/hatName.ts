import { span } from '../../../core';
import { parserSource, refusal, remove } from './refusal';

export const hatName = refusal({
  code: 'apparmor/hat-name',
  title: 'Blank before the name of a hat',
  why: `The name of a hat follows \`^\` at once; with a blank between apparmor_parser refuses the hat.`,
  sources: [parserSource('parser_lex.l')],
  example: {
    bad: 'profile web {\n  ^ guest {\n    /srv/www/** r,\n  }\n}\n',
    good: 'profile web {\n  ^guest {\n    /srv/www/** r,\n  }\n}\n',
  },
  message: () => 'The name of a hat must follow ^ without a blank.',
  fixes: (place, _, part) => {
    const blanks = /^[ \t]*/.exec(part.text.slice(place.end))?.[0].length ?? 0;
    return [remove(span(place.end, place.end + blanks), 'Remove the blank')];
  },
});
