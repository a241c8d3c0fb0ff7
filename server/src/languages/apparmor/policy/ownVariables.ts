/** The variables that a file sets by itself, without what its includes set. */

import { memo } from '../../../core';
import { variableName } from '../syntax/lexer';
import { type FileTree, walk } from '../syntax/tree';
import { variablesIn, wordValue } from '../syntax/words';
import { isPartialIn } from './directives';

/** The values of each; undefined where the file only adds to a variable or sets it under a condition. */
export type OwnVariables = ReadonlyMap<string, readonly string[] | undefined>;

export const ownVariables = memo((tree: FileTree): OwnVariables => {
  const found = new Map<string, readonly string[] | undefined>();
  for (const { start, statement, parents } of walk(tree.statements.filter(({ statement: { kind } }) => kind !== 'profile'))) {
    if (statement.kind !== 'set-variable') continue;
    const name = variableName(statement.name.raw);
    const before = found.get(name);
    const partial = isPartialIn(tree, start + statement.span.start);
    // What only some builds add can't be counted on.
    if (partial && statement.operator === '+=') continue;
    const values = statement.values.map(({ raw }) => wordValue(raw));
    const certain =
      parents.length === 0 && !partial && (statement.operator === '=' ? !found.has(name) : statement.operator === '+=' && before);
    found.set(name, certain ? [...(before ?? []), ...values] : undefined);
  }
  return found;
});

/** More alternatives of one word are not told one by one. */
const mostAlternatives = 64;

/** What a word can be with the file's own variables filled in and its alternations written out; undefined where that isn't certain. */
export function alternativesOf(word: string, variables: OwnVariables): readonly string[] | undefined {
  const done: string[] = [];
  const open: { readonly text: string; readonly path: readonly string[] }[] = [{ text: word, path: [] }];
  while (open.length > 0 && done.length < mostAlternatives) {
    const { text, path } = open.pop() as { text: string; path: readonly string[] };
    const variable = variablesIn(text).find(({ name }) => variables.has(name));
    if (variable) {
      const values = variables.get(variable.name);
      if (!values || path.length > variables.size * 4) return undefined;
      const [before, after] = [text.slice(0, variable.start), text.slice(variable.end)];
      for (const value of [...values].reverse()) open.push({ text: before + value + after, path: [...path, variable.name] });
      continue;
    }
    const choice = /(?<![@\\])\{([^{}\\[\]]*,[^{}\\[\]]*)\}/.exec(text);
    if (!choice) done.push(text);
    else for (const one of (choice[1] as string).split(',').reverse()) open.push({ text: replaced(text, choice, one), path });
  }
  return done;
}

const replaced = (text: string, { index, 0: whole }: RegExpExecArray, by: string): string =>
  text.slice(0, index) + by + text.slice(index + whole.length);
