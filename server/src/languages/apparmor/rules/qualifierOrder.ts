import { span } from '../../../core';
import { statementAt } from '../syntax/locate';
import { qualifierRank } from '../syntax/qualifiers';
import { refusal, replace } from './refusal';

export const qualifierOrder = refusal({
  code: 'apparmor/qualifier-order',
  title: 'Qualifiers in the wrong order',
  why: `Qualifiers come before the rule in one order only: \`priority=\`, \`audit\`, \`allow\` or \`deny\` or \`prompt\`, \`owner\` or \`other\`; apparmor_parser refuses any other.

\`safe\` and \`unsafe\` come before the path or permissions, never between them.`,
  example: { bad: 'profile web {\n  deny audit /etc/shadow r,\n}\n', good: 'profile web {\n  audit deny /etc/shadow r,\n}\n' },
  message: ({ word, misplaced }) =>
    misplaced ? `${word} belongs to the start of the rule.` : `${word} comes too late: the order is priority, audit, allow or deny, owner.`,
  fixes: (place, _, part) => {
    const located = statementAt(part.tree, place.start);
    if (!located || !('qualifiers' in located.statement)) return [];
    const { words, priority } = located.statement.qualifiers;
    const first = words[0];
    const last = words[words.length - 1];
    if (!first || !last || priority || new Set(words.map((word) => qualifierRank[word.raw])).size < words.length) return [];
    const sorted = [...words].sort((a, b) => (qualifierRank[a.raw] ?? 0) - (qualifierRank[b.raw] ?? 0)).map((word) => word.raw);
    const whole = span(located.start + first.span.start, located.start + last.span.end);
    return sorted.join(' ') === words.map((word) => word.raw).join(' ') ? [] : [replace(whole, sorted.join(' '))];
  },
});
