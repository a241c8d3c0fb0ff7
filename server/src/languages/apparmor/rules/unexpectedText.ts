import { asComment, refusal, replace } from './refusal';

export const unexpectedText = refusal({
  code: 'apparmor/unexpected-text',
  title: 'Unexpected text',
  why: `apparmor_parser expects something else at this place and stops reading the whole file.

Often it is a word too many, a word in the wrong order, or a missing comma or brace just before.`,
  example: { bad: 'profile web {\n  /srv/www/** r;\n}\n', good: 'profile web {\n  /srv/www/** r,\n}\n' },
  message: (_, text) => `apparmor_parser cannot take ${JSON.stringify(text)} here and refuses the file.`,
  fixes(place, _, { text }) {
    return [text.slice(place.start, place.end) === ';' ? replace(place, ',', 'Write a comma') : asComment(text, place)];
  },
});
