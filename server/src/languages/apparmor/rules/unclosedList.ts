import { refusal } from './refusal';

export const unclosedList = refusal({
  code: 'apparmor/unclosed-list',
  title: 'A parenthesis that is never closed',
  why: `A list in parentheses ends with \`)\`; apparmor_parser reads everything up to it as part of the list.`,
  example: { bad: 'profile web {\n  signal (send receive peer=web,\n}\n', good: 'profile web {\n  signal (send receive) peer=web,\n}\n' },
  message: () => 'This parenthesis is not closed where the list ends, so apparmor_parser refuses the rule.',
});
