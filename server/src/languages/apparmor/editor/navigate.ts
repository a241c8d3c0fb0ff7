/** From a use to its definition: variables, profiles, includes. */

import { type Context, type Location, type Mention, type Span, shift } from '../../../core';
import { type ApparmorPart, policyOf } from '../policy/model';
import { nameAt } from '../policy/names';
import type { Item } from '../policy/origin';
import { profileAt, profilesOf } from '../policy/profiles';
import { nameSpan } from '../syntax/expandedWords';
import { statementAt } from '../syntax/locate';
import type { Word } from '../syntax/tree';
import { variablesIn } from '../syntax/words';

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
  const mention = nameAt(part, offset);
  if (mention?.kind !== 'profile') return [];
  return mention.defines ? [{ span: mention.span }] : profileDefinitions(part, mention, offset, context);
}

/** The variable whose braces the offset lies in. */
function variableAt(text: string, offset: number): string | undefined {
  const from = Math.max(0, text.lastIndexOf('\n', offset - 1) + 1);
  const to = text.indexOf('\n', offset);
  const line = text.slice(from, to < 0 ? text.length : to);
  return variablesIn(line).find(({ start, end }) => from + start <= offset && offset <= from + end)?.name;
}

/** The profile of that name in the file, or in the workspace; else a child of the profile around, which may have been meant. */
function profileDefinitions(part: ApparmorPart, { name }: Mention, offset: number, context: Context): readonly Location[] {
  const all = profilesOf(part);
  const here = all.find(({ fullName }) => fullName === name);
  if (here) return [locationOf(part, here.item, nameSpan(here.profile))];
  const elsewhere = context.facts.filter((fact) => fact.kind === 'apparmor-profile' && fact.name === name);
  if (elsewhere.length > 0) return elsewhere.map(({ uri, span }) => ({ uri, span }));
  const around = profileAt(part, offset)?.fullName;
  const child = all.find(({ fullName }) => fullName === `${around}//${name}`);
  return child ? [locationOf(part, child.item, nameSpan(child.profile))] : [];
}

const locationOf = (part: ApparmorPart, item: Item, place: Span): Location => ({
  ...(item.file !== part.root && { uri: item.file.uri }),
  span: shift(place, item.start),
});
