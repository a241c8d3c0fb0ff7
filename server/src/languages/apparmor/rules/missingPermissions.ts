import { insert, refusal } from './refusal';

export const missingPermissions = refusal({
  code: 'apparmor/missing-permissions',
  title: 'A path without permissions',
  why: `A file rule says what may be done with its path; a path alone is refused.

Write the permissions after the path (\`/srv/www/** r,\`) or in front of it (\`r /srv/www/**,\`).`,
  example: { bad: 'profile web {\n  /srv/www/index.html,\n}\n', good: 'profile web {\n  /srv/www/index.html r,\n}\n' },
  message: ({ path }) => `The rule for ${path ?? 'this path'} names no permissions, so apparmor_parser refuses it.`,
  fixes: (place) => [{ ...insert(place.end, ' r', 'Allow reading it…'), safe: false, note: 'Reading may not be what the program needs.' }],
});
