import { insert, refusal } from './refusal';

export const incompleteRule = refusal({
  code: 'apparmor/incomplete-rule',
  title: 'A rule stops before it is complete',
  why: `apparmor_parser refuses a rule without one of its parts.

A file rule needs a path and permissions, \`link\` needs \`-> target\`, a conditional needs a value after \`=\`, \`include\` and \`abi\` need a file.`,
  example: {
    bad: 'profile web {\n  include <abstractions/base\n}\n',
    good: 'profile web {\n  include <abstractions/base>\n}\n',
    files: { 'abstractions/base': '' },
  },
  message: (problem) =>
    problem.what === 'value'
      ? `${problem.name}= has no value, so apparmor_parser refuses the rule.`
      : `The rule stops before its ${problem.what}, so apparmor_parser refuses the file.`,
  fixes: (place, { what }) => (what === 'closing >' ? [insert(place.end, '>', 'Add the >')] : []),
});
