import { refusal, replace } from './refusal';

export const booleanValue = refusal({
  code: 'apparmor/boolean-value',
  title: 'A boolean that is neither true nor false',
  why: `A boolean variable is true, false or a test, and cannot be added to; apparmor_parser refuses other values.`,
  example: { bad: '${DEBUG} = yes\n', good: '${DEBUG} = true\n' },
  message: ({ word, reason }) => (reason === 'append' ? 'Nothing can be added to a boolean.' : `${word} is neither true nor false.`),
  fixes: (place, { word }) =>
    /^(yes|on|1)$/i.test(word) ? [replace(place, 'true')] : /^(no|off|0)$/i.test(word) ? [replace(place, 'false')] : [],
});
