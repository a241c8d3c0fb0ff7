import { memoWith, type Span } from '../../core';
import type { Architecture } from '../../knowledge';
import type { Analysis } from './analysis';
import { type Filter, hasCall } from './filter';
import type { Collision, MergedCall, RuleOrigin } from './mergedCall';
import { keptWith, namesOf, type ProfileRule, type TextValue } from './model';
import { type Resolved, type RuleEffect, sameVerdict } from './resolve';

/** Calls over which two rules of a profile meet, gathered for the two rules, without their places: the same object as long as nothing of it changes. */
export interface Meeting {
  readonly kind: Collision['kind'];
  /** The rules do the same. */
  readonly agree: boolean;
  readonly added: RuleEffect;
  readonly older: RuleEffect;
  /** One for each call. */
  readonly places: readonly [MeetingPlace, ...MeetingPlace[]];
}

/** Where two rules meet over one call. */
export interface MeetingPlace {
  readonly added: RuleOrigin;
  readonly older: RuleOrigin;
  readonly abi: Architecture;
  /** The call that libseccomp adds both to: `socketcall` for `socket` on 32-bit x86. */
  readonly call: string;
}

export type ClashSide = 'added' | 'older';

/** A meeting with the rules at their places. */
export class Clash {
  constructor(
    readonly meeting: Meeting,
    private readonly resolved: Resolved,
  ) {}

  get added(): ProfileRule {
    return this.ruleOf('added');
  }

  get older(): ProfileRule {
    return this.ruleOf('older');
  }

  ruleOf(side: ClashSide): ProfileRule {
    return this.resolved.active(this.meeting[side]).rule;
  }

  /** The names that they meet over, as one of the rules writes them. */
  names(side: ClashSide): readonly TextValue[] {
    const { names } = this.resolved.active(this.meeting[side]);
    return this.meeting.places.map((place) => names[place[side].at] as TextValue);
  }

  /** Where one of these is; without a look at the others. */
  spanOf(side: ClashSide, place: MeetingPlace): Span {
    const { effect, at } = place[side];
    const { span } = (effect.names[at] as TextValue).node;
    const by = this.ruleOf(side).node.span.start - effect.rule.node.span.start;
    return { start: span.start + by, end: span.end + by };
  }
}

/**
 * What libseccomp's merge refuses on any of the ABIs that the profile covers. Only if it refuses nothing: what it drops and deletes, since
 * a profile that no runtime loads has no other effect.
 */
export const clashesOf = (analysis: Analysis): readonly Clash[] => listOf(analysis.resolved, analysis);

/** Why libseccomp refuses the profile; undefined for a profile that it loads. */
export const conflictOf = (analysis: Analysis): Clash | undefined =>
  tableOf(analysis.resolved, analysis).conflicts ? clashesOf(analysis)[0] : undefined;

/** `socket`, and the other calls that two rules meet over. */
export const callsOf = ({ places }: Meeting): readonly string[] => [...new Set(places.map(({ added }) => added.call))];

/** Whether others decide for every call that a rule names: what its conditions say then has no effect. */
export function isOverruled(analysis: Analysis, rule: ProfileRule): boolean {
  const effect = analysis.resolved.effectOf(rule);
  if (!effect) return false;
  const { pairs, swallowing } = tableOf(analysis.resolved, analysis);
  const decided = new Set<string>();
  for (const pair of pairs.get(effect)?.values() ?? [])
    for (const { kind, places } of pair.meetings)
      if (kind === 'later' || kind === 'wider') for (const { added } of places) decided.add(added.call);
  for (const added of swallowing.get(effect) ?? [])
    for (const { kind, places } of pairs.get(added)?.get(effect)?.meetings ?? [])
      if (kind === 'swallowed') for (const { older } of places) decided.add(older.call);
  return decided.size > 0 && namesOf(effect.rule).every(({ value }) => decided.has(value));
}

/** Whether a finding tells already what libseccomp's merge does with two rules. */
export function isClash(analysis: Analysis, added: RuleEffect, older: RuleEffect): boolean {
  const { conflicts, pairs } = tableOf(analysis.resolved, analysis);
  const meetings = pairs.get(added)?.get(older)?.meetings ?? [];
  return meetings.some(({ kind }) => (kind === 'conflict') === conflicts > 0);
}

/** In the order of the later rule, then of the other one. */
const listOf = memoWith((resolved: Resolved, analysis: Analysis): readonly Clash[] => {
  const { conflicts, pairs } = tableOf(resolved, analysis);
  const clashes: Clash[] = [];
  for (const { effect } of resolved.rules) {
    const own = [...(pairs.get(effect)?.values() ?? [])].flatMap(({ meetings }) => meetings);
    const told = own.filter(({ kind }) => (kind === 'conflict') === conflicts > 0);
    told.sort((a, b) => resolved.active(a.older).rule.index - resolved.active(b.older).rule.index);
    for (const meeting of told) clashes.push(new Clash(meeting, resolved));
  }
  return clashes;
});

/** What was found for two rules. */
interface Pair {
  readonly found: readonly Found[];
  readonly meetings: readonly Meeting[];
}

interface Found {
  readonly collision: Collision;
  readonly abi: Architecture;
  /** Where it was found. */
  readonly merged: MergedCall;
}

interface ClashTable {
  /** By the later of two rules, then by the other one. */
  readonly pairs: ReadonlyMap<RuleEffect, ReadonlyMap<RuleEffect, Pair>>;
  /** For a rule those that delete it. */
  readonly swallowing: ReadonlyMap<RuleEffect, ReadonlySet<RuleEffect>>;
  /** How many meetings are conflicts. */
  readonly conflicts: number;
  /** What it was made of. */
  readonly filters: readonly Filter[];
  readonly reader: string;
}

/** Of the version for which it was last made. */
const former = new WeakMap<object, ClashTable>();

const tableOf = memoWith((resolved: Resolved, analysis: Analysis): ClashTable => {
  const filters = resolved.abis.flatMap((abi) => analysis.filter(abi) ?? []);
  const { reader } = analysis.loader;
  const known = former.get(analysis.versions);
  const isLike =
    known?.reader === reader && known.filters.length === filters.length && filters.every(({ abi }, i) => known.filters[i]?.abi === abi);
  const before = isLike ? known : { pairs: new Map(), swallowing: new Map(), conflicts: 0, filters: [] };
  const table = { ...changedTable(before, filters, analysis), filters, reader };
  former.set(analysis.versions, table);
  return table;
});

type Table = Pick<ClashTable, 'pairs' | 'swallowing' | 'conflicts'>;

/** The table with other pairs where calls of a filter were merged again. */
function changedTable(before: Table & Pick<ClashTable, 'filters'>, filters: readonly Filter[], analysis: Analysis): Table {
  const gone = new Set<MergedCall>();
  const changed = new Map<RuleEffect, Map<RuleEffect, Found[]>>();
  const foundOf = ({ added, older }: Collision): Found[] => {
    const others = changed.get(added.effect) ?? new Map<RuleEffect, Found[]>();
    changed.set(added.effect, others);
    const found = others.get(older.effect) ?? [];
    others.set(older.effect, found);
    return found;
  };
  for (const [i, filter] of filters.entries())
    for (const place of ['entries', 'absent'] as const) {
      const old = before.filters[i]?.[place];
      const now = filter[place];
      for (const call of changedCalls(before.filters[i], filter, place)) {
        const [was, merged] = [old?.get(call), now.get(call)];
        if (was === merged) continue;
        if (was && mayTell(analysis, was, filter.abi)) {
          gone.add(was);
          for (const collision of was.collisions) foundOf(collision);
        }
        if (merged && mayTell(analysis, merged, filter.abi))
          for (const collision of merged.collisions)
            if (isTold(analysis, collision, filter.abi)) foundOf(collision).push({ collision, abi: filter.abi, merged });
      }
    }
  if (!changed.size) return before;
  const pairs = new Map(before.pairs);
  const swallowing = new Map(before.swallowing);
  let { conflicts } = before;
  const placeOf = ({ abi, collision }: Found) => analysis.resolved.abis.indexOf(abi) * 2 ** 24 + collision.added.at;
  for (const [added, others] of changed) {
    const own = new Map(pairs.get(added));
    for (const [older, fresh] of others) {
      const kept = own.get(older)?.found.filter(({ merged }) => !gone.has(merged)) ?? [];
      const found = [...kept, ...fresh].sort((a, b) => placeOf(a) - placeOf(b) || compareWords(a.collision.call, b.collision.call));
      const known = own.get(older)?.meetings ?? [];
      const meetings = meetingsOf(found).map((one) => known.find((each) => isSame(each, one)) ?? one);
      conflicts += countOf(meetings, 'conflict') - countOf(known, 'conflict');
      const by = new Set(swallowing.get(older));
      if (countOf(meetings, 'swallowed')) by.add(added);
      else by.delete(added);
      if (by.size) swallowing.set(older, by);
      else swallowing.delete(older);
      if (meetings.length) own.set(older, { found, meetings });
      else own.delete(older);
    }
    if (own.size) pairs.set(added, own);
    else pairs.delete(added);
  }
  return { pairs, swallowing, conflicts };
}

const compareWords = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const countOf = (meetings: readonly Meeting[], wanted: Meeting['kind']): number => meetings.filter(({ kind }) => kind === wanted).length;

/** Calls that two filters may differ in. */
function changedCalls(before: Filter | undefined, filter: Filter, place: 'entries' | 'absent'): Iterable<string> {
  if (before === filter) return [];
  if (filter.changed && filter.changed.from === before?.token) return filter.changed.calls;
  return new Set([...(before?.[place].keys() ?? []), ...filter[place].keys()]);
}

/** Of the same two rules. */
const isSame = (a: Meeting, b: Meeting): boolean =>
  a.kind === b.kind &&
  a.places.length === b.places.length &&
  a.places.every((place, i) => {
    const other = b.places[i];
    return place.added === other?.added && place.older === other.older && place.abi === other.abi && place.call === other.call;
  });

/** The collisions of two rules, each kind once and each of their calls once. */
function meetingsOf(found: readonly Found[]): readonly Meeting[] {
  const byKind = new Map<string, { readonly meeting: Omit<Meeting, 'places'>; readonly places: Map<number, MeetingPlace> }>();
  for (const { collision, abi } of found) {
    const { kind, added, older, call } = collision;
    const agree = sameVerdict(added.effect.verdict, older.effect.verdict);
    const key = `${kind} ${agree}`;
    const known = byKind.get(key) ?? { meeting: { kind, agree, added: added.effect, older: older.effect }, places: new Map() };
    byKind.set(key, known);
    if (!known.places.has(added.at)) known.places.set(added.at, { added, older, abi, call });
  }
  return [...byKind.values()].map(({ meeting, places }) => ({ ...meeting, places: [...places.values()] as unknown as Meeting['places'] }));
}

/**
 * All that keeps rules from loading, and of rules that load: meetings over the call that both name, on the host's own ABI and over calls that only other
 * ABIs have. Rules whose conditions the reader drops are left out, as the meeting is the consequence of another mistake.
 */
function isTold({ resolved, loader }: Analysis, { kind, added, older, call }: Collision, abi: Architecture): boolean {
  if (kind === 'conflict') return true;
  if (call !== added.call || !isTelling(resolved, call, abi)) return false;
  return loader.reader !== 'oci' || !(isConditional(added) || isConditional(older));
}

/** On the host's own ABI, and over calls that only other ABIs have. */
const isTelling = ({ abis: [host] }: Resolved, call: string, abi: Architecture): boolean =>
  abi === host || host === undefined || !hasCall(host, call);

/** Whether collisions over the call could be told; asked first, so that the others need not be made. */
const mayTell = ({ resolved }: Analysis, merged: MergedCall, abi: Architecture): boolean =>
  merged.mayConflict || isTelling(resolved, merged.call, abi);

const isConditional = ({ effect: { rule } }: RuleOrigin): boolean => keptWith(rule, undefined, hasFilter);

const hasFilter = ({ includes, excludes }: ProfileRule): boolean => includes !== undefined || excludes !== undefined;
