import { type Change, type Context, memoLast, mirror, type Span, type Target } from '../../core';
import { type Architecture, findSyscall, findSyscallGroup, riskRank, syscalls } from '../../knowledge';
import { stringOf } from '../../tree';
import { type Analysis, analysisOf } from './analysis';
import type { ArgumentComparison } from './comparison';
import { type Filter, firstRuling, hasCall } from './filter';
import { defaultOf } from './merge/callBranches';
import type { RuleOrigin } from './mergedCall';
import { fieldOf, fieldValue, namesOf } from './model';
import type { SeccompPart } from './part';
import { vectorsFor } from './regions';
import { type CallVerdict, sameVerdict } from './resolve';
import { assumedTarget, loaderOf } from './target';
import { conjunctionText, outcome } from './wording';
import { actions, findAction } from './words';

/** The group of what is not about a call. */
export const wholeProfile = 'The profile as a whole';

const namesGroup = 'Names without effect';

/**
 * Differences in meaning between two profiles on the host and for the capabilities of the context, as one loader reads them both.
 */
export const diff = memoLast((before: SeccompPart, after: SeccompPart, context: Context): readonly Change[] => {
  const readAs = commonTarget([before, after], context);
  const [a, b] = [before, after].map((part) => analysisOf(loaderOf(part, context).target === readAs ? part : { ...part, readAs }, context));
  return a && b ? [...wholeChanges(a, b), ...callChanges(a, b), ...nameChanges(a, b)] : [];
});

/** The runtime that reads all: where the files speak for several, one that is not merely assumed. */
export function commonTarget(parts: readonly SeccompPart[], context: Context): Target {
  const targets = parts.map((part) => loaderOf(part, context).target).sort();
  return parts.find(({ readAs }) => readAs)?.readAs ?? targets.find((target) => target !== assumedTarget) ?? assumedTarget;
}

/** KILL_PROCESS is 0, ALLOW the largest. */
export const leniency = ({ action }: CallVerdict): number => actions.findIndex(({ name }) => name === action);

function directionOf(before: CallVerdict, after: CallVerdict): Change['direction'] {
  const step = leniency(after) - leniency(before);
  return step > 0 ? 'loosened' : step < 0 ? 'tightened' : 'altered';
}

function* wholeChanges(a: Analysis, b: Analysis): Generator<Change> {
  const [before, after] = [defaultOf(a), defaultOf(b)];
  if (!sameVerdict(before, after) || a.resolved.unconfined !== b.resolved.unconfined) {
    const text = (analysis: Analysis, verdict: CallVerdict) => (analysis.resolved.unconfined ? 'no seccomp' : outcome(verdict));
    yield {
      direction: directionOf(before, after),
      subject: 'default action',
      group: wholeProfile,
      before: text(a, before),
      after: text(b, after),
      weight: 100,
      ...places(defaultSpan(a), defaultSpan(b)),
      ...(findAction(before.action)?.outcome !== findAction(after.action)?.outcome && {
        risk: 'It decides for every call that no rule names, those of future kernels included.',
      }),
    };
  }
  const abis = new Set([...a.resolved.abis, ...b.resolved.abis]);
  for (const abi of a.resolved.unconfined || b.resolved.unconfined ? [] : abis) {
    const [inA, inB] = [a.resolved.abis.includes(abi), b.resolved.abis.includes(abi)];
    if (inA === inB) continue;
    const change: Change = {
      direction: 'tightened',
      subject: `${abi.name} programs`,
      group: wholeProfile,
      before: 'filtered',
      after: 'killed at their first call',
      weight: 90,
      ...places(abiSpan(a), abiSpan(b)),
    };
    yield inA ? change : { ...mirror(change), ...places(abiSpan(a), abiSpan(b)) };
  }
  for (const key of ['flags', 'listenerPath', 'baseProfileName'] as const) {
    const [old, now] = [settingText(a, key), settingText(b, key)];
    if (old !== now)
      yield {
        direction: 'altered',
        subject: key,
        group: wholeProfile,
        before: old,
        after: now,
        ...places(fieldOf(a.profile.node, key)?.key.span, fieldOf(b.profile.node, key)?.key.span),
      };
  }
}

const defaultSpan = ({ profile }: Analysis): Span | undefined => profile.defaultAction?.node.span;
const abiSpan = ({ profile: { node } }: Analysis): Span | undefined =>
  (fieldOf(node, 'architectures') ?? fieldOf(node, 'archMap'))?.key.span;

const places = (baselineSpan: Span | undefined, span: Span | undefined) => ({
  ...(baselineSpan && { baselineSpan }),
  ...(span && { span }),
});

function settingText({ profile }: Analysis, key: 'flags' | 'listenerPath' | 'baseProfileName'): string {
  if (key === 'baseProfileName') {
    const base = stringOf(fieldValue(profile.node, key));
    return base ? `${base}, whose calls are not counted here` : 'none';
  }
  if (key === 'listenerPath') return profile.listenerPath?.value || 'none';
  const flags = profile.flags?.map(({ value }) => value.replace('SECCOMP_FILTER_FLAG_', '')).sort();
  return flags === undefined ? 'SPEC_ALLOW (the runtimes’ own)' : flags.join(', ') || 'none';
}

/** How two filters differ over a call on one ABI. */
interface CallDifference {
  readonly direction: Change['direction'];
  readonly before: string;
  readonly after: string;
  /** Allowed on one side and not on the other, for some arguments at least. */
  readonly opens: boolean;
  readonly span?: Span;
  readonly baselineSpan?: Span;
}

function* callChanges(a: Analysis, b: Analysis): Generator<Change> {
  const shared = (a.resolved.unconfined ? b : a).resolved.abis.filter(
    (abi) => (a.resolved.unconfined || a.resolved.abis.includes(abi)) && (b.resolved.unconfined || b.resolved.abis.includes(abi)),
  );
  const byCall = new Map<string, Map<string, { abis: Architecture[]; difference: CallDifference }>>();
  for (const abi of shared) {
    for (const call of callsToCompare(a, b, abi)) {
      const difference = compareCall(sideOf(a, abi), sideOf(b, abi), call, abi.bits);
      if (!difference) continue;
      const forms = byCall.get(call) ?? new Map<string, { abis: Architecture[]; difference: CallDifference }>();
      byCall.set(call, forms);
      const key = `${difference.direction} ${difference.before} → ${difference.after}`;
      const form = forms.get(key) ?? { abis: [], difference };
      form.abis.push(abi);
      forms.set(key, form);
    }
  }
  for (const [call, forms] of [...byCall].sort(([x], [y]) => (x < y ? -1 : 1))) {
    const everywhere = shared.filter((abi) => hasCall(abi, call)).length;
    for (const { abis, difference } of forms.values()) {
      const about = findSyscall(call);
      const { opens, ...rest } = difference;
      const risky = opens && about && riskRank(about.risk) >= riskRank('high');
      yield {
        ...rest,
        subject: abis.length === everywhere ? call : `${call} on ${abis.map(({ name }) => name).join(', ')}`,
        group: findSyscallGroup(about?.group ?? '')?.title ?? 'Other calls',
        ...(about && { weight: riskRank(about.risk) * 10 }),
        ...(risky && about.why && { risk: about.why }),
      };
    }
  }
}

interface Side {
  readonly default: CallVerdict;
  readonly defaultSpan?: Span;
  readonly filter?: Filter;
  spanOf(origin: RuleOrigin): Span;
}

function sideOf(analysis: Analysis, abi: Architecture): Side {
  const [filter, span] = [analysis.resolved.unconfined ? undefined : analysis.filter(abi), defaultSpan(analysis)];
  const spanOf = (origin: RuleOrigin) => analysis.placed(origin).name.node.span;
  return { default: defaultOf(analysis), spanOf, ...(span && { defaultSpan: span }), ...(filter && { filter }) };
}

/** Calls that a rule of either side decides for; all calls where the defaults let through what the other does not. */
function callsToCompare(a: Analysis, b: Analysis, abi: Architecture): Iterable<string> {
  const entries = [a, b].flatMap((analysis) => (analysis.resolved.unconfined ? [] : [...(analysis.filter(abi)?.entries.keys() ?? [])]));
  if (findAction(defaultOf(a).action)?.outcome === findAction(defaultOf(b).action)?.outcome) return new Set(entries);
  return new Set([...entries, ...syscalls().map(({ name }) => name)].filter((name) => hasCall(abi, name)));
}

function compareCall(a: Side, b: Side, call: string, bits: 32 | 64): CallDifference | undefined {
  const [old, now] = [a.filter?.entries.get(call), b.filter?.entries.get(call)];
  const { vectors, cut } = vectorsFor([...comparisonsOf(old), ...comparisonsOf(now)]);
  let looser = false;
  let stricter = false;
  let opens = false;
  let first: { before?: Span; after?: Span } | undefined;
  for (const vector of vectors) {
    const args = bits === 64 ? vector : vector.map((value) => BigInt.asUintN(32, value));
    const [before, after] = [verdictFor(a, call, args), verdictFor(b, call, args)];
    if (sameVerdict(before.verdict, after.verdict)) continue;
    // Both by default: said once, for the default action.
    if (!before.origin && !after.origin && outcomeOf(before.verdict) === outcomeOf(after.verdict)) continue;
    const direction = directionOf(before.verdict, after.verdict);
    looser ||= direction === 'loosened';
    stricter ||= direction === 'tightened';
    opens ||= (outcomeOf(before.verdict) === 'allowed') !== (outcomeOf(after.verdict) === 'allowed');
    first ??= { ...(before.origin && { before: a.spanOf(before.origin) }), ...(after.origin && { after: b.spanOf(after.origin) }) };
  }
  if (!first) return undefined;
  const doubt = cut ? ' (too many conditions to compare them all)' : '';
  return {
    direction: looser === stricter ? 'altered' : looser ? 'loosened' : 'tightened',
    before: describe(a, call),
    after: describe(b, call) + doubt,
    opens,
    ...places(first.before ?? a.defaultSpan, first.after ?? b.defaultSpan),
  };
}

const outcomeOf = ({ action }: CallVerdict) => findAction(action)?.outcome;

const comparisonsOf = (entry: ReturnType<Filter['entries']['get']>): readonly ArgumentComparison[] =>
  entry && !entry.always ? entry.conditional.flatMap(({ comparisons }) => comparisons) : [];

function verdictFor(side: Side, call: string, args: readonly bigint[]): { readonly verdict: CallVerdict; readonly origin?: RuleOrigin } {
  const entry = side.filter?.entries.get(call);
  return (entry && (entry.always ?? firstRuling(entry.tests, args))) ?? { verdict: side.default };
}

/** More conditions than this make a line too long to read. */
const mostConditions = 3;

/** `allowed where domain < 38, else fails with EPERM`. */
function describe(side: Side, call: string): string {
  const entry = side.filter?.entries.get(call);
  if (entry?.always) return outcome(entry.always.verdict);
  if (!entry?.conditional.length) return outcome(side.default);
  const byOutcome = new Map<string, string[]>();
  for (const { verdict, comparisons } of entry.conditional) {
    const words = outcome(verdict);
    byOutcome.set(words, [...(byOutcome.get(words) ?? []), conjunctionText(comparisons, call)]);
  }
  const clauses = [...byOutcome].map(([words, conditions]) => {
    const shown = conditions.slice(0, mostConditions).join(' or ');
    const more = conditions.length - mostConditions;
    return `${words} where ${shown}${more > 0 ? ` or ${more} more` : ''}`;
  });
  return `${clauses.join(', ')}, else ${outcome(side.default)}`;
}

/** Names that libseccomp skips, where one profile has them and the other has not. */
function* nameChanges(a: Analysis, b: Analysis): Generator<Change> {
  const [old, now] = [unknownNames(a), unknownNames(b)];
  const named = 'named, and skipped by libseccomp';
  for (const [name, span] of now) if (!old.has(name)) yield nameChange(name, 'not named', named, places(undefined, span));
  for (const [name, span] of old) if (!now.has(name)) yield nameChange(name, named, 'not named', places(span, undefined));
}

const nameChange = (subject: string, before: string, after: string, where: Partial<Change>): Change => ({
  direction: 'altered',
  subject,
  group: namesGroup,
  before,
  after,
  ...where,
});

function unknownNames({ profile }: Analysis): ReadonlyMap<string, Span> {
  const names = new Map<string, Span>();
  for (const rule of profile.rules) for (const { value, node } of namesOf(rule)) if (!findSyscall(value)) names.set(value, node.span);
  return names;
}
