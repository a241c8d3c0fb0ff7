import { conditionAt, refusal, removeWord } from './refusal';

export const duplicateConditional = refusal({
  code: 'apparmor/duplicate-conditional',
  title: 'A conditional written twice',
  why: `A conditional occurs once in a rule; only \`set=\` of signal rules and the conditionals of mount rules may repeat. For several values use an alternation, \`{a,b}\`, or a second rule.`,
  example: { bad: 'profile web {\n  ptrace read peer=web peer=webd,\n}\n', good: 'profile web {\n  ptrace read peer=web,\n}\n' },
  message: ({ name }) => `${name}= is written twice, so apparmor_parser refuses it.`,
  fixes: (place, _, { text }) => [removeWord(text, conditionAt(text, place.start))],
});
