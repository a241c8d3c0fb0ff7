import { insert, refusal } from './refusal';

export const changeProfileExec = refusal({
  code: 'apparmor/change-profile-exec',
  title: 'change_profile without the path to execute',
  why: `Before the arrow comes the program whose start changes the profile: a path. \`safe\` and \`unsafe\` are about that program, so they need it.

The profile to change to comes after \`->\`.`,
  example: { bad: 'profile web {\n  change_profile guest,\n}\n', good: 'profile web {\n  change_profile -> guest,\n}\n' },
  message: ({ word, reason }) =>
    reason === 'no-path'
      ? `${word} speaks of the program that is started, and none is named.`
      : reason === 'no-arrow'
        ? `${word} is no path to execute; the profile to change to comes after ->.`
        : `${word} is no path to execute: it must start with / or a variable.`,
  fixes: (place, { reason }) => (reason === 'no-arrow' ? [insert(place.start, '-> ', 'Write -> in front')] : []),
});
