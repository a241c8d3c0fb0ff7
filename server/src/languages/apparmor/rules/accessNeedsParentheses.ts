import { span } from '../../../core';
import { statementAt } from '../syntax/locate';
import { refusal, replace } from './refusal';

export const accessNeedsParentheses = refusal({
  code: 'apparmor/access-needs-parentheses',
  title: 'Several access words without parentheses',
  why: `One access word needs no parentheses, several do; apparmor_parser refuses a rule with two words without them.`,
  example: { bad: 'profile web {\n  signal send receive peer=web,\n}\n', good: 'profile web {\n  signal (send receive) peer=web,\n}\n' },
  message: (_, text) => `${text} is a second access word, and several must be in parentheses.`,
  fixes: (place, _, part) => {
    const located = statementAt(part.tree, place.start);
    if (located?.statement.kind !== 'rule' || !('access' in located.statement)) return [];
    const { access } = located.statement;
    const first = access[0];
    const last = access[access.length - 1];
    if (!first || !last) return [];
    const whole = span(located.start + first.span.start, located.start + last.span.end);
    return [replace(whole, `(${part.text.slice(whole.start, whole.end)})`, 'Put them in parentheses')];
  },
});
