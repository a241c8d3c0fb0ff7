import { span } from '../../../core';
import { statementAt } from '../syntax/locate';
import { refusal, replace } from './refusal';

export const pathNeedsQuotes = refusal({
  code: 'apparmor/path-needs-quotes',
  title: 'A blank or comma in a path without quotes',
  why: `A blank ends an unquoted path, and so does a comma before a blank; apparmor_parser then takes the rest for permissions and refuses the rule.

Quote the path, or put a backslash before the blank.`,
  example: { bad: 'profile web {\n  /srv/my site/** r,\n}\n', good: 'profile web {\n  "/srv/my site/**" r,\n}\n' },
  message: (_, text) => `${text.trim() === ',' ? 'The comma' : `The blank before ${text}`} ends the path, because the path is not quoted.`,
  fixes: (place, _data, part) => {
    const located = statementAt(part.tree, place.start);
    if (located?.statement.kind !== 'rule' || located.statement.verb !== 'file') return [];
    const { path, permissions } = located.statement;
    if (!path || !permissions || path.raw.startsWith('"')) return [];
    const whole = span(located.start + path.span.start, located.start + permissions.span.start);
    const text = part.text.slice(whole.start, whole.end).trimEnd();
    return [replace(span(whole.start, whole.start + text.length), `"${text}"`, 'Quote the path')];
  },
});
