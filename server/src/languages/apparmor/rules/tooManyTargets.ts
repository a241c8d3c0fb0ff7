import { parserSource, refusal } from './refusal';

export const tooManyTargets = refusal({
  code: 'apparmor/too-many-targets',
  title: 'Too many transition targets: more than twelve',
  why: `The kernel's table for named transitions (\`px -> name\`) has twelve names for each profile; apparmor_parser refuses the thirteenth.`,
  sources: [parserSource('profile.h')],
  example: {
    bad: `profile web {\n${[...'abcdefghijklm'].map((name) => `  /usr/bin/${name} px -> ${name},`).join('\n')}\n}\n`,
    good: `profile web {\n${[...'abcdefghijkl'].map((name) => `  /usr/bin/${name} px -> ${name},`).join('\n')}\n}\n`,
  },
  message: ({ name }) => `Too many named transitions: the kernel's table has room for twelve in each profile, and ${name} is one more.`,
});
