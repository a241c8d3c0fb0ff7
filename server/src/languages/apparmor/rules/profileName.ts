import { insert, refusal } from './refusal';

export const profileName = refusal({
  code: 'apparmor/profile-name',
  title: 'Invalid profile name',
  why: `Without the word \`profile\` a profile's name must be a path or name a namespace; other names are refused.

A name cannot start with \`&\`, since stacks of profiles are named only where a profile is entered.`,
  example: { bad: 'web {\n  /srv/www/** r,\n}\n', good: 'profile web {\n  /srv/www/** r,\n}\n' },
  message: (problem) =>
    problem.reason === 'missing'
      ? 'The profile has no name, so apparmor_parser refuses it.'
      : problem.reason === 'stack'
        ? `${problem.name} starts with &, which no profile name may.`
        : `${problem.name} is no path, so apparmor_parser wants the word profile in front of it.`,
  fixes: (place, { reason }) => (reason === 'keyword' ? [insert(place.start, 'profile ', 'Write profile in front')] : []),
});
