/** What a selection grows to: name, word, conditional, list, rule, its comments, the inside of the block, the block. */

import { contains, type Span, shift, span } from '../../../core';
import type { ApparmorPart } from '../policy/model';
import { statementAt } from '../syntax/locate';
import { type Condition, type ConditionGroup, isBody, type Statement } from '../syntax/tree';
import { variablesIn } from '../syntax/words';

export function selections(part: ApparmorPart, offset: number): readonly Span[] {
  const located = statementAt(part.tree, offset);
  if (!located) return [];
  const found: Span[] = [span(0, part.text.length)];
  for (const { statement, start } of [...located.parents, located]) {
    const inner = [...placesIn(part.text.slice(start, start + statement.length), statement)].map((place) => shift(place, start));
    found.push(...inner.filter((place) => place.start <= offset && offset <= place.end && place.end > place.start));
  }
  const unique = new Map(found.map((place) => [`${place.start}-${place.end}`, place]));
  const sorted = [...unique.values()].sort((a, b) => b.end - b.start - (a.end - a.start));
  // Each must lie in the one before, so that growing never lets go of something.
  return sorted.filter((place, i) => i === 0 || sorted.slice(0, i).every((outer) => contains(outer, place)));
}

/** Everything in a statement that can be selected; relative to its start. */
function* placesIn(text: string, statement: Statement): Generator<Span> {
  yield statement.span;
  const comment = statement.pieces.find((piece) => !isBody(piece) && piece.kind === 'comment');
  if (comment && !isBody(comment)) yield span(Math.min(comment.start, statement.span.start), Math.max(comment.end, statement.span.end));
  for (const body of statement.bodies) {
    const close = body.close ?? span(statement.length, statement.length);
    yield span(body.open.start, close.end);
    yield span(body.open.end, close.start);
  }
  for (const piece of statement.pieces) {
    if (isBody(piece) || piece.kind === 'space' || piece.kind === 'newline') continue;
    yield span(piece.start, piece.end);
    const raw = text.slice(piece.start, piece.end);
    if (raw.startsWith('"') && raw.length > 1) yield span(piece.start + 1, piece.end - 1);
    for (const variable of variablesIn(raw)) yield span(piece.start + variable.start, piece.start + variable.end);
    if (raw.startsWith('/')) yield* segments(raw, piece.start);
  }
  if (statement.kind === 'profile' && statement.flags) yield statement.flags.span;
  for (const condition of conditionsOf(statement)) yield* conditionPlaces(text, condition);
}

/** The parts of a path between slashes. */
function* segments(path: string, start: number): Generator<Span> {
  for (const match of path.matchAll(/[^/]+/g)) yield span(start + match.index, start + match.index + match[0].length);
}

function conditionsOf(statement: Statement): readonly (Condition | ConditionGroup)[] {
  if (statement.kind === 'profile') return statement.xattrs ? [statement.xattrs, ...statement.xattrs.conditions] : [];
  if (statement.kind !== 'rule' || !('conditions' in statement)) return [];
  const peer = 'peer' in statement ? statement.peer : undefined;
  return [...statement.conditions, ...(peer ? [peer, ...peer.conditions] : [])];
}

function* conditionPlaces(text: string, condition: Condition | ConditionGroup): Generator<Span> {
  if ('conditions' in condition) {
    yield condition.span;
    return;
  }
  const first = condition.values[0];
  const last = condition.values.at(-1);
  if (!first || !last) return;
  yield span(first.span.start, last.span.end);
  const close = condition.listed ? text.indexOf(')', last.span.end) + 1 : 0;
  yield span(condition.name.span.start, close || last.span.end);
}
