import { refusal, removeWord } from './refusal';

export const subsetWithoutLink = refusal({
  code: 'apparmor/subset-without-link',
  title: 'subset with more than link permission',
  why: `\`subset\` compares the permissions of a link with those of its target, so it is allowed only in a rule that allows \`l\` and nothing else.`,
  example: {
    bad: 'profile web {\n  rl subset /run/web.lock -> /run/web/lock,\n}\n',
    good: 'profile web {\n  rl /run/web.lock -> /run/web/lock,\n}\n',
  },
  message: () => 'subset requires l alone, so apparmor_parser refuses this rule.',
  fixes: (place, _, part) => [removeWord(part.text, place)],
});
