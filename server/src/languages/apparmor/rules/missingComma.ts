import { insert, refusal } from './refusal';

export const missingComma = refusal({
  code: 'apparmor/missing-comma',
  title: 'A rule ends without a comma',
  why: `Every rule ends with a comma; without it apparmor_parser reads the next line as part of the rule and refuses the file.

The parser reports the line after the mistake. Here the mark is where the comma belongs. Profiles, hats and blocks end with \`}\` and take no comma.`,
  example: {
    bad: 'profile web {\n  /srv/www/** r\n  /var/log/web.log w,\n}\n',
    good: 'profile web {\n  /srv/www/** r,\n  /var/log/web.log w,\n}\n',
  },
  message: () => 'Missing comma: apparmor_parser continues into the next rule and refuses the file.',
  fixes: (place) => [insert(place.end, ',', 'Add the comma')],
});
