import { type Edit, type Span, span } from '../../../core';
import type { ApparmorPart } from '../policy/model';
import { statementAt } from '../syntax/locate';
import { parserSource, refusal } from './refusal';

export const commentInsideRule = refusal({
  code: 'apparmor/comment-inside-rule',
  title: 'A comment inside a rule',
  why: `Inside network, mount, dbus, signal, ptrace, unix and similar rules \`#\` starts no comment: apparmor_parser reads it as a word and refuses the rule.

Comments go before a rule or after its comma. Between the words of a file or capability rule they are allowed.`,
  sources: [parserSource('parser_lex.l')],
  example: {
    bad: 'profile web {\n  dbus send # to the session\n    bus=session,\n}\n',
    good: 'profile web {\n  # to the session\n  dbus send\n    bus=session,\n}\n',
  },
  message: () => 'Inside this rule # starts no comment, so apparmor_parser reads it as a word and refuses the rule.',
  fixes: (place, _, part) => [{ title: 'Move the comment before the rule', edits: moved(part, place), safe: true }],
});

/** The comment on a line of its own above the rule. */
function moved({ text, tree }: ApparmorPart, place: Span): readonly Edit[] {
  const found = statementAt(tree, place.start);
  if (!found) return [];
  const rule = found.start + found.statement.span.start;
  const indent = /(?:^|\n)([ \t]*)$/.exec(text.slice(Math.max(0, rule - 1000), rule))?.[1] ?? '';
  const blanks = /[ \t]*$/.exec(text.slice(0, place.start))?.[0].length ?? 0;
  const from = place.start - blanks;
  const whole = text[from - 1] === '\n' && text[place.end] === '\n' ? span(from, place.end + 1) : span(from, place.end);
  return [
    { span: span(rule, rule), text: `${text.slice(place.start, place.end).trimEnd()}\n${indent}` },
    { span: whole, text: '' },
  ];
}
