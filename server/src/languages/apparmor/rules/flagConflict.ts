import { refusal, removeWord } from './refusal';

export const flagConflict = refusal({
  code: 'apparmor/flag-conflict',
  title: 'Two flags that exclude each other',
  why: `A profile has one mode (\`enforce\`, \`complain\`, \`kill\`, \`unconfined\`, \`prompt\`, \`default_allow\`), and of pairs such as \`mediate_deleted\` and \`delegate_deleted\` one at most.`,
  example: { bad: 'profile web flags=(complain, enforce) {\n}\n', good: 'profile web flags=(complain) {\n}\n' },
  message: ({ word, against }) => `${word} contradicts ${against}, so apparmor_parser refuses the profile.`,
  fixes: (place, _, part) => [removeWord(part.text, place)],
});
