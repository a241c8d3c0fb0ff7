import { insert, refusal } from './refusal';

export const assignmentEmpty = refusal({
  code: 'apparmor/assignment-empty',
  title: 'Empty assignment of a variable',
  why: `A variable has at least one value, on the same line; for the empty value write \`""\`.`,
  example: { bad: '@{site} =\n', good: '@{site} = ""\n' },
  message: ({ name }) => `${name} gets no value, so apparmor_parser refuses the line.`,
  fixes: (place) => [{ ...insert(place.end, ' ""', 'Write the empty value ""'), safe: false }],
});
