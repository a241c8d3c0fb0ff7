import { insert, refusal } from './refusal';

export const unclosedBlock = refusal({
  code: 'apparmor/unclosed-block',
  title: 'A brace that is never closed',
  why: `Every profile, hat, block and branch ends with \`}\`; at the end of the file one is missing.

Everything behind the place where it belongs counts as inside.`,
  example: { bad: 'profile web {\n  /srv/www/** r,\n', good: 'profile web {\n  /srv/www/** r,\n}\n' },
  message: ({ what }) => `The ${what ?? 'block'} that opens here is never closed, so apparmor_parser refuses the file.`,
  fixes: (_, __, part) => {
    const end = part.text.trimEnd().length;
    return [insert(end, '\n}', 'Close it at the end of the file')];
  },
});
