import { applyEdits, type Context, type Edit, listed, type Observed, type ObservedPlace, type Suggestion } from '../../../core';
import {
  type Architecture,
  findSyscall,
  type RuntimeVersion,
  riskRank,
  runtimeNamed,
  startupCallsOf,
  successorsOf,
} from '../../../knowledge';
import { type Analysis, analyse, analysisOf, type CallDecision, decide } from '../analysis';
import { type ArgumentComparison, isMet } from '../comparison';
import { nameOfValue } from '../constants';
import { coverAbis } from '../coverAbis';
import { conflictsIn, type Filter, hasCall } from '../filter';
import { namesOf, type TextValue } from '../model';
import { jsonPart, type SeccompPart, yamlPart } from '../part';
import type { CallVerdict } from '../resolve';
import { hostOf, loaderOf } from '../target';
import { comparisonText, errnoText, numberText } from '../wording';
import { findAction } from '../words';
import { namespacesIn, type Permission, permissionsFor } from './permissions';
import { failingCalls } from './prove';
import { readLog, type SeenCall } from './readLog';
import { type Site, siteOf } from './site';
import { writeInto, writeNew } from './write';

/** What was found out about one call. */
interface Judged {
  readonly seen: SeenCall;
  readonly add: readonly Permission[];
  readonly denied?: ObservedPlace;
  readonly covered?: ObservedPlace;
}

/** What a log shows that a program calls, set against the profile: the calls that the profile doesn't allow, as rules; for an empty file, a whole profile. */
export function fromObservation(part: SeccompPart, log: string, settings: Context): Observed {
  const { calls, census, context } = recordingOf(part, log, settings);
  const { architecture: host } = hostOf(context, loaderOf(part, context).target);
  const analysis = analysisOf(part, context);
  const fresh = !analysis || analysis.resolved.unconfined;
  if (calls.length === 0 || (fresh && !isEmpty(part))) return { ...nothing, census };
  const wanted = withFallback(fresh ? withRuntime(calls, runtimeNamed(context.runtime ?? ''), (call) => hasCall(host, call)) : calls);
  const missing = fresh ? [] : missingAbis(analysis, calls);
  const cover = fresh ? [] : coverAbisIfAny({ ...analysis, tree: part.tree }, missing);
  const isCovered = cover.length > 0 && loads(analysisAfter(part, cover, context));
  const found = wanted.map((seen) => (fresh ? { seen, add: permissionsFor(seen, host) } : judge(analysis, seen, isCovered ? missing : [])));
  const added = onePerCall(found.flatMap(({ add }) => add));
  const several = new Set(calls.flatMap(({ programs }) => programs)).size > 1;
  const edits = fresh ? writeNew(part.tree, added, host) : [...(isCovered ? cover : []), ...writeInto(part.tree, analysis, added)];
  return {
    edits,
    failing: failingAfter(part, edits, calls, context),
    suggestions: [
      ...missing.map((abi) => missingAbi(abi, calls, isCovered)),
      ...found
        .filter(({ add }) => add.length > 0)
        .sort((a, b) => riskOf(b) - riskOf(a) || (a.seen.call < b.seen.call ? -1 : 1))
        .flatMap((judged) => suggestions(judged, several, census.length, new Set(added.map(({ call }) => call)))),
    ],
    denied: found.flatMap(({ denied }) => denied ?? []),
    covered: found.flatMap(({ covered }) => covered ?? []),
    unknownProfiles: [],
    census,
    remarks: remarksOn(calls, host, fresh),
    ...(!fresh && { unseen: unseenIn(analysis, calls) }),
  };
}

/** What the profile would still refuse with the edits made. */
function failingAfter(part: SeccompPart, edits: readonly Edit[], calls: readonly SeenCall[], context: Context): Observed['failing'] {
  const after = analysisAfter(part, edits, context);
  return after && failingCalls(after, calls);
}

/** Whether libseccomp takes the rules on every ABI that the filter covers. */
const loads = (analysis: Analysis | undefined): boolean =>
  analysis?.resolved.abis.every((abi) => conflictsIn(analysis.filter(abi) as Filter).length === 0) ?? false;

function analysisAfter(part: SeccompPart, edits: readonly Edit[], context: Context): Analysis | undefined {
  const text = applyEdits(part.text, edits);
  const { profile } =
    part.tree.syntax === 'json' || text.trimStart().startsWith('{') ? jsonPart(text, part.path) : yamlPart(text, part.path);
  const loader = loaderOf(part, context);
  return profile && analyse(profile, loader, hostOf(context, loader.target));
}

/** The recording, and the settings with the architecture that it is of. */
export function recordingOf(part: SeccompPart, log: string, settings: Context) {
  const { architecture } = hostOf(settings, loaderOf(part, settings).target);
  const { calls, census } = readLog(log, architecture);
  const host = hostOfRecording(calls, architecture);
  return { calls, census, context: host === architecture ? settings : { ...settings, architecture: host.name } };
}

/** A log of another machine is of that machine's architecture. */
function hostOfRecording(calls: readonly SeenCall[], host: Architecture): Architecture {
  const seen = new Set(calls.flatMap(({ abi }) => abi ?? []));
  if (!seen.size || [...seen].some((abi) => abi === host || host.sub.includes(abi.name))) return host;
  const [first] = [...seen].sort((a, b) => b.bits - a.bits);
  return first ?? host;
}

/** ABIs of the host that programs used and the filter does not cover: it kills them at their first call. */
function missingAbis(analysis: Analysis, calls: readonly SeenCall[]): readonly Architecture[] {
  const used = new Set(calls.flatMap(({ abi }) => abi ?? []));
  return [...used].filter((abi) => isMissing(analysis, abi));
}

const isMissing = ({ resolved, host }: Analysis, abi: Architecture): boolean =>
  !resolved.abis.includes(abi) && host.architecture.sub.includes(abi.name);

const coverAbisIfAny = (into: Parameters<typeof coverAbis>[0], abis: readonly Architecture[]) =>
  abis.length
    ? coverAbis(
        into,
        abis.map(({ scmp }) => scmp),
      )
    : [];

function missingAbi(abi: Architecture, calls: readonly SeenCall[], isCovered: boolean): Suggestion {
  const own = calls.filter((seen) => seen.abi === abi);
  const programs = [...new Set(own.flatMap(({ programs }) => programs))];
  return {
    rule: abi.scmp,
    lines: [...new Set(own.flatMap(({ lines }) => lines))].sort((a, b) => a - b).slice(0, 5),
    note: `The filter does not cover ${abi.name} and kills its programs at their first call, whatever the rules say${programs.length ? `: ${listed(programs)}` : ''}.${isCovered ? '' : ' Confine does not add it: on this ABI two rules collide, and runc and crun would refuse the profile.'}`,
  };
}

/** One rule is enough for a call that several ABIs make. */
function onePerCall(permissions: readonly Permission[]): readonly Permission[] {
  const once = new Map(
    permissions.map((one) => [`${one.call} ${one.errno ?? ''} ${one.when ? `${one.when.arg} ${one.when.op} ${one.when.value}` : ''}`, one]),
  );
  const whole = new Set([...once.values()].filter(({ when, errno }) => !when && errno === undefined).map(({ call }) => call));
  return [...once.values()].filter(({ call, when, errno }) => (!when && errno === undefined) || !whole.has(call));
}

/** What a recording cannot have seen. */
function remarksOn(calls: readonly SeenCall[], host: Architecture, fresh: boolean): readonly string[] {
  const shown = new Set(calls.map(({ call }) => call));
  const startUp = !['capset', 'setgroups', 'setresuid'].some((call) => shown.has(call));
  return [
    ...(startUp && !fresh ? ['The log shows the program alone: not the calls that the runtime makes while it starts the container.'] : []),
    `The log is of ${host.name}, of one C library and of what was tried: error paths, other architectures and other images may need more.`,
  ];
}

/** What the profile allows by name and the log does not show; the runtime's own calls are not counted. */
function unseenIn({ profile }: Analysis, calls: readonly SeenCall[]): readonly string[] {
  const shown = new Set([...calls.map(({ call }) => call), ...startupCallsOf()]);
  const allowed = profile.rules.filter(({ action }) => findAction(action?.value)?.outcome === 'allowed').flatMap((rule) => namesOf(rule));
  return [...new Set(allowed.map(({ value }) => value))].filter((name) => findSyscall(name) && !shown.has(name)).sort();
}

const nothing: Observed = { edits: [], suggestions: [], denied: [], covered: [], unknownProfiles: [] };

/** A file without a word, or an object that says nothing yet. */
const isEmpty = ({ text, profile, object }: SeccompPart): boolean => text.trim() === '' || (profile?.node.members.length === 0 && !object);

/** What is let through for some arguments, or not at all, is no risk to speak of. */
const riskOf = ({ seen, add }: Judged): number => (add.every(isNarrow) ? riskRank('low') : riskRank(findSyscall(seen.call)?.risk ?? 'low'));

const isNarrow = ({ when, errno }: Permission): boolean => when !== undefined || errno !== undefined;

/** The runtime's own calls, which a log of the program alone does not show. */
function withRuntime(
  calls: readonly SeenCall[],
  runtime: RuntimeVersion | undefined,
  exists: (call: string) => boolean,
): readonly SeenCall[] {
  const shown = new Set(calls.map(({ call }) => call));
  const own = startupCallsOf(runtime).filter((call) => !shown.has(call) && exists(call));
  return [...calls, ...own.map((call) => ({ call, lines: [], refused: false, args: [], programs: [], logs: [] }))];
}

/** Who makes threads by clone3 makes them by clone as soon as clone3 is missing. */
function withFallback(calls: readonly SeenCall[]): readonly SeenCall[] {
  const clone3 = calls.find(({ call }) => call === 'clone3');
  if (!clone3 || calls.some(({ call }) => call === 'clone')) return calls;
  return [...calls, { ...clone3, call: 'clone' }];
}

/** `added`: ABIs that the filter covers from now on. */
function judge(analysis: Analysis, seen: SeenCall, added: readonly Architecture[]): Judged {
  const { profile, host } = analysis;
  const site = siteOf(analysis, seen);
  const wanted = permissionsFor(seen, host.architecture);
  // A call that only an added ABI has needs its rule.
  if (!site) return { seen, add: added.some((abi) => (seen.abi ?? abi) === abi && hasCall(abi, seen.call)) ? wanted : [] };
  const entry = analysis.filter(site.abi)?.entries.get(site.call);
  const deciding = entry?.always ? undefined : entry?.conditional.find(({ comparisons }) => concerns(site, comparisons));
  const conditional = deciding && analysis.placed(deciding.origin).name;
  // Without arguments it is unknown what happens to a call that they decide.
  if (conditional && seen.args.length === 0) return { seen, add: [], ...(seen.refused && { denied: place(seen, conditional) }) };
  const decisions = site.vectors.map((vector) => ({ vector, ...decide(analysis, site.abi, site.call, vector) }));
  const bad = decisions.filter(({ verdict, why }) => !isEnough(verdict, why, wanted));
  if (bad.length === 0) {
    const by = decisions[0]?.origin?.name ?? profile.defaultAction;
    // What an ABI is killed for that the filter does not cover, the profile does not allow.
    const isKilled = seen.abi !== undefined && !analysis.resolved.abis.includes(seen.abi);
    return { seen, add: [], ...(seen.refused && by && !isKilled && { covered: place(seen, by) }) };
  }
  const refusing = bad.find(({ origin }) => origin)?.origin?.name;
  const add = wanted.filter(({ when }) => !when || bad.some(({ vector }) => isMet(when, vector)));
  const blocked = refusing ?? (conditional && !fits(add, entry?.conditional ?? []) ? conditional : undefined);
  return blocked ? { seen, add: [], denied: place(seen, blocked) } : { seen, add };
}

/** Whether conditions decide for what was seen; of a call inside a multiplexer, only those beyond its number. */
function concerns({ carried, vectors }: Site, comparisons: readonly ArgumentComparison[]): boolean {
  if (!carried) return true;
  return comparisons.length > 1 && comparisons.some(({ arg, op, value }) => arg === 0 && op === 'SCMP_CMP_EQ' && value === vectors[0]?.[0]);
}

/** Whether the profile does what was seen or, for clone3, what is better; a call that the default action logs is not listed yet. */
function isEnough({ action, errno }: CallVerdict, why: CallDecision['why'], wanted: readonly Permission[]): boolean {
  if (wanted.some((permission) => permission.errno !== undefined && permission.errno === errno)) return true;
  if (action === 'SCMP_ACT_LOG' && why === 'default') return false;
  return findAction(action)?.outcome !== 'denied';
}

/** New conditions live beside those of other rules as long as all look at the same argument; else libseccomp's merge may refuse them. */
function fits(add: readonly Permission[], present: readonly { readonly comparisons: readonly ArgumentComparison[] }[]): boolean {
  return add.every(({ when }) => when && present.every(({ comparisons }) => comparisons.every(({ arg }) => arg === when.arg)));
}

const place = ({ call, lines }: SeenCall, { node }: TextValue): ObservedPlace => ({ line: lines[0] ?? 0, span: node.span, what: call });

function suggestions({ seen, add }: Judged, several: boolean, logs: number, added: ReadonlySet<string>): readonly Suggestion[] {
  const known = findSyscall(seen.call);
  const narrowed = add.every(isNarrow);
  return add.map(({ call, when, errno }) => {
    const successors = successorsOf(call).filter((other) => !added.has(other));
    const note = [
      seen.lines.length === 0 && 'The runtime makes it while it starts the container.',
      logs > 1 && seen.logs.length > 0 && `Seen in ${seen.logs.length} of ${logs} logs.`,
      several && seen.programs.length > 0 && `Made by ${listed(seen.programs)}.`,
      errno !== undefined && 'Its flags lie in memory, out of a filter’s sight; the C library falls back to `clone`.',
      /^clone3?$/.test(call) && namespacesIn(seen.args) !== 0n && `Makes new namespaces (${flagsText(namespacesIn(seen.args))}).`,
      call === 'clone' && when && 'Threads and processes, but no new namespaces.',
      successors.length > 0 &&
        seen.lines.length > 0 &&
        `Newer C libraries and architectures such as arm64 call ${listed(successors, 'or')} instead: allow it too if the program runs there.`,
      !narrowed && known && known.risk !== 'low' && `${capitalised(known.risk)} risk: ${known.why}`,
    ].filter(Boolean);
    return {
      rule: errno !== undefined ? `${call} fails with ${errnoText(errno)}` : when ? `${call} where ${comparisonText(when, call)}` : call,
      lines: seen.lines,
      ...(note.length > 0 && { note: note.join(' ') }),
    };
  });
}

const flagsText = (flags: bigint): string => nameOfValue('clone', 0, flags) ?? numberText(flags);

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
