import { parse } from './parser';
import { type RuleStatement, walk } from './tree';

/** The rule that a text is, with its comma, when it is one rule and nothing else. */
export function oneRule(text: string): RuleStatement | undefined {
  const found = [...walk(parse(`profile x {\n${text}\n}\n`).statements)].filter(({ statement }) => statement.kind !== 'rest');
  const inner = found[1]?.statement;
  return found.length === 2 && inner?.kind === 'rule' && found[0]?.statement.problems.length === 0 ? inner : undefined;
}
