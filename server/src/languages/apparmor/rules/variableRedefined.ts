import { span } from '../../../core';
import { refusal, replace } from './refusal';

export const variableRedefined = refusal({
  code: 'apparmor/variable-redefined',
  title: 'A variable defined twice',
  why: `\`=\` defines a variable once; a second definition is refused, also when one of the two comes from an include. Use \`+=\` to add values, or \`:=\` (AppArmor 5.0) to replace them.`,
  example: { bad: '@{site} = /srv/www\n@{site} = /srv/web\n', good: '@{site} = /srv/www\n@{site} += /srv/web\n' },
  message: ({ word }) => `${word} is defined already, so apparmor_parser refuses this definition.`,
  fixes: (place, _, part) => {
    const operator = /^[ \t]*=/.exec(part.text.slice(place.end));
    const isSet = part.text[place.start] === '@';
    return operator && isSet
      ? [{ ...replace(span(place.end + operator[0].length - 1, place.end + operator[0].length), '+=', 'Add the values: +='), safe: false }]
      : [];
  },
});
