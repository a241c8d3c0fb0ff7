import { byteUnits } from '../../../knowledge';
import { manual, parserSource, refusal, replace } from './refusal';

export const rlimitValue = refusal({
  code: 'apparmor/rlimit-value',
  title: 'Invalid rlimit value',
  why: `Sizes take \`K\`, \`M\`, \`G\` (also with \`B\`, upper case), times a unit such as \`s\` or \`min\`, counts no unit, \`nice\` a number from -20 to 19; \`infinity\` is taken by each.

A limit on cpu time is at least one second.`,
  sources: [manual, parserSource('parser_yacc.y')],
  example: { bad: 'profile web {\n  set rlimit as <= 512m,\n}\n', good: 'profile web {\n  set rlimit as <= 512M,\n}\n' },
  message: ({ name, word, reason }) =>
    reason === 'unit'
      ? `${name} is a count and takes no unit.`
      : reason === 'bytes'
        ? `${word} is no unit of size: K, KB, M, MB, G or GB, in capitals.`
        : reason === 'time'
          ? `${word} is no unit of time that apparmor_parser knows.`
          : reason === 'nice'
            ? `${word} is out of range: nice goes from -20 to 19.`
            : reason === 'second'
              ? 'A limit on cpu time is at least one second.'
              : `${word} is no value for ${name}.`,
  fixes: (place, { word, reason }) =>
    reason === 'bytes' && byteUnits.includes(word.toUpperCase()) ? [replace(place, word.toUpperCase())] : [],
});
