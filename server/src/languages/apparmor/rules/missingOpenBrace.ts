import { insert, refusal } from './refusal';

export const missingOpenBrace = refusal({
  code: 'apparmor/missing-open-brace',
  title: 'An opening brace is missing',
  why: `Behind a profile's header and behind the test of an \`if\` stands \`{\`; apparmor_parser refuses the file without it.`,
  example: { bad: 'profile web /usr/bin/web\n  /srv/www/** r,\n}\n', good: 'profile web /usr/bin/web {\n  /srv/www/** r,\n}\n' },
  message: ({ what }) =>
    what === 'profile'
      ? 'The header ends here without {, so apparmor_parser refuses the profile.'
      : 'Behind the test of an if stands {, so apparmor_parser refuses this.',
  fixes: (place, { what }) => (what === 'profile' ? [insert(place.end, ' {', 'Add {')] : []),
});
