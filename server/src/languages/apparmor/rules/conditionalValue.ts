import { span } from '../../../core';
import { conditionAt, refusal, replace } from './refusal';

export const conditionalValue = refusal({
  code: 'apparmor/conditional-value',
  title: 'A list as the value of a conditional',
  why: `This conditional takes \`=\` and one value; lists and \`in\` are for mount rules and the \`set=\` of signal rules. For several values use an alternation, \`{a,b}\`.`,
  example: { bad: 'profile web {\n  dbus send bus=(session system),\n}\n', good: 'profile web {\n  dbus send bus={session,system},\n}\n' },
  message: ({ name, reason }) =>
    reason === 'many'
      ? `${name}= takes one value, and here are several.`
      : reason === 'in'
        ? `${name} takes = and one value, not in.`
        : `${name} takes =, not :=; only the label of a network rule's peer can be set.`,
  fixes: (place, { name, reason }, { text }) => {
    if (reason === 'set') {
      const sign = text.indexOf(':=', place.start);
      return sign < 0 ? [] : [{ ...replace(span(sign, sign + 2), '=', 'Write ='), safe: false }];
    }
    const whole = conditionAt(text, place.start);
    const list = /\(([^()]*)\)$/.exec(text.slice(whole.start, whole.end))?.[1];
    const values = (list ?? '').split(/[\s,]+/).filter((value) => value !== '');
    if (values.length === 0 || values.some((value) => /["{}]/.test(value))) return [];
    const value = values.length === 1 ? values[0] : `{${values.join(',')}}`;
    return reason === 'in' && values.length > 1 ? [] : [replace(whole, `${name}=${value}`)];
  },
});
