import { span } from '../../../core';
import { statementAt } from '../syntax/locate';
import { conditionAt, refusal } from './refusal';

export const conditionalOrder = refusal({
  code: 'apparmor/conditional-order',
  title: 'A conditional in the wrong place',
  why: `Conditionals of a mount rule come before the source; those of other rules come before \`peer=( )\`. apparmor_parser refuses them after it.`,
  example: {
    bad: 'profile web {\n  mount /dev/sda1 -> /mnt/ fstype=ext4,\n}\n',
    good: 'profile web {\n  mount fstype=ext4 /dev/sda1 -> /mnt/,\n}\n',
  },
  message: ({ name, against }) => `${name}= comes too late: it must be before ${against ? `${against}=( )` : 'the source'}.`,
  fixes: (place, _, part) => {
    const rule = statementAt(part.tree, place.start);
    const source = rule?.statement.kind === 'rule' && 'source' in rule.statement ? rule.statement.source : undefined;
    if (!rule || !source) return [];
    const late = conditionAt(part.text, place.start);
    const before = /\s*$/.exec(part.text.slice(0, late.start))?.[0].length ?? 0;
    const at = rule.start + source.span.start;
    const moved = part.text.slice(late.start, late.end);
    const edits = [
      { span: span(at, at), text: `${moved} ` },
      { span: span(late.start - before, late.end), text: '' },
    ];
    return [{ title: `Move ${moved} before the source`, edits, safe: true }];
  },
});
