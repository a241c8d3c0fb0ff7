/** What the word under the cursor means. */

import { type Context, code, type Hover, linesOf, link, type Markdown, shift } from '../../../../core';
import { keywordHelp } from '../../../../knowledge';
import type { ApparmorPart } from '../../policy/model';
import { statementAt } from '../../syntax/locate';
import { type Statement, Word } from '../../syntax/tree';
import { wordValue } from '../../syntax/words';
import { definition } from '../navigate';
import { abiHover } from './abi';
import { directiveHover } from './directive';
import { helpHover, type Inside } from './help';
import { includeHover, profileHover, variableHover, wordsOf } from './names';
import { globHover } from './path';
import { ruleHover } from './rule';
import { signHover } from './signs';

export function hover(part: ApparmorPart, offset: number, context: Context): Hover | undefined {
  const directive = directiveHover(part.text, offset);
  if (directive) return directive;
  const located = statementAt(part.tree, offset);
  if (!located) return undefined;
  const at = offset - located.start;
  const inside = (word: Word | undefined): word is Word => word !== undefined && word.span.start <= at && at <= word.span.end;
  const { statement, start } = located;
  const linkTo = (target: Word) => linkToProfile(part, target, start, context);
  const found =
    wordHover(part, statement, at, inside, offset, linkTo, context) ??
    signHover(part, statement, start, at) ??
    pathHover(part, statement, inside);
  return found && { span: shift(found.span, start), markdown: found.markdown };
}

function wordHover(
  part: ApparmorPart,
  statement: Statement,
  at: number,
  inside: Inside,
  offset: number,
  linkTo: (target: Word) => Markdown,
  context: Context,
): Hover | undefined {
  for (const word of wordsOf(statement)) {
    if (!inside(word)) continue;
    const variable = variableHover(part, word, at, offset);
    if (variable) return variable;
  }
  switch (statement.kind) {
    case 'rule':
      return ruleHover(part, statement, inside, linkTo);
    case 'profile':
      return profileHover(part, statement, inside);
    case 'include':
      return includeHover(part, statement, inside);
    case 'block':
      return helpHover(statement.qualifiers.words.find(inside), keywordHelp());
    case 'abi':
      return helpHover([statement.keyword].find(inside), keywordHelp()) ?? abiHover(part, statement, inside, context);
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

/** The name of the profile that an arrow leads to, linked to where it is defined. */
function linkToProfile(part: ApparmorPart, target: Word, start: number, context: Context): Markdown {
  const name = code(wordValue(target.raw));
  const [found] = definition(part, start + target.span.start, context);
  if (!found) return name;
  return link(name, found.uri ?? `#L${linesOf(part.text).positionAt(found.span.start).line + 1}`);
}

/** The first word under the cursor that is a path. */
function pathHover(part: ApparmorPart, statement: Statement, inside: Inside): Hover | undefined {
  const word = [...wordsOf(statement)].find(inside);
  return word && globHover(part, word);
}
