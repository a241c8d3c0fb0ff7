/** Signs and small words. */

import { bold, code, type Hover, md, paragraphs } from '../../../../core';
import { arrowHelp, assignmentHelp, comparisonHelp, keywordHelp, ruleSignHelp } from '../../../../knowledge';
import { type ApparmorPart, policyOf } from '../../policy/model';
import type { Token } from '../../syntax/lexer';
import { type Body, isBody, type Statement, Word } from '../../syntax/tree';
import { helpHover } from './help';

/** What is between the words of rules: signs, words of tests, and names of parts of a header. */
export function signHover(part: ApparmorPart, statement: Statement, start: number, at: number): Hover | undefined {
  const pieces: readonly (Token | Body)[] = statement.pieces;
  const piece = pieces.find((one): one is Token => !isBody(one) && one.start <= at && at < one.end);
  if (!piece) return undefined;
  const raw = part.text.slice(start + piece.start, start + piece.end);
  const word = new Word(raw, piece.start, piece.end);
  switch (piece.kind) {
    case '->':
      return helpHover(word, arrowHelp(), arrowKind(statement), raw);
    case 'operator':
      return operatorHover(statement, word);
    case 'boolean':
      return booleanHover(part, word);
    case '^':
    case 'word':
    case 'condition':
      if (statement.kind === 'include' && /^(?:if|exists)$/.test(raw)) return helpHover(word, keywordHelp(), 'if exists');
      if (raw === 'in') return helpHover(word, statement.kind === 'if' ? comparisonHelp() : ruleSignHelp());
      return helpHover(word, keywordHelp());
    default:
      return undefined;
  }
}

function arrowKind(statement: Statement): string {
  if (statement.kind !== 'rule') return statement.kind;
  return statement.verb === 'remount' || statement.verb === 'umount' ? 'mount' : statement.verb;
}

function operatorHover(statement: Statement, word: Word): Hover | undefined {
  switch (statement.kind) {
    case 'set-variable':
    case 'boolean-variable':
      return helpHover(word, assignmentHelp());
    case 'if':
      return helpHover(word, comparisonHelp());
    case 'rule':
      return helpHover(word, ruleSignHelp());
    default:
      return undefined;
  }
}

/** `${X}`: true or false, where that is known. */
function booleanHover(part: ApparmorPart, word: Word): Hover {
  const name = word.raw.replace(/^\$\{?|\}$/g, '');
  const { booleans, open } = policyOf(part).environment;
  const value = booleans.get(name);
  const state =
    value === undefined ? (open || booleans.has(name) ? md`Not known here.` : md`Not defined.`) : md`Here: ${code(String(value))}`;
  return { span: word.span, markdown: paragraphs(md`${bold(code(`\${${name}}`))} · boolean`, state) };
}
