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
  message: ({ name }) => `${name} is the thirteenth named transition of this profile, and the kernel's table has twelve.`,
});
