import { refusal } from './refusal';

export const elseWithoutIf = refusal({
  code: 'apparmor/else-without-if',
  title: 'else without if',
  why: `\`else\` follows the closing brace of an \`if\` block and nothing else; apparmor_parser refuses the file.`,
  example: {
    bad: 'profile web {\n  else {\n    /srv/www/** r,\n  }\n}\n',
    good: 'profile web {\n  if true {\n    /srv/www/** r,\n  }\n}\n',
  },
  message: () => 'This else follows no if block, so apparmor_parser refuses it.',
});
