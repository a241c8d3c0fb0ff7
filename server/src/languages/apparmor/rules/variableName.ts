import { parserSource, refusal } from './refusal';

export const variableName = refusal({
  code: 'apparmor/variable-name',
  title: 'Invalid variable name',
  why: `A variable is written \`@{NAME}\`, a boolean \`\${NAME}\`; a name starts with a letter and goes on with letters, digits and underscores.`,
  sources: [parserSource('parser_lex.l')],
  example: { bad: '@{1st} = /srv/www\n', good: '@{first} = /srv/www\n' },
  message: (_, text) => `${text} is no variable: a name starts with a letter and has letters, digits and underscores.`,
});
