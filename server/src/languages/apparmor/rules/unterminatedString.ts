import { refusal } from './refusal';

export const unterminatedString = refusal({
  code: 'apparmor/unterminated-string',
  title: 'A quote that is never closed',
  why: `A quoted word runs to the next quote, over line ends too; with no quote left apparmor_parser refuses the file.`,
  example: { bad: 'profile web {\n  "/srv/my site/** r,\n}\n', good: 'profile web {\n  "/srv/my site/**" r,\n}\n' },
  message: () => 'This quote is never closed, so apparmor_parser refuses the file.',
});
