import { span } from '../../../core';
import { refusal, replace } from './refusal';

export const variableAppend = refusal({
  code: 'apparmor/variable-append',
  title: 'Values added to a variable that does not exist',
  why: `\`+=\` adds to a variable that is defined already, by this file or an include before it; otherwise apparmor_parser refuses the file.`,
  example: { bad: '@{site} += /srv/www\n', good: '@{site} = /srv/www\n' },
  message: ({ word }) => `${word} is not defined yet, so apparmor_parser cannot add to it.`,
  fixes: (place, _, part) => {
    const operator = /^[ \t]*\+=/.exec(part.text.slice(place.end));
    return operator
      ? [replace(span(place.end + operator[0].length - 2, place.end + operator[0].length), '=', 'Define it here with =')]
      : [];
  },
});
