/** The profile that a log speaks of, and which of its rules decides. */

import { flatten, type Item } from '../flatten';
import { type ApparmorPart, policyOf } from '../model';
import { type NamedProfile, profilesOf } from '../profiles';
import type { Body, Rule } from '../tree';
import { evaluate, expand } from '../variables';
import type { Request } from './request';
import { concerns, type Fits } from './verdict';

/** The profile of a name in the log; undefined for the rules of a fragment, whatever profile includes them. */
export function profileFor(part: ApparmorPart, logged: string): NamedProfile | undefined | 'unknown' {
  // Complain mode goes on in a profile of its own behind an exec that no rule allows.
  const name = logged.replace(/\/\/null-.*$/, '').replace(/^:[^:]*:(?:\/\/)?/, '');
  const own = profilesOf(part).filter(({ item }) => !item.site);
  if (own.length === 0 && part.fragment) return undefined;
  const { environment } = policyOf(part);
  const fitting = own.find(({ fullName }) => fullName === name || expand(fullName, environment).glob === name);
  return fitting ?? 'unknown';
}

export interface Live {
  readonly rule: Rule;
  readonly item: Item;
  readonly denies: boolean;
  readonly priority: number;
}

const rules = new WeakMap<ApparmorPart, Map<NamedProfile | undefined, readonly Live[]>>();

/** The rules of a profile with those of its includes, blocks and branches that are taken. */
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

/** The rule that decides; undefined where there is none, so that the request is denied for want of a rule. */
export function judge(all: readonly Live[], request: Request, fits: Fits): Live | undefined {
  const concerned = all.filter(({ rule }) => concerns(rule, request, fits));
  const highest = Math.max(...concerned.map(({ priority }) => priority));
  const first = concerned.filter(({ priority }) => priority === highest);
  return first.find(({ denies }) => denies) ?? first[0];
}
