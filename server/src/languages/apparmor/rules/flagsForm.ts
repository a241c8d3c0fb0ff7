import { refusal, replace } from './refusal';

export const flagsForm = refusal({
  code: 'apparmor/flags-form',
  title: 'Invalid form of profile flags',
  why: `Flags are in parentheses, at least one of them: \`flags=(complain)\`.`,
  example: { bad: 'profile web flags=complain {\n  /srv/www/** r,\n}\n', good: 'profile web flags=(complain) {\n  /srv/www/** r,\n}\n' },
  message: (problem) => {
    if (problem.reason === 'empty') return 'The list of flags is empty, so apparmor_parser refuses the header.';
    const example = problem.reason === 'parentheses' ? `, (${problem.word})` : '';
    return `Flags must be in parentheses${example}, so apparmor_parser refuses the header.`;
  },
  fixes: (place, problem) => (problem.reason === 'parentheses' ? [replace(place, `(${problem.word})`, 'Put the flag in parentheses')] : []),
});
