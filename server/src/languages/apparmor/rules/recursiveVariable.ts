import { variableName } from '../syntax/lexer';
import { parserSource, refusal } from './refusal';

export const recursiveVariable = refusal({
  code: 'apparmor/recursive-variable',
  title: 'A variable that contains itself',
  why: `A variable that reaches itself through its values can never be filled in; apparmor_parser refuses the file when it is used.`,
  sources: [parserSource('variable.cc')],
  example: {
    bad: '@{site} = /srv @{site}/www\nprofile web {\n  @{site}/** r,\n}\n',
    good: '@{site} = /srv /srv/www\nprofile web {\n  @{site}/** r,\n}\n',
  },
  message: ({ name }) => `@{${variableName(name)}} contains itself, so apparmor_parser cannot fill it in.`,
});
