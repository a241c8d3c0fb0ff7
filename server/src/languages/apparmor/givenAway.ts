/** What the profiles of a file give away, where it stands. */

import { shift } from '../../core';
import type { Danger } from './danger';
import { matches } from './glob';
import { denies, liveAt } from './liveRules';
import { type ApparmorPart, policyOf } from './model';
import type { Rule } from './tree';

/** A danger where it stands in the open file. */
export interface PlacedDanger extends Danger {
  readonly rule: Rule;
  /** Of the statement. */
  readonly start: number;
}

const known = new WeakMap<ApparmorPart, readonly PlacedDanger[]>();

/** What the rules of the file give away and no `deny` of the same profile takes back; profiles that confine nothing are left out. */
export function dangersIn(part: ApparmorPart): readonly PlacedDanger[] {
  let found = known.get(part);
  if (!found) {
    found = [...gather(part)];
    known.set(part, found);
  }
  return found;
}

function* gather(part: ApparmorPart): Generator<PlacedDanger> {
  for (const body of policyOf(part).bodies) {
    const { profile, site, items, meanings } = body;
    if (site || profile?.flags?.words.some(({ raw }) => raw === 'unconfined' || raw === 'default_allow')) continue;
    const dangerous: number[] = [];
    for (let i = 0; i < meanings.length; i++) if (meanings[i]?.dangers.length) dangerous.push(i);
    if (dangerous.length === 0) continue;
    const denials = items.flatMap((item, i) => (denies(body, item) ? (meanings[i]?.claims?.files ?? []) : []));
    const denied = (sample: string, letters: string) =>
      denials.some((denial) => [...letters].some((letter) => denial.letters.includes(letter)) && matches(denial.glob, sample));
    for (const i of dangerous) {
      const { rule, item, denies } = liveAt(body, i);
      if (denies || item.site || item.file !== part.root) continue;
      for (const danger of meanings[i]?.dangers ?? []) {
        const { opened } = danger;
        if (opened?.samples.every((sample) => denied(sample, opened.letters))) continue;
        yield { ...danger, span: shift(danger.span, item.start), rule, start: item.start };
      }
    }
  }
}
