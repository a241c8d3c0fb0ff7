import { type Context, listed, type Observed, type ObservedPlace, type Suggestion } from '../../../core';
import { type Architecture, findSyscall, riskRank } from '../../../knowledge';
import { type Analysis, abiWith, analysisOf, type Decision, decide } from '../analysis';
import { type Comparison, holds } from '../comparison';
import { hasCall } from '../filter';
import type { Word } from '../model';
import type { SeccompPart } from '../part';
import type { Verdict } from '../resolve';
import { subcalls } from '../subcalls';
import { hostOf, loaderOf } from '../target';
import { comparisonText, errnoText } from '../wording';
import { findAction } from '../words';
import { type Permission, permissionsFor } from './permissions';
import { readLog, type SeenCall } from './readLog';
import { runtimeCalls } from './runtimeCalls';
import { writeInto, writeNew } from './write';

/** What was found out about one call. */
interface Judged {
  readonly seen: SeenCall;
  readonly add: readonly Permission[];
  readonly denied?: ObservedPlace;
  readonly covered?: ObservedPlace;
}

/** What a log shows that a program calls, set against the profile: the calls that it lacks, as rules; into an empty file, a whole profile. */
export function fromObservation(part: SeccompPart, log: string, context: Context): Observed {
  const loader = loaderOf(part, context);
  const host = hostOf(context, loader.target);
  const calls = readLog(log, host.architecture);
  const analysis = analysisOf(part, context);
  const fresh = !analysis || analysis.resolved.unconfined;
  if (calls.length === 0 || (fresh && !isEmpty(part))) return nothing;
  const wanted = withFallback(fresh ? withRuntime(calls, (call) => hasCall(host.architecture, call)) : calls);
  const found = wanted.map((seen) => (fresh ? { seen, add: permissionsFor(seen, host.architecture) } : judge(analysis, seen)));
  const added = found.flatMap(({ add }) => add);
  const several = new Set(calls.flatMap(({ programs }) => programs)).size > 1;
  return {
    edits: fresh ? writeNew(part.tree, added, host.architecture) : writeInto(part.tree, analysis, added),
    suggestions: found
      .filter(({ add }) => add.length > 0)
      .sort((a, b) => riskOf(b) - riskOf(a) || (a.seen.call < b.seen.call ? -1 : 1))
      .flatMap((judged) => suggestions(judged, several)),
    denied: found.flatMap(({ denied }) => denied ?? []),
    covered: found.flatMap(({ covered }) => covered ?? []),
    unknownProfiles: [],
  };
}

const nothing: Observed = { edits: [], suggestions: [], denied: [], covered: [], unknownProfiles: [] };

/** A file without a word, or an object that says nothing yet. */
const isEmpty = ({ text, profile, object }: SeccompPart): boolean => text.trim() === '' || (profile?.node.members.length === 0 && !object);

/** What is let through for some arguments, or not at all, is no risk to speak of. */
const riskOf = ({ seen, add }: Judged): number => (add.every(isNarrow) ? riskRank('low') : riskRank(findSyscall(seen.call)?.risk ?? 'low'));

const isNarrow = ({ when, errno }: Permission): boolean => when !== undefined || errno !== undefined;

/** The runtime's own calls, which a log of the program alone does not show. */
function withRuntime(calls: readonly SeenCall[], exists: (call: string) => boolean): readonly SeenCall[] {
  const shown = new Set(calls.map(({ call }) => call));
  const own = runtimeCalls.filter((call) => !shown.has(call) && exists(call));
  return [...calls, ...own.map((call) => ({ call, lines: [], refused: false, args: [], programs: [] }))];
}

/** Who makes threads by clone3 makes them by clone as soon as clone3 is missing. */
function withFallback(calls: readonly SeenCall[]): readonly SeenCall[] {
  const clone3 = calls.find(({ call }) => call === 'clone3');
  if (!clone3 || calls.some(({ call }) => call === 'clone')) return calls;
  return [...calls, { ...clone3, call: 'clone', args: [] }];
}

function judge(analysis: Analysis, seen: SeenCall): Judged {
  const { profile, host } = analysis;
  const site = siteOf(analysis, seen);
  if (!site) return { seen, add: [] };
  const wanted = permissionsFor(seen, host.architecture);
  const entry = analysis.filter(site.abi)?.entries.get(site.call);
  const conditional = entry?.always ? undefined : entry?.conditional.find(({ comparisons }) => concerns(site, comparisons))?.origin.name;
  // Without arguments nobody can tell what becomes of a call that is decided by them.
  if (conditional && seen.args.length === 0) return { seen, add: [], ...(seen.refused && { denied: place(seen, conditional) }) };
  const decisions = site.vectors.map((vector) => ({ vector, ...decide(analysis, site.abi, site.call, vector) }));
  const bad = decisions.filter(({ verdict, why }) => !isEnough(verdict, why, wanted));
  if (bad.length === 0) {
    const by = decisions[0]?.origin?.name ?? profile.defaultAction;
    return { seen, add: [], ...(seen.refused && by && { covered: place(seen, by) }) };
  }
  const refusing = bad.find(({ origin }) => origin)?.origin?.name;
  const add = wanted.filter(({ when }) => !when || bad.some(({ vector }) => holds(when, vector)));
  const blocked = refusing ?? (conditional && !fits(add, entry?.conditional ?? []) ? conditional : undefined);
  return blocked ? { seen, add: [], denied: place(seen, blocked) } : { seen, add };
}

/** Where the filter meets a call: on the ABI that made it, or inside of `socketcall` or `ipc`, which carry it for 32-bit programs. */
interface Site {
  readonly abi: Architecture;
  readonly call: string;
  readonly vectors: readonly (readonly bigint[])[];
  readonly carried?: true;
}

/** Whether conditions decide for what was seen; of a call that is carried, only those that ask for more than which one it is. */
function concerns({ carried, vectors }: Site, comparisons: readonly Comparison[]): boolean {
  if (!carried) return true;
  return comparisons.length > 1 && comparisons.some(({ arg, op, value }) => arg === 0 && op === 'SCMP_CMP_EQ' && value === vectors[0]?.[0]);
}

/** Undefined where no ABI that the filter covers has the call. */
function siteOf(analysis: Analysis, { call, abi: made, args }: SeenCall): Site | undefined {
  const { abis } = analysis.resolved;
  const abi = made && abis.includes(made) && hasCall(made, call) ? made : abiWith(analysis, call);
  if (abi) return { abi, call, vectors: args.length ? args : [[]] };
  const sub = subcalls.get(call);
  const carrier = sub && abis.find((each) => each.multiplexed && hasCall(each, sub.through));
  return carrier && { abi: carrier, call: sub.through, vectors: [[BigInt(sub.number)]], carried: true };
}

/** Whether the profile does what was seen or, for clone3, what is better; a call that the default action logs is not listed yet. */
function isEnough({ action, errno }: Verdict, why: Decision['why'], wanted: readonly Permission[]): boolean {
  if (wanted.some((permission) => permission.errno !== undefined && permission.errno === errno)) return true;
  if (action === 'SCMP_ACT_LOG' && why === 'default') return false;
  return findAction(action)?.outcome !== 'denied';
}

/** New conditions live beside those of other rules as long as all look at the same argument; else libseccomp's merge may refuse them. */
function fits(add: readonly Permission[], present: readonly { readonly comparisons: readonly Comparison[] }[]): boolean {
  return add.every(({ when }) => when && present.every(({ comparisons }) => comparisons.every(({ arg }) => arg === when.arg)));
}

const place = ({ call, lines }: SeenCall, { node }: Word): ObservedPlace => ({ line: lines[0] ?? 0, span: node.span, what: call });

function suggestions({ seen, add }: Judged, several: boolean): readonly Suggestion[] {
  const known = findSyscall(seen.call);
  const narrowed = add.every(isNarrow);
  return add.map(({ call, when, errno }) => {
    const note = [
      seen.lines.length === 0 && 'The runtime makes it while it starts the container.',
      several && seen.programs.length > 0 && `Made by ${listed(seen.programs)}.`,
      errno !== undefined && 'Its flags lie in memory, out of a filter’s sight; the C library falls back to `clone`.',
      call === 'clone' && when && 'Threads and processes, but no new namespaces.',
      !narrowed && known && known.risk !== 'low' && `${capitalised(known.risk)} risk: ${known.why}`,
    ].filter(Boolean);
    return {
      rule: errno !== undefined ? `${call} fails with ${errnoText(errno)}` : when ? `${call} where ${comparisonText(when, call)}` : call,
      lines: seen.lines,
      ...(note.length > 0 && { note: note.join(' ') }),
    };
  });
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
