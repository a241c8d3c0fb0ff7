import { manual, parserSource, refusal } from './refusal';

export const conditionForm = refusal({
  code: 'apparmor/condition-form',
  title: 'Invalid condition',
  why: `A test is made of \`\${BOOLEAN}\`, \`true\`, \`false\`, \`defined @{SET}\` and comparisons, joined by \`and\`, \`or\` and \`not\`.

\`<\` and its like compare two numbers or two sets, not a number with a word. Comparisons and literals need AppArmor 5.0.`,
  sources: [manual, parserSource('cond_expr.cc')],
  example: {
    bad: 'profile web {\n  if 1 < a {\n    /srv/www/** r,\n  }\n}\n',
    good: 'profile web {\n  if 1 < 2 {\n    /srv/www/** r,\n  }\n}\n',
  },
  message: (_, text) => `apparmor_parser cannot use ${JSON.stringify(text)} in this test.`,
});
