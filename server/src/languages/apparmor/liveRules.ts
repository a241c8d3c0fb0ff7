/** The rules that a profile ends up with: its own, those of its includes, of blocks and of the branches that are taken. */

import { flatten, type Item } from './flatten';
import { type ApparmorPart, policyOf } from './model';
import type { NamedProfile } from './profiles';
import type { Body, Rule } from './tree';
import { evaluate } from './variables';

/** A rule with what its block says of it. */
export interface Live {
  readonly rule: Rule;
  readonly item: Item;
  readonly denies: boolean;
  readonly priority: number;
}

const rules = new WeakMap<ApparmorPart, Map<NamedProfile | undefined, readonly Live[]>>();

/** Cached by part; without a profile the rules of a fragment. */
export function rulesOf(part: ApparmorPart, profile: NamedProfile | undefined): readonly Live[] {
  const known = rules.get(part) ?? new Map<NamedProfile | undefined, readonly Live[]>();
  rules.set(part, known);
  let found = known.get(profile);
  if (!found) {
    const items = profile
      ? flatten(profile.item.file, profile.profile.body?.statements ?? [], profile.item.start, profile.item.site)
      : flatten(part.root, part.tree.statements, 0);
    found = [...live(part, items, false)];
    known.set(profile, found);
  }
  return found;
}

function* live(part: ApparmorPart, items: Iterable<Item>, denied: boolean): Generator<Live> {
  for (const item of items) {
    const { statement } = item;
    const inside = (body: Body) => flatten(item.file, body.statements, item.start, item.site);
    if (statement.kind === 'rule') {
      const mode = statement.qualifiers.mode?.value;
      yield {
        rule: statement,
        item,
        denies: mode ? mode === 'deny' : denied,
        priority: Number(statement.qualifiers.priority?.value?.raw ?? 0),
      };
    } else if (statement.kind === 'block') {
      yield* live(part, inside(statement.body), statement.qualifiers.mode?.value === 'deny' || denied);
    } else if (statement.kind === 'if') {
      for (const { test, body } of statement.branches) {
        const value = test ? evaluate(test, policyOf(part).environment).value : true;
        if (body && value) yield* live(part, inside(body), denied);
        if (value !== false) break;
      }
    }
  }
}
