/** From a use to its definition: variables, profiles, includes. */

import { type Context, type Location, type Span, shift } from '../../core';
import { nameSpan } from './checks';
import type { Item } from './flatten';
import { statementAt } from './locate';
import { type ApparmorPart, policyOf } from './model';
import { profileAt, profilesOf } from './profiles';
import type { Rule, Statement, Word } from './tree';
import { variablesIn, wordValue } from './words';

export function definition(part: ApparmorPart, offset: number, context: Context): readonly Location[] {
  const variable = variableAt(part.text, offset);
  if (variable) {
    const defined = policyOf(part).environment.sets.get(variable);
    return (defined?.definitions ?? []).map((item) => locationOf(part, item, nameSpan(item.statement)));
  }
  const located = statementAt(part.tree, offset);
  if (!located) return [];
  const { statement, start } = located;
  const touched = (word: Word | undefined) => word !== undefined && start + word.span.start <= offset && offset <= start + word.span.end;
  if (statement.kind === 'include' && touched(statement.file)) {
    const resolution = part.root.includes.get(statement);
    return resolution?.state === 'found' ? resolution.files.map((file) => ({ uri: file.uri, span: { start: 0, end: 0 } })) : [];
  }
  const name = profileReference(statement, touched);
  return name === undefined ? [] : profileDefinitions(part, name, offset, context);
}

/** The variable whose braces the offset lies in. */
function variableAt(text: string, offset: number): string | undefined {
  const from = Math.max(0, text.lastIndexOf('\n', offset - 1) + 1);
  const to = text.indexOf('\n', offset);
  const line = text.slice(from, to < 0 ? text.length : to);
  return variablesIn(line).find(({ start, end }) => from + start <= offset && offset <= from + end)?.name;
}

/** A name of a profile under the cursor: a transition's target, a peer, a label. */
function profileReference(statement: Statement, touched: (word: Word | undefined) => boolean): string | undefined {
  if (statement.kind !== 'rule') return undefined;
  for (const word of references(statement)) if (touched(word)) return wordValue((word as Word).raw);
  return undefined;
}

function* references(rule: Rule): Generator<Word | undefined> {
  if (rule.verb === 'file' || rule.verb === 'change_profile' || rule.verb === 'pivot_root') yield rule.target;
  if ('access' in rule) {
    for (const condition of [...rule.conditions, ...(rule.peer?.conditions ?? [])]) {
      if (condition.name.raw === 'peer' || condition.name.raw === 'label') yield* condition.values;
    }
  }
}

/** Children of the profile around come first, then profiles of the file, then of the workspace. */
function profileDefinitions(part: ApparmorPart, name: string, offset: number, context: Context): readonly Location[] {
  const plain = name.replace(/^&/, '');
  const around = profileAt(part, offset)?.fullName;
  const all = profilesOf(part);
  const found =
    (around && all.find(({ fullName }) => fullName === `${around}//${plain}`)) || all.find(({ fullName }) => fullName === plain);
  if (found) return [locationOf(part, found.item, nameSpan(found.profile))];
  return context.facts
    .filter((fact) => fact.kind === 'apparmor-profile' && fact.name === plain)
    .map((fact) => ({ uri: fact.uri, span: fact.span }));
}

const locationOf = (part: ApparmorPart, item: Item, place: Span): Location => ({
  ...(item.file !== part.root && { uri: item.file.uri }),
  span: shift(place, item.start),
});
