/** Rules that never decide anything: what they allow is denied by another, or allowed by another already. */

import { shippedVariables } from '../../knowledge';
import { globError, squeezeSlashes } from './glob';
import { covers } from './globCover';
import { type Live, rulesOf } from './liveRules';
import { type ApparmorPart, policyOf } from './model';
import { permissionsOf } from './permissions';
import { profilesOf } from './profiles';
import type { Rule } from './tree';
import { expand } from './variables';

export interface Redundant {
  readonly rule: Live;
  readonly by: Live;
}

interface Redundancies {
  readonly denied: readonly Redundant[];
  readonly covered: readonly Redundant[];
}

/** A rule about one kind of thing: a glob with letters, or names. */
interface Claim {
  readonly live: Live;
  readonly order: number;
  readonly owner: string;
  readonly kind: 'file' | 'capability';
  readonly glob: string;
  readonly letters: string;
}

const known = new WeakMap<ApparmorPart, Redundancies>();

export function redundanciesOf(part: ApparmorPart): Redundancies {
  let found = known.get(part);
  if (!found) {
    const all = (part.fragment ? [undefined] : profilesOf(part).filter(({ item }) => !item.site)).map((profile) =>
      compare(part, rulesOf(part, profile)),
    );
    found = { denied: all.flatMap(({ denied }) => denied), covered: all.flatMap(({ covered }) => covered) };
    known.set(part, found);
  }
  return found;
}

function compare(part: ApparmorPart, rules: readonly Live[]): Redundancies {
  const claims = rules.flatMap((live, order) => [...claimsOf(part, live, order)]);
  const byPrefix = new Map<string, Claim[]>();
  for (const claim of claims) {
    const key = prefixOf(claim);
    const same = byPrefix.get(key);
    if (same) same.push(claim);
    else byPrefix.set(key, [claim]);
  }
  const denied = new Map<Live, Redundant>();
  const covered = new Map<Live, Redundant>();
  const whole = new Map<Live, Claim[]>();
  for (const claim of claims) whole.set(claim.live, [...(whole.get(claim.live) ?? []), claim]);
  for (const [live, own] of whole) {
    if (live.denies || live.item.site || live.item.file !== part.root) continue;
    const denier = decider(
      own,
      byPrefix,
      (other, claim) => other.live.denies && other.live.priority >= claim.live.priority && holds(other, claim),
    );
    if (denier) denied.set(live, { rule: live, by: denier });
    if (denier || !isPlain(live.rule)) continue;
    const keeper = decider(
      own,
      byPrefix,
      (other, claim) => !other.live.denies && other.live.priority === claim.live.priority && stands(other, claim) && holds(other, claim),
    );
    if (keeper) covered.set(live, { rule: live, by: keeper });
  }
  return { denied: [...denied.values()], covered: [...covered.values()] };
}

/** One rule that answers every claim of another. */
function decider(
  own: readonly Claim[],
  byPrefix: ReadonlyMap<string, readonly Claim[]>,
  fits: (other: Claim, claim: Claim) => boolean,
): Live | undefined {
  const first = own[0];
  if (!first) return undefined;
  for (const other of candidates(first, byPrefix)) {
    if (other.live === first.live || !fits(other, first)) continue;
    const others = own.slice(1).every((claim) => candidates(claim, byPrefix).some((one) => one.live === other.live && fits(one, claim)));
    if (others) return other.live;
  }
  return undefined;
}

/** Only a glob whose literal start is also the start of this one can cover it. */
function candidates(claim: Claim, byPrefix: ReadonlyMap<string, readonly Claim[]>): readonly Claim[] {
  const found: Claim[] = [];
  for (let end = 0; end <= claim.glob.length; end++) found.push(...(byPrefix.get(`${claim.kind}${claim.glob.slice(0, end)}`) ?? []));
  return found;
}

const prefixOf = ({ kind, glob }: Claim) => `${kind}${/^[^*?[{\\]*/.exec(glob)?.[0] ?? ''}`;

const holds = (other: Claim, claim: Claim) =>
  (other.owner === '' || other.owner === claim.owner) &&
  [...claim.letters].every((letter) => other.letters.includes(letter)) &&
  covers(other.glob, claim.glob);

/** Of two rules that say the same, the first stands; a rule of this file stands before one that is only included. */
const stands = (other: Claim, claim: Claim) =>
  other.order < claim.order || other.glob !== claim.glob || other.letters.length > claim.letters.length || other.owner !== claim.owner;

/** Audit and prompt say more than that something is allowed. */
const isPlain = ({ qualifiers }: Rule) => !qualifiers.audit && qualifiers.mode?.value !== 'prompt';

function* claimsOf(part: ApparmorPart, live: Live, order: number): Generator<Claim> {
  const { rule } = live;
  if (rule.problems.length > 0) return;
  const owner = rule.qualifiers.owner?.value ?? '';
  const common = { live, order, owner };
  if (rule.verb === 'capability') {
    for (const { raw } of rule.names) yield { ...common, kind: 'capability', glob: raw, letters: 'c' };
    if (rule.names.length === 0) yield { ...common, kind: 'capability', glob: '*', letters: 'c' };
  }
  if (rule.verb !== 'file' || !rule.path || !rule.permissions || rule.target) return;
  const has = permissionsOf(rule.permissions.raw);
  // How a program runs is decided by other rules of precedence.
  if (has.exec) return;
  const glob = expand(rule.path.raw, policyOf(part).environment, shippedVariables).glob;
  if (glob === undefined || globError(glob)) return;
  const letters = [
    has.read && 'r',
    (has.write || has.append) && 'a',
    has.write && 'w',
    has.link && 'l',
    has.lock && 'k',
    has.map && 'm',
    has.bareExec && 'x',
  ];
  yield { ...common, kind: 'file', glob: squeezeSlashes(glob), letters: letters.filter(Boolean).join('') };
}
