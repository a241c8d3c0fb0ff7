import { insert, refusal } from './refusal';

export const childKeyword = refusal({
  code: 'apparmor/child-keyword',
  title: 'A child profile without the word profile',
  why: `Inside a profile a child starts with \`profile\`, a hat with \`hat\` or \`^\`; only at the top level a path alone starts a profile.

When a file includes itself, or a whole profile file is included inside a profile, it fails here too.`,
  example: {
    bad: 'profile web {\n  /usr/bin/logger {\n    /dev/log w,\n  }\n}\n',
    good: 'profile web {\n  profile /usr/bin/logger {\n    /dev/log w,\n  }\n}\n',
  },
  message: ({ name }) => `${name ?? 'The child'} needs the word profile before it, because it is inside a profile.`,
  fixes: (place) => [insert(place.start, 'profile ', 'Write profile in front')],
});
