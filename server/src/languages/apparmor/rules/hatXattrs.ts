import { conditionAt, refusal, removeWord } from './refusal';

export const hatXattrs = refusal({
  code: 'apparmor/hat-xattrs',
  since: 'AppArmor 3.0',
  title: 'A hat with xattrs',
  why: `Hats are entered by the program, never by starting a file, so a hat has no extended attributes to match and apparmor_parser refuses \`xattrs=\`.`,
  example: {
    bad: 'abi <abi/4.0>,\n\nprofile web {\n  ^guest xattrs=(user.web) {\n  }\n}\n',
    good: 'abi <abi/4.0>,\n\nprofile web {\n  ^guest {\n  }\n}\n',
  },
  message: () => 'A hat takes no xattrs, so apparmor_parser refuses it.',
  fixes: (place, _, { text }) => [removeWord(text, conditionAt(text, place.start))],
});
