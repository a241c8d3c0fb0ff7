import { refusal, replace } from './refusal';

export const execWithoutMode = refusal({
  code: 'apparmor/exec-without-mode',
  title: 'x without saying how',
  why: `In a rule that allows, \`x\` needs the letter that says under which profile the program runs: \`ix\` the same, \`px\` its own, \`cx\` a child, \`ux\` none. Bare \`x\` is for \`deny\` rules.`,
  example: { bad: 'profile web {\n  /usr/bin/logger rx,\n}\n', good: 'profile web {\n  /usr/bin/logger rix,\n}\n' },
  message: ({ path }) => `x alone does not say under which profile ${path ?? 'the program'} runs, so apparmor_parser refuses it.`,
  fixes: (place) => [
    {
      ...replace(place, 'ix', 'Run it under the same profile: ix…'),
      safe: false,
      note: 'The program gets the permissions of this profile.',
    },
    { ...replace(place, 'Px', 'Run it under its own profile: Px…'), safe: false, note: 'Fails when no profile for the program is loaded.' },
  ],
});
