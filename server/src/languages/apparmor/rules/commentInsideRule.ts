import { parserSource, refusal, remove } from './refusal';

export const commentInsideRule = refusal({
  code: 'apparmor/comment-inside-rule',
  title: 'A comment inside a rule',
  why: `Inside network, mount, dbus, signal, ptrace, unix and similar rules \`#\` starts no comment: apparmor_parser reads it as a word and refuses the rule.

Comments stand before a rule or behind its comma. Between the words of a file or capability rule they are allowed.`,
  sources: [parserSource('parser_lex.l')],
  example: {
    bad: 'profile web {\n  dbus send # to the session\n    bus=session,\n}\n',
    good: 'profile web {\n  # to the session\n  dbus send\n    bus=session,\n}\n',
  },
  message: () => 'Inside this rule # starts no comment, so apparmor_parser reads it as a word and refuses the rule.',
  fixes: (place) => [remove(place, 'Remove the comment')],
});
