import { refusal, remove } from './refusal';

export const assignmentComma = refusal({
  code: 'apparmor/assignment-comma',
  title: 'Comma in an assignment',
  why: `Values of a variable are separated by blanks and the definition ends with the line; apparmor_parser refuses a comma at the end of a value.`,
  example: { bad: '@{site} = /srv/www, /srv/web\n', good: '@{site} = /srv/www /srv/web\n' },
  message: () => 'Values are separated by blanks and end with the line, so apparmor_parser refuses the comma.',
  fixes: (place) => [remove(place, 'Remove the comma')],
});
