import { insert, refusal } from './refusal';

export const unclosedList = refusal({
  code: 'apparmor/unclosed-list',
  title: 'Unclosed list',
  why: `A list in parentheses ends with \`)\`; apparmor_parser reads everything up to it as part of the list.`,
  example: { bad: 'profile web {\n  signal (send receive peer=web,\n}\n', good: 'profile web {\n  signal (send receive) peer=web,\n}\n' },
  message: () => 'This parenthesis is not closed where the list ends, so apparmor_parser refuses the rule.',
  fixes: (place, _, { text }) => {
    // The words of a list, up to a conditional or the end of the rule.
    const words = /^\((?:\s*[\w+-]+(?![\w+-]*\s*=)\s*,?)*/.exec(text.slice(place.start, place.start + 4096))?.[0] ?? '';
    const inside = words.replace(/[\s,]+$/, '');
    return [inside.length > 1 ? insert(place.start + inside.length, ')', `Close it: ${inside})`) : undefined];
  },
});
