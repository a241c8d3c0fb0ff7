/** The rules that would allow what a log says was denied. */

import type { Context, Edit, Observed, ObservedPlace } from '../../../core';
import { placeOf } from '../flatten';
import { rulesOf } from '../liveRules';
import type { ApparmorPart } from '../model';
import { type Request, singles } from '../requests';
import type { Rule } from '../tree';
import { fitsWith, judge } from '../verdict';
import { scopeOf } from './generalise';
import { additionEdits } from './place';
import { profileFor } from './profileFor';
import { recordsOf } from './records';
import { requestOf } from './request';
import { answer, isSound, type Made } from './suggest';
import { describe, type Wish, wish } from './wishes';

export function fromObservation(part: ApparmorPart, log: string, _context: Context): Observed {
  const scope = scopeOf(part);
  const fits = fitsWith(scope.fill);
  const wishes = new Map<string, Wish>();
  const denied: ObservedPlace[] = [];
  const covered: ObservedPlace[] = [];
  const unknown = new Set<string>();
  for (const record of recordsOf(log)) {
    const asked = requestOf(record);
    if (!asked) continue;
    const found = profileFor(part, asked.profile);
    if (found === 'unknown') {
      unknown.add(asked.profile);
      continue;
    }
    for (const request of singles(asked.request)) {
      const verdict = judge(rulesOf(part, found), request, fits);
      if (verdict) {
        const place = { line: record.line, span: placeOf(verdict.item, verdict.item.statement.span), what: describe(request) };
        (verdict.denies ? denied : covered).push(place);
      } else wish(wishes, found, request, record.line, scope);
    }
  }
  const made = [...wishes.values()].map((one) => answer(part, one, scope)).filter(({ wish: one, suggestion }) => isSound(one, suggestion));
  return {
    edits: combine(part, made),
    suggestions: made.map(({ suggestion }) => suggestion),
    denied: unique(denied),
    covered: unique(covered),
    unknownProfiles: [...unknown],
  };
}

const unique = (places: readonly ObservedPlace[]): readonly ObservedPlace[] => [
  ...new Map(places.map((place) => [`${place.what} ${place.span.start}`, place])).values(),
];

function combine(part: ApparmorPart, made: readonly Made[]): readonly Edit[] {
  const edits = new Map<string, Edit>();
  for (const { edit } of made) if (edit) edits.set(`${edit.span.start} ${edit.text}`, edit);
  const added = made.filter(({ edit }) => !edit);
  const targets = [...new Set(added.map(({ wish: one }) => one.profile))];
  const additions = targets.flatMap((profile) =>
    additionEdits(
      part,
      profile,
      added
        .filter(({ wish: one }) => one.profile === profile)
        .map(({ wish: one, suggestion }) => ({ verb: verbOf(one.request), text: suggestion.rule })),
    ),
  );
  return [...edits.values(), ...additions];
}

const verbOf = (request: Request): Rule['verb'] =>
  request.kind === 'access' || request.kind === 'mount' ? request.verb : request.kind === 'disconnected' ? 'file' : request.kind;
