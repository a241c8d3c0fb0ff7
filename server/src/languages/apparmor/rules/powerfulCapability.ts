import { span } from '../../../core';
import { giveaway, withoutRule } from './giveaway';

export const powerfulCapability = giveaway({
  code: 'apparmor/powerful-capability',
  kind: 'capability',
  title: 'A powerful capability that is equivalent to root',
  severity: 'hint',
  why: `Some capabilities lead out of any confinement: with \`sys_admin\` or \`sys_module\` the rest of the profile no longer confines the program.

The rule permits the capability and does not grant it: the process must have it too. Where a program has more than it uses, leave the rest out of the profile. The hover of each name says what to use instead.`,
  sources: [{ title: 'capabilities(7)', url: 'https://man7.org/linux/man-pages/man7/capabilities.7.html' }],
  example: {
    bad: 'profile web {\n  capability net_bind_service sys_admin,\n}\n',
    good: 'profile web {\n  capability net_bind_service,\n}\n',
  },
  note: 'What the program does with the capability fails with EPERM.',
  fix(part, danger) {
    const { rule, start } = danger;
    if (rule.verb !== 'capability' || rule.names.length < 2) return withoutRule(part, danger);
    const place = danger.span;
    const blanks = /\s*$/.exec(part.text.slice(start, place.start))?.[0].length ?? 0;
    const name = part.text.slice(place.start, place.end);
    return { title: `Remove ${name}…`, edits: [{ span: span(place.start - blanks, place.end), text: '' }] };
  },
});
