import { ownLine, refusal, remove } from './refusal';

export const strayBrace = refusal({
  code: 'apparmor/stray-brace',
  title: 'A closing brace too many',
  why: `Nothing is open that this \`}\` could close; apparmor_parser refuses the file.

Often a profile was closed earlier than meant, and the rules after it are outside.`,
  example: { bad: 'profile web {\n  /srv/www/** r,\n}\n}\n', good: 'profile web {\n  /srv/www/** r,\n}\n' },
  message: () => 'This brace closes nothing, so apparmor_parser refuses the file.',
  fixes: (place, _, { text }) => [remove(ownLine(text, place), 'Remove the brace')],
});
