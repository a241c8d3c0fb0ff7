/** What the word under the cursor means. */

import { type Context, type Hover, shift } from '../../../../core';
import { keywordHelp } from '../../../../knowledge';
import type { ApparmorPart } from '../../policy/model';
import { statementAt } from '../../syntax/locate';
import { type Statement, Word } from '../../syntax/tree';
import { directiveHover } from './directive';
import { helpHover, type Inside } from './help';
import { abiHover, includeHover, profileHover, variableHover, wordsOf } from './names';
import { globHover } from './path';
import { ruleHover } from './rule';
import { signHover } from './signs';

export function hover(part: ApparmorPart, offset: number, _context: Context): Hover | undefined {
  const directive = directiveHover(part.text, offset);
  if (directive) return directive;
  const located = statementAt(part.tree, offset);
  if (!located) return undefined;
  const at = offset - located.start;
  const inside = (word: Word | undefined): word is Word => word !== undefined && word.span.start <= at && at <= word.span.end;
  const { statement, start } = located;
  const found =
    wordHover(part, statement, at, inside, offset) ?? signHover(part, statement, start, at) ?? pathHover(part, statement, inside);
  return found && { span: shift(found.span, start), markdown: found.markdown };
}

function wordHover(part: ApparmorPart, statement: Statement, at: number, inside: Inside, offset: number): Hover | undefined {
  for (const word of wordsOf(statement)) {
    if (!inside(word)) continue;
    const variable = variableHover(part, word, at, offset);
    if (variable) return variable;
  }
  switch (statement.kind) {
    case 'rule':
      return ruleHover(part, statement, inside);
    case 'profile':
      return profileHover(part, statement, inside);
    case 'include':
      return includeHover(part, statement, inside);
    case 'block':
      return helpHover(statement.qualifiers.words.find(inside), keywordHelp());
    case 'abi':
      return helpHover([statement.keyword].find(inside), keywordHelp()) ?? abiHover(statement.file, inside);
    case 'if': {
      const branch = statement.branches.find(({ keyword }) => keyword.start <= at && at <= keyword.end);
      return (
        branch &&
        helpHover(new Word(branch === statement.branches[0] ? 'if' : 'else', branch.keyword.start, branch.keyword.end), keywordHelp())
      );
    }
    default:
      return undefined;
  }
}

/** The first word under the cursor that is a path. */
function pathHover(part: ApparmorPart, statement: Statement, inside: Inside): Hover | undefined {
  const word = [...wordsOf(statement)].find(inside);
  return word && globHover(part, word);
}
