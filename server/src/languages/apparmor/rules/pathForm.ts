import { refusal } from './refusal';

export const pathForm = refusal({
  code: 'apparmor/path-form',
  title: 'A path that does not start with a slash',
  why: `A file rule's path starts with \`/\` or with a variable; apparmor_parser does not take anything else for a path.

The kernel asks about absolute paths only, so a relative one could never match.`,
  example: { bad: 'profile web {\n  "srv/www/**" r,\n}\n', good: 'profile web {\n  "/srv/www/**" r,\n}\n' },
  message: (_, text) => `${text} is no path for a rule: it must start with / or with a variable.`,
});
