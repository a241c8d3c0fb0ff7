import { type Rule, shift } from '../../../core';
import { nameSpan } from '../checks';
import { digestOf } from '../digest';
import type { ApparmorPart } from '../model';
import { parserSource } from './refusal';

export const droppedInBlock: Rule<ApparmorPart> = {
  code: 'apparmor/dropped-in-block',
  title: 'A rule that gets lost in a block of qualifiers',
  category: 'correctness',
  severity: 'warning',
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
      };
    }
  },
};
