import { shift, span } from '../../../core';
import { statementAt } from '../syntax/locate';
import { ownLine, refusal } from './refusal';

export const preamblePlace = refusal({
  code: 'apparmor/preamble-place',
  title: 'Preamble rule after or inside a profile',
  why: `Variables, aliases and a file's own \`abi\` come before the first profile; apparmor_parser refuses them later, also when an include adds them.`,
  example: {
    bad: 'profile web {\n  @{site} r,\n}\n@{site} = /srv/www/**\n',
    good: '@{site} = /srv/www/**\nprofile web {\n  @{site} r,\n}\n',
  },
  message: ({ what, after }) =>
    `${what === 'alias' ? 'An alias' : what === 'abi' ? 'This abi' : 'A variable'} ${after ? 'must come before the first profile' : 'cannot be defined inside a profile'}, so apparmor_parser refuses the file.`,
  fixes: (place, _, part) => {
    const found = statementAt(part.tree, place.start);
    const first = part.tree.statements.find(({ statement }) => statement.kind === 'profile');
    if (!found || !first) return [];
    const line = ownLine(part.text, shift(found.statement.span, found.start));
    const at = first.start + first.statement.span.start;
    const moved = part.text.slice(line.start, line.end).trim();
    const edits = [
      { span: span(at, at), text: `${moved}\n` },
      { span: line, text: '' },
    ];
    return [{ title: 'Move it before the first profile', edits, safe: false }];
  },
});
