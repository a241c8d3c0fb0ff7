import {
  baseName,
  type Context,
  type Fact,
  memo,
  memoLast,
  memoWord,
  type PodSecurityLevel,
  type Severity,
  severityRank,
} from '../../core';
import { type PodControl, policyMinor } from '../../knowledge';
import { get, stringOf } from '../../tree';
import { type KyvernoRule, kyvernoRulesFor } from './kyverno';
import { type Pod, podsOf } from './model';
import { levels } from './namespaces';
import { long, type PodPart } from './part';
import { violationsAt } from './standards/evaluate';
import type { Violation } from './standards/violation';

/** By which level a pod is judged, and who says so. */
export interface Judgement {
  readonly level: PodSecurityLevel;
  /** Policy minor: 34 for v1.34. */
  readonly minor: number;
  /**
   * `asked` by a setting or option; `namespace` its Namespace enforces it; `cluster` the API server's configuration does, as its
   * Namespace says nothing; `kyverno` a policy of Kyverno does; `none`: both levels are shown as advice.
   */
  readonly by: 'asked' | 'namespace' | 'cluster' | 'kyverno' | 'none';
  /** The other file that says it. */
  readonly file?: string;
  readonly kyverno?: KyvernoRule;
  /** Files differ about the namespace: it may be another cluster's. */
  readonly unsure?: boolean;
}

export function judgementOf(pod: Pod, context: Context): Judgement {
  const minor = policyMinor(context.kubernetes);
  if (context.podSecurity) return { level: context.podSecurity, minor, by: 'asked' };
  const namespace = pod.object.namespace;
  if (isExempt(pod, context)) return { level: 'privileged', minor, by: 'cluster' };
  const here = pod.part.levels.filter((level) => level.namespace === namespace);
  const stated: readonly StatedLevel[] = here.length ? here : namespace === undefined ? [] : levelsInFacts(context, namespace);
  const [first] = [...stated].sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
  if (!first) return clusterJudgement(context, minor);
  const unsure = stated.some((other) => other.level !== first.level || other.version !== first.version);
  return {
    level: first.level,
    minor: first.version === 'latest' ? minor : policyMinor(first.version),
    by: 'namespace',
    ...(first.file !== undefined && { file: first.file }),
    ...(unsure && { unsure }),
  };
}

/** What the API server's configuration enforces; the mildest where files differ, since they may be of different clusters. */
function clusterJudgement({ facts }: Context, minor: number): Judgement {
  const stated = facts.flatMap((fact) => (fact.kind === 'cluster-level' ? parsed(fact) : []));
  const [first] = [...stated].sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
  if (!first || first.level === 'privileged') return { level: 'restricted', minor, by: 'none' };
  const unsure = stated.some((other) => other.level !== first.level || other.version !== first.version);
  return {
    level: first.level,
    minor: first.version === 'latest' ? minor : policyMinor(first.version),
    by: 'cluster',
    ...(first.file !== undefined && { file: first.file }),
    ...(unsure && { unsure }),
  };
}

/** Whether the API server's configuration leaves the pod out. Its users are not known from a file. */
function isExempt(pod: Pod, { facts }: Context): boolean {
  const runtimeClass = stringOf(get(pod.spec, 'runtimeClassName'));
  return facts.some(
    ({ kind, name, detail }) =>
      kind === 'pod-security-exemption' && name === (detail === 'namespaces' ? pod.object.namespace : runtimeClass) && name !== undefined,
  );
}

interface StatedLevel {
  readonly level: PodSecurityLevel;
  readonly version: string;
  readonly file?: string;
}

/** Facts about levels carry `restricted:v1.30`. */
function parsed({ detail = '', uri }: Fact): readonly StatedLevel[] {
  const [level, version = 'latest'] = detail.split(':');
  const found = levels.find((known) => known === level);
  return found ? [{ level: found, version, file: baseName(uri) }] : [];
}

const levelsInFacts = ({ facts }: Context, namespace: string): readonly StatedLevel[] =>
  facts.flatMap((fact) => (fact.kind === 'namespace-level' && fact.name === namespace ? parsed(fact) : []));

export interface JudgedViolation extends Violation {
  readonly pod: Pod;
  readonly judgement: Judgement;
  readonly severity: Severity;
}

/** The violations of a document's pods that are worth saying in this context. */
export const violationsOf = memoLast((part: PodPart, context: Context): readonly JudgedViolation[] =>
  podsOf(part, context).flatMap((pod) => judgedViolations(pod, context)),
);

/**
 * Those of a control, and of the one that it replaces at its level or that replaces it: these can speak of one place. For a long document the other
 * controls are not asked, since they judge its containers one by one; the answer may have more violations than these.
 */
export const violationsNear = (part: PodPart, context: Context, { id, overrides }: PodControl): readonly JudgedViolation[] =>
  part.reduced || part.text.length < long ? violationsOf(part, context) : violationsAmong(context, overrides ?? id)(part);

const violationsAmong = memoWord((context: Context, among: string) =>
  memo((part: PodPart) => podsOf(part, context).flatMap((pod) => judgedViolations(pod, context, among))),
);

function judgedViolations(pod: Pod, context: Context, among?: string): readonly JudgedViolation[] {
  const judgement = judgementOf(pod, context);
  const own = worthSaying(pod, judgement, among).map((violation) => judged(violation, pod, judgement));
  if (judgement.by === 'asked') return own;
  const byKyverno = kyvernoRulesFor(pod, context.facts).flatMap((rule) => {
    const minor = policyMinor(rule.version === 'latest' ? context.kubernetes : rule.version);
    const said: Judgement = {
      level: rule.level,
      minor,
      by: 'kyverno',
      kyverno: rule,
      file: rule.file,
      ...(rule.unsure && { unsure: true }),
    };
    return allAt(pod, said, among)
      .filter((violation) => !rule.isExcluded(violation))
      .map((violation) => judged(violation, pod, said));
  });
  return byKyverno.length ? worstOfEach([...own, ...byKyverno]) : own;
}

const judged = (violation: Violation, pod: Pod, judgement: Judgement): JudgedViolation => ({
  ...violation,
  pod,
  judgement,
  severity: severityOf(violation, pod, judgement),
});

/** What two authorities say of one check at one place is said once, by the stricter, and by a written one before the advice. */
function worstOfEach(all: readonly JudgedViolation[]): readonly JudgedViolation[] {
  const found = new Map<string, JudgedViolation>();
  for (const violation of all) {
    const key = `${violation.control.id.replace(/_.*/, '')} ${violation.span.start}`;
    const other = found.get(key);
    const more = other ? severityRank(violation.severity) - severityRank(other.severity) : 1;
    if (more > 0 || (more === 0 && other?.judgement.by === 'none')) found.set(key, violation);
  }
  return [...found.values()];
}

/** What a level refuses the pod for. */
const allAt = (pod: Pod, { level, minor, by }: Judgement, among?: string): readonly Violation[] =>
  violationsAt(pod, level, minor, among).filter(({ missing }) => !missing || mayOmit(pod, by));

function worthSaying(pod: Pod, judgement: Judgement, among?: string): readonly Violation[] {
  const { level, minor, by } = judgement;
  const at = (asked: PodSecurityLevel) => allAt(pod, { ...judgement, level: asked }, among);
  // A namespace that enforces baseline leaves the next level as advice.
  if (by === 'asked' || (by !== 'none' && level !== 'baseline')) return at(level);
  const violations = at('restricted');
  // What baseline refuses is said once, as baseline; restricted's checks add what is new. A value that does not exist
  // has a finding of its own.
  const heard = ({ unheard }: Violation) => !unheard;
  const baseline = by !== 'none' ? at('baseline') : violationsAt(pod, 'baseline', minor, among).filter(heard);
  const placeOf = ({ span }: Violation) => `${span.start} ${span.end}`;
  const places = new Set(baseline.map(placeOf));
  const own = violations.filter(
    (violation) => violation.control.level === 'restricted' && heard(violation) && !places.has(placeOf(violation)),
  );
  return [...baseline, ...own];
}

/** A patch is judged for what is missing in it only when a level is asked for; templates and fragments never are. */
const mayOmit = (pod: Pod, by: Judgement['by']): boolean =>
  pod.partial === undefined || (pod.partial === 'patch' && by === 'asked' && !pod.part.patch);

/**
 * A level that is asked for, or enforced by the Namespace, refuses: an error. Admission warns about a Deployment and
 * refuses only the pods it makes, so that it stays at no pods; for its author that is the same refusal, told later and
 * in another place. A custom resource's controller may still change the pod, and a second file may speak of another
 * cluster: warnings.
 */
function severityOf({ control }: Violation, pod: Pod, judgement: Judgement): Severity {
  const { by, unsure } = judgement;
  if (by === 'asked') return 'error';
  if (isAdvice(control.level, judgement)) return 'hint';
  if (by !== 'none') return unsure || pod.workload.custom ? 'warning' : 'error';
  return control.level === 'baseline' ? 'warning' : 'hint';
}

/** A control of restricted where no more than baseline is enforced. */
const isAdvice = (level: PodSecurityLevel, judgement: Judgement): boolean =>
  level === 'restricted' && (judgement.by === 'namespace' || judgement.by === 'cluster') && judgement.level === 'baseline';

/**
 * For what the API server takes and the kubelet never starts, on whichever node. A fragment or a patch is not the whole
 * pod, and the controller of a custom resource may still change it.
 */
export const kubeletSeverity = ({ partial, workload }: Pod, { admissionOnly }: Pick<Context, 'admissionOnly'>): Severity =>
  admissionOnly || (partial !== undefined && partial !== 'template') || workload.custom ? 'warning' : 'error';

/** The end of a finding's message: who refuses, where that is written, and what becomes of it. */
export function verdictOf({ control, pod, judgement }: Pick<JudgedViolation, 'control' | 'pod' | 'judgement'>): string {
  const { level, minor, by, file, kyverno } = judgement;
  if (by === 'none' || isAdvice(control.level, judgement)) return `(${control.level} level)`;
  const policy = `${level}:v1.${minor}`;
  if (by === 'asked') return `(${policy})`;
  const { kind, namespace } = pod.object;
  const outcome =
    kind === 'Pod' ? '' : kyverno?.refusesObject ? `, so the ${kind} is refused` : `, so the ${kind} is admitted but its pods are refused`;
  const source = file === undefined ? '' : ` in ${file}`;
  if (kyverno) return `(Kyverno policy "${kyverno.policy}"${source} enforces ${policy}${outcome})`;
  return by === 'cluster'
    ? `(the API server's configuration${source} enforces ${policy}${outcome})`
    : `(namespace "${namespace}"${source} enforces ${policy}${outcome})`;
}
