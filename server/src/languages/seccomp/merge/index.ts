import { type Context, code, counted, listed, type Markdown, type Merged, type MergeMode, md, ours, type Target } from '../../../core';
import { type Architecture, findSyscall, targetNames } from '../../../knowledge';
import type { Plain } from '../../../tree';
import { type Analysis, analysisOf, decide } from '../analysis';
import { inObject } from '../baseline';
import { callsOf, conflictOf } from '../clashes';
import { commonTarget, leniency } from '../diff';
import { plainComparison } from '../edits';
import { hasCall } from '../filter';
import { layoutOf, renderProfile } from '../layout';
import { namesOf } from '../model';
import { jsonPart, type SeccompPart } from '../part';
import { vectorsFor } from '../regions';
import { type CallVerdict, sameVerdict } from '../resolve';
import { against, branchesOf, type CallBranch, defaultOf, joined, type PickVerdict } from './callBranches';

/** What is written of each call; no branch: the default action. */
type Branches = Map<string, readonly CallBranch[]>;

/**
 * One profile that does what several do together: `intersect` as the kernel does with several filters, where the strictest action counts; `union`
 * as the Security Profiles Operator does with a base profile. Conditions on hosts and capabilities are decided before, as the runtime decides them.
 */
export function merge(parts: readonly SeccompPart[], mode: MergeMode | undefined, context: Context): Merged<SeccompPart> | string {
  const [model] = parts;
  if (mode === undefined) return 'Seccomp profiles are merged with --union or --intersect.';
  const target = commonTarget(parts, context);
  const analyses = parts.flatMap((part) => analysisOf({ ...part, readAs: target }, context) ?? []);
  const [first, ...others] = analyses;
  if (!model || !first || analyses.length < parts.length) return 'A file has no seccomp profile.';
  const pick = mode === 'union' ? moreLenient : stricter;
  const standard = others.map(defaultOf).reduce(pick, defaultOf(first));
  const abis = abisOf(analyses, mode);
  const calls = [...new Set(analyses.flatMap(({ profile }) => profile.rules.flatMap((rule) => namesOf(rule).map(({ value }) => value))))];
  const byCall: Branches = new Map();
  const inexact: string[] = [];
  for (const call of calls) {
    const branches = against(
      analyses.map((analysis) => branchesOf(analysis, call)).reduce((a, b) => joined(a, b, pick)),
      standard,
    );
    if (branches && isPlain(branches)) byCall.set(call, branches);
    else inexact.push(call);
  }
  const write = () => partOf(model, target, profileOf(byCall, standard, abis, analyses));
  inexact.push(...differing(analyses, analysisOf(write(), context), pick, [...byCall.keys()], abis));
  // What no profile says exactly is refused rather than allowed.
  for (const call of inexact) byCall.set(call, strictestOf(analyses, call, standard));
  let part = write();
  let result = analysisOf(part, context);
  for (;;) {
    const conflict = result && conflictOf(result);
    const colliding = conflict ? callsOf(conflict.meeting).filter((call) => byCall.has(call) && !inexact.includes(call)) : [];
    if (!colliding.length) break;
    for (const call of colliding) byCall.set(call, strictestOf(analyses, call, standard));
    inexact.push(...colliding);
    part = write();
    result = analysisOf(part, context);
  }
  return { part, remarks: remarksOf(analyses, result, target, inexact) };
}

const moreLenient: PickVerdict = (a, b) => (leniency(b) > leniency(a) ? b : a);
const stricter: PickVerdict = (a, b) => (leniency(b) < leniency(a) ? b : a);

/** A profile without seccomp covers what the others cover. */
function abisOf(analyses: readonly Analysis[], mode: MergeMode): readonly Architecture[] {
  const lists = analyses.filter(({ resolved }) => !resolved.unconfined).map(({ resolved }) => resolved.abis);
  const all = [...new Set(lists.flat())];
  return mode === 'union' ? all : all.filter((abi) => lists.every((list) => list.includes(abi)));
}

/** JSON has no number for larger operands that every reader takes. */
const isPlain = (branches: readonly CallBranch[]): boolean =>
  branches.every(({ comparisons }) =>
    comparisons.every(({ value, valueTwo }) => value <= BigInt(Number.MAX_SAFE_INTEGER) && valueTwo <= BigInt(Number.MAX_SAFE_INTEGER)),
  );

/** The strictest of all that the profiles say of a call. */
function strictestOf(analyses: readonly Analysis[], call: string, standard: CallVerdict): readonly CallBranch[] {
  const verdicts = analyses.flatMap((analysis) => {
    const { branches, otherwise } = branchesOf(analysis, call);
    return [otherwise, ...branches.map(({ verdict }) => verdict)];
  });
  const verdict = [standard, ...verdicts].reduce(stricter);
  return sameVerdict(verdict, standard) ? [] : [{ comparisons: [], verdict }];
}

/** Calls that the written profile decides in another way than the profiles together. */
function differing(
  analyses: readonly Analysis[],
  result: Analysis | undefined,
  pick: PickVerdict,
  calls: readonly string[],
  abis: readonly Architecture[],
): readonly string[] {
  return calls.filter((call) =>
    abis.some((abi) => {
      const covering = analyses.filter(({ resolved }) => resolved.unconfined || resolved.abis.includes(abi));
      if (!result || !hasCall(abi, call) || covering.length < analyses.length) return false;
      const comparisons = [...analyses, result].flatMap((analysis) =>
        branchesOf(analysis, call).branches.flatMap((one) => one.comparisons),
      );
      const { vectors, cut } = vectorsFor(comparisons);
      if (cut) return true;
      return vectors.some((vector) => {
        const args = abi.bits === 64 ? vector : vector.map((value) => BigInt.asUintN(32, value));
        const wanted = analyses.map((analysis) => decide(analysis, abi, call, args).verdict).reduce(pick);
        return decide(result, abi, call, args).verdict.action !== wanted.action;
      });
    }),
  );
}

function profileOf(byCall: Branches, standard: CallVerdict, abis: readonly Architecture[], analyses: readonly Analysis[]): Members {
  const rules = new Map<string, { readonly names: string[]; readonly branch: CallBranch }>();
  for (const [call, branches] of byCall)
    for (const branch of branches) {
      const key = JSON.stringify([branch.verdict, branch.comparisons.map(plainComparison)]);
      const rule = rules.get(key) ?? { names: [], branch };
      rules.set(key, rule);
      rule.names.push(call);
    }
  const [first] = analyses;
  const flags = commonFlags(analyses);
  const listener = first?.profile.listenerPath?.value;
  return {
    defaultAction: standard.action,
    ...(standard.errno !== undefined && { defaultErrnoRet: standard.errno }),
    architectures: abis.map(({ scmp }) => scmp),
    ...(flags && { flags }),
    ...(listener && analyses.every(({ profile }) => profile.listenerPath?.value === listener) && { listenerPath: listener }),
    // Rules without conditions first, and of the same kind the longest.
    syscalls: [...rules.values()]
      .sort((a, b) => a.branch.comparisons.length - b.branch.comparisons.length || b.names.length - a.names.length)
      .map(({ names, branch: { verdict, comparisons } }) => ({
        names: names.sort(),
        action: verdict.action,
        ...(verdict.errno !== undefined && { errnoRet: verdict.errno }),
        ...(comparisons.length > 0 && { args: comparisons.map(plainComparison) }),
      })),
  };
}

type Members = { readonly [key: string]: Plain };

const flagsOf = ({ profile }: Analysis): readonly string[] | undefined => profile.flags?.map(({ value }) => value).sort();

/** What all state; absent where none states any. */
function commonFlags(analyses: readonly Analysis[]): readonly string[] | undefined {
  const lists = analyses.map(flagsOf);
  if (lists.every((list) => list === undefined)) return undefined;
  return (lists[0] ?? []).filter((flag) => lists.every((list) => list?.includes(flag)));
}

/** Laid out as the first file is; an object of the operator stays one, without a field for the default's error. */
function partOf(model: SeccompPart, target: Target, value: Members): SeccompPart {
  const { defaultErrnoRet, ...rest } = value;
  const made = model.tree.syntax === 'yaml' ? inObject(model, model.object ? rest : value) : undefined;
  return { ...(made ?? jsonPart(renderProfile(value, layoutOf(model, 'oci')))), readAs: target };
}

function remarksOf(
  analyses: readonly Analysis[],
  result: Analysis | undefined,
  target: Target,
  inexact: readonly string[],
): readonly Markdown[] {
  const { host } = analyses[0] as Analysis;
  const states = (of: (analysis: Analysis) => unknown) => new Set(analyses.map((analysis) => JSON.stringify(of(analysis)))).size > 1;
  const unknown = analyses.flatMap(({ profile }) => profile.rules.flatMap((rule) => namesOf(rule).map(({ value }) => value)));
  const skipped = [...new Set(unknown)].filter((name) => !findSyscall(name));
  return [
    md`Read as ${ours(targetNames[target])} reads it, for ${ours(host.architecture.name)} and ${ours(counted(host.capabilities.size, 'capability', 'capabilities'))}: conditions on both are decided.`,
    inexact.length > 0 &&
      md`No profile can join the conditions of ${listed([...inexact].sort().map(code))}: the strictest action is written.`,
    states(({ resolved }) => resolved.abis.map(({ name }) => name).sort()) &&
      md`The files cover different ABIs; where only some cover one, the rules of all apply to it.`,
    states(flagsOf) && md`The files state different flags; only those that all state are written.`,
    states(({ profile }) => profile.listenerPath?.value) &&
      md`The files state different values of ${code('listenerPath')}; none is written.`,
    skipped.length > 0 && md`libseccomp doesn't know ${listed(skipped.map(code))}.`,
    result && conflictOf(result) ? md`No runtime loads the result: rules collide.` : '',
  ].filter((remark): remark is Markdown => typeof remark === 'string' && remark !== '');
}
