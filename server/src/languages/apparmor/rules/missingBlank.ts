import { insert, parserSource, refusal } from './refusal';

export const missingBlank = refusal({
  code: 'apparmor/missing-blank',
  title: 'Missing blank',
  why: `apparmor_parser reads \`{\` after a name, \`,}\` after a path, \`:=\` after a variable, \`->\` or \`#\` after permissions, \`)\` after a variable in a test and a quote after \`include\` as more of the same word, so a blank must separate them.`,
  sources: [parserSource('parser_lex.l')],
  example: { bad: 'profile web{\n  /srv/www/** r,\n}\n', good: 'profile web {\n  /srv/www/** r,\n}\n' },
  message: ({ word }) =>
    word === '{' || word === '}'
      ? 'Without a blank the brace is part of the word before it, so apparmor_parser misses it.'
      : word === 'include'
        ? 'include needs a blank after it.'
        : word === '->' || word === '#'
          ? `Without a blank before the ${word === '#' ? 'comment' : 'arrow'} apparmor_parser does not recognize the permissions and refuses the rule.`
          : word === ')'
            ? 'Without a blank the parenthesis is part of the variable, so apparmor_parser misses it.'
            : `Without a blank ${word} is part of the variable's name, so apparmor_parser refuses the line.`,
  fixes: (place, { word }) => [insert(word && ['{', '}', '->', '#', ')'].includes(word) ? place.start : place.end, ' ', 'Insert a blank')],
});
