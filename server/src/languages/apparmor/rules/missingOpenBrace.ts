import { insert, refusal } from './refusal';

export const missingOpenBrace = refusal({
  code: 'apparmor/missing-open-brace',
  title: 'An opening brace is missing',
  why: `A profile's header and the test of an \`if\` are followed by \`{\`; apparmor_parser refuses the file without it.`,
  example: { bad: 'profile web /usr/bin/web\n  /srv/www/** r,\n}\n', good: 'profile web /usr/bin/web {\n  /srv/www/** r,\n}\n' },
  message: ({ what }) =>
    what === 'profile'
      ? 'The header ends here without {, so apparmor_parser refuses the profile.'
      : 'The test of an if is followed by {, so apparmor_parser refuses this.',
  fixes: (place, { what }) => (what === 'profile' ? [insert(place.end, ' {', 'Add {')] : []),
});
