import { refusal } from './refusal';

export const undefinedBoolean = refusal({
  code: 'apparmor/undefined-boolean',
  title: 'An undefined boolean variable',
  why: `A test may ask only for booleans that are defined before it; apparmor_parser refuses others.`,
  example: {
    bad: 'profile web {\n  if ${DEBUG} {\n    /srv/log/** w,\n  }\n}\n',
    good: '${DEBUG} = true\nprofile web {\n  if ${DEBUG} {\n    /srv/log/** w,\n  }\n}\n',
  },
  message: ({ name }) => `${name} is not defined, so apparmor_parser cannot decide this test.`,
});
