/** Rules that never decide anything: what they allow is denied by another, or allowed by another already. */

import { shippedVariables } from '../../knowledge';
import { globError, squeezeSlashes } from './glob';
import { covers, isUndecided, literalStarts } from './globCover';
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
  const denials = new Index();
  const allowances = new Index();
  const own: Claim[][] = [];
  rules.forEach((live, order) => {
    const claims = [...claimsOf(part, live, order)];
    for (const claim of claims) (live.denies ? denials : allowances).add(claim);
    if (claims.length > 0 && !live.denies && !live.item.site && live.item.file === part.root) own.push(claims);
  });
  const denied: Redundant[] = [];
  const covered: Redundant[] = [];
  for (const claims of own) {
    const { live } = claims[0] as Claim;
    const denier = decider(claims, denials, (other, claim) => other.live.priority >= claim.live.priority && holds(other, claim));
    if (denier) denied.push({ rule: live, by: denier });
    if (denier || !isPlain(live.rule)) continue;
    const keeper = decider(
      claims,
      allowances,
      (other, claim) => other.live.priority === claim.live.priority && stands(other, claim) && holds(other, claim),
    );
    if (keeper) covered.push({ rule: live, by: keeper });
  }
  return { denied, covered };
}

/** One rule that answers every claim of another. */
function decider(own: readonly Claim[], index: Index, fits: (other: Claim, claim: Claim) => boolean): Live | undefined {
  const [first, ...others] = own as [Claim, ...Claim[]];
  for (const other of index.candidates(first)) {
    if (other.live === first.live || !fits(other, first)) continue;
    if (others.every((claim) => index.candidates(claim).some((one) => one.live === other.live && fits(one, claim)))) return other.live;
  }
  return undefined;
}

/** Finds claims that may cover another: those that start with a part of its start. */
class Index {
  private readonly byStart = new Map<string, Claim[]>();
  private readonly byGlob = new Map<string, Claim[]>();
  private readonly lengths = new Set<number>();

  add(claim: Claim) {
    for (const start of literalStarts(claim.glob)) {
      put(this.byStart, claim.kind + start, claim);
      this.lengths.add(start.length);
    }
    put(this.byGlob, claim.kind + claim.glob, claim);
  }

  candidates({ kind, glob }: Claim): readonly Claim[] {
    if (isUndecided(glob)) return this.byGlob.get(kind + glob) ?? [];
    return [...this.lengths].flatMap((length) => (length > glob.length ? [] : (this.byStart.get(kind + glob.slice(0, length)) ?? [])));
  }
}

function put(map: Map<string, Claim[]>, key: string, claim: Claim) {
  const same = map.get(key);
  if (same) same.push(claim);
  else map.set(key, [claim]);
}

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
