import { refusal } from './refusal';

export const outsideProfile = refusal({
  code: 'apparmor/outside-profile',
  title: 'A rule outside of a profile',
  why: `Rules belong in a profile; apparmor_parser refuses a file that has one outside.

Files that are only included (below \`abstractions/\`, \`local/\` or a \`.d\` folder) contain rules without a profile, and this rule does not check them.`,
  example: { bad: 'capability chown,\n', good: 'profile web {\n  capability chown,\n}\n' },
  message: ({ what }) =>
    `${what === 'if' ? 'This if' : what === 'block' ? 'This block' : 'This rule'} is outside of every profile, so apparmor_parser refuses the file.`,
});
