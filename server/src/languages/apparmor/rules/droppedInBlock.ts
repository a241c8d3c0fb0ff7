import { type Fix, type Rule, shift, span } from '../../../core';
import type { ApparmorPart } from '../policy/model';
import { digestOf } from '../syntax/digest';
import { nameSpan } from '../syntax/expandedWords';
import { statementAt } from '../syntax/locate';
import { statementsOf } from './present';
import { ownLine, parserSource } from './refusal';

export const droppedInBlock: Rule<ApparmorPart> = {
  code: 'apparmor/dropped-in-block',
  title: 'A rule that gets lost in a block of qualifiers',
  category: 'correctness',
  severity: 'warning',
  reads: statementsOf('blocked'),
  steady: true,
  why: `Of a block such as \`deny { … }\` apparmor_parser keeps only the file and link rules; a network, capability or other rule in it is read and then dropped without a message, at least up to AppArmor 6.0.

A \`deny network\` that is written this way denies nothing. Write the qualifiers in front of the rule itself, outside of the block.`,
  sources: [parserSource('parser_yacc.y')],
  example: {
    bad: 'profile web {\n  audit deny {\n    /etc/shadow r,\n    network packet,\n  }\n}\n',
    good: 'profile web {\n  audit deny {\n    /etc/shadow r,\n  }\n  audit deny network packet,\n}\n',
  },
  *check(part) {
    for (const { statement, start } of digestOf(part.tree).blocked) {
      if (statement.verb === 'file' || statement.verb === 'link') continue;
      const verb = statement.verb === 'rlimit' ? 'set rlimit' : statement.verb;
      yield {
        span: shift(nameSpan(statement), start),
        message: `apparmor_parser drops ${verb} rules inside of a block, so this one has no effect.`,
        cure: () => [movedOut(part, shift(nameSpan(statement), start).start)],
      };
    }
  },
};

/** The rule at an offset, with the block's qualifiers, after the block. */
function movedOut({ text, tree }: ApparmorPart, at: number): Fix | undefined {
  const found = statementAt(tree, at);
  const block = found?.parents.at(-1);
  if (found?.statement.kind !== 'rule' || block?.statement.kind !== 'block' || found.statement.qualifiers.words.length > 0)
    return undefined;
  const { qualifiers } = block.statement;
  if (qualifiers.owner || found.statement.verb === 'rlimit') return undefined;
  const rule = shift(found.statement.span, found.start);
  const start = block.start + block.statement.span.start;
  const indent = /[ \t]*$/.exec(text.slice(0, start))?.[0] ?? '';
  const moved = `${qualifiers.words.map(({ raw }) => raw).join(' ')} ${text.slice(rule.start, rule.end)}`.trim();
  const end = block.start + block.statement.span.end;
  const line = ownLine(text, rule);
  if (line.end > end) return undefined; // The block isn't closed.
  const edits = [
    { span: line, text: '' },
    { span: span(end, end), text: `\n${indent}${moved}` },
  ];
  const note = 'The rule takes effect, which it had not until now.';
  return { title: `Move it after the block: ${moved}…`, edits, safe: false, note };
}
