import { insert, parserSource, refusal } from './refusal';

export const commentWithoutNewline = refusal({
  code: 'apparmor/comment-without-newline',
  title: 'The last line is a comment without a line end',
  why: `A comment ends with a line end; when the file stops before it apparmor_parser refuses the file.

The message is "Lexer found unexpected character: '#'", and all versions so far report it.`,
  sources: [parserSource('parser_lex.l')],
  example: { bad: 'profile web {\n  /srv/www/** r,\n}\n# end of web', good: 'profile web {\n  /srv/www/** r,\n}\n# end of web\n' },
  message: () => 'The file ends inside this comment, and apparmor_parser refuses a comment without a line end.',
  fixes: (place) => [insert(place.end, '\n', 'Add the line end')],
});
