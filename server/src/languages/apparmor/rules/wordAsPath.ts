import { qualifierKeywords, ruleKeywords } from '../../../knowledge';
import { didYouMean, insert, parserSource, refusal, suggestion } from './refusal';

const meant = [...ruleKeywords, ...qualifierKeywords];

export const wordAsPath = refusal({
  code: 'apparmor/word-as-path',
  title: 'A word in the place of a path',
  severity: 'warning',
  why: `A word that is no keyword, with permissions beside it, is a file rule to apparmor_parser: it takes the word for the path. The kernel asks about absolute paths only, so the rule never matches.

Mostly it is a mistyped keyword, as \`signl r,\` for \`signal r,\`, or a path without its slash.`,
  sources: [parserSource('parser_lex.l'), parserSource('parser_yacc.y')],
  example: { bad: 'profile web {\n  srv r,\n}\n', good: 'profile web {\n  /srv r,\n}\n' },
  message: ({ word }) => `${word} is taken for the path of a file rule, which no file has${suggestion(word, meant)}`,
  fixes: (place, { word }) => [didYouMean(place, word, meant) ?? { ...insert(place.start, '/', `Write /${word}`), safe: false }],
});
