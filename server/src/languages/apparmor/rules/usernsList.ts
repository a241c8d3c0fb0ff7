import { span } from '../../../core';
import { parserSource, refusal, replace } from './refusal';

export const usernsList = refusal({
  code: 'apparmor/userns-list',
  since: 'AppArmor 4.0',
  title: 'userns with parentheses',
  why: `\`userns\` has one access, \`create\`, and takes it without parentheses.`,
  sources: [parserSource('parser_lex.l')],
  example: {
    bad: 'abi <abi/4.0>,\n\nprofile web {\n  userns (create),\n}\n',
    good: 'abi <abi/4.0>,\n\nprofile web {\n  userns create,\n}\n',
  },
  message: () => 'userns takes create without parentheses.',
  fixes: (place, _, part) => {
    const list = /^\([ \t]*create[ \t]*\)/.exec(part.text.slice(place.start, place.start + 80))?.[0];
    return list ? [replace(span(place.start, place.start + list.length), 'create')] : [];
  },
});
