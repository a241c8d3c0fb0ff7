import { refusal, removeWord } from './refusal';

export const blockModeConflict = refusal({
  code: 'apparmor/block-mode-conflict',
  title: 'A rule contradicts its block',
  why: `A block's \`allow\`, \`deny\` or \`prompt\` applies to the file rules in it; a rule inside that says otherwise is refused.`,
  example: {
    bad: 'profile web {\n  deny {\n    allow /etc/shadow r,\n  }\n}\n',
    good: 'profile web {\n  deny {\n    /etc/shadow r,\n  }\n}\n',
  },
  message: ({ word, mode }) => `${word} contradicts the ${mode} of the block around it, so apparmor_parser refuses the rule.`,
  fixes: (place, _, { text }) => [removeWord(text, place)],
});
