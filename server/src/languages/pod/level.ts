import { type Context, memoLast, type PodSecurityLevel, type Severity } from '../../core';
import { policyMinor } from '../../knowledge';
import { get, stringOf } from '../../tree';
import { type Pod, podsOf } from './model';
import { levels } from './namespaces';
import type { PodPart } from './part';
import { violationsAt } from './standards/evaluate';
import type { Violation } from './standards/violation';

/** By which level a pod is judged, and who says so. */
export interface Judgement {
  readonly level: PodSecurityLevel;
  /** Policy minor: 34 for v1.34. */
  readonly minor: number;
  /**
   * `asked` by a setting or option; `namespace` its Namespace enforces it; `cluster` the API server's configuration does, as its
   * Namespace says nothing; `nobody`: both levels are shown as advice.
   */
  readonly by: 'asked' | 'namespace' | 'cluster' | 'nobody';
  /** Files differ about the namespace: it may be another cluster's. */
  readonly unsure?: boolean;
}

export function judgementOf(pod: Pod, context: Context): Judgement {
  const minor = policyMinor(context.kubernetes);
  if (context.podSecurity) return { level: context.podSecurity, minor, by: 'asked' };
  const namespace = pod.object.namespace;
  if (isExempt(pod, context)) return { level: 'privileged', minor, by: 'cluster' };
  const here = pod.part.levels.filter((level) => level.namespace === namespace);
  const stated = here.length ? here : namespace === undefined ? [] : levelsInFacts(context, namespace);
  const [first] = [...stated].sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
  if (!first) return clusterJudgement(context, minor);
  const unsure = stated.some((other) => other.level !== first.level || other.version !== first.version);
  return {
    level: first.level,
    minor: first.version === 'latest' ? minor : policyMinor(first.version),
    by: 'namespace',
    ...(unsure && { unsure }),
  };
}

/** What the API server's configuration enforces; the mildest where files differ, since they may be of different clusters. */
function clusterJudgement({ facts }: Context, minor: number): Judgement {
  const stated = facts.flatMap(({ kind, detail }) => (kind === 'cluster-level' ? parsed(detail) : []));
  const [first] = [...stated].sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));
  if (!first || first.level === 'privileged') return { level: 'restricted', minor, by: 'nobody' };
  const unsure = stated.some((other) => other.level !== first.level || other.version !== first.version);
  return {
    level: first.level,
    minor: first.version === 'latest' ? minor : policyMinor(first.version),
    by: 'cluster',
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

function parsed(detail = ''): readonly { readonly level: PodSecurityLevel; readonly version: string }[] {
  const [level, version = 'latest'] = detail.split(':');
  const found = levels.find((known) => known === level);
  return found ? [{ level: found, version }] : [];
}

/** `namespace-level` facts carry `restricted:v1.30`. */
function levelsInFacts({ facts }: Context, namespace: string) {
  return facts.flatMap(({ kind, name, detail }) => {
    return kind === 'namespace-level' && name === namespace ? parsed(detail) : [];
  });
}

export interface JudgedViolation extends Violation {
  readonly pod: Pod;
  readonly judgement: Judgement;
  readonly severity: Severity;
}

/** The violations of a document's pods that are worth saying in this context. */
export const violationsOf = memoLast((part: PodPart, context: Context): readonly JudgedViolation[] =>
  podsOf(part, context).flatMap((pod) => judgedViolations(pod, context)),
);

function judgedViolations(pod: Pod, context: Context): readonly JudgedViolation[] {
  const judgement = judgementOf(pod, context);
  return worthSaying(pod, judgement).map((violation) => ({
    ...violation,
    pod,
    judgement,
    severity: severityOf(violation, pod, judgement),
  }));
}

function worthSaying(pod: Pod, { level, minor, by }: Judgement): readonly Violation[] {
  const at = (asked: PodSecurityLevel) => violationsAt(pod, asked, minor).filter(({ missing }) => !missing || mayLack(pod, by));
  // A namespace that enforces baseline leaves the next level as advice.
  if (by === 'asked' || (by !== 'nobody' && level !== 'baseline')) return at(level);
  const violations = at('restricted');
  // What baseline refuses is said once, as baseline; restricted's checks add what is new. A value that does not exist
  // has a finding of its own.
  const heard = ({ unheard }: Violation) => !unheard;
  const baseline = by !== 'nobody' ? at('baseline') : violationsAt(pod, 'baseline', minor).filter(heard);
  const same = (a: Violation, b: Violation) => a.span.start === b.span.start && a.span.end === b.span.end;
  const own = violations.filter(
    (violation) => violation.control.level === 'restricted' && heard(violation) && !baseline.some((other) => same(violation, other)),
  );
  return [...baseline, ...own];
}

/** A patch is judged for what it lacks only when it is asked for; templates and fragments never are. */
const mayLack = (pod: Pod, by: Judgement['by']): boolean =>
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
  if (by !== 'nobody') return unsure || pod.workload.custom ? 'warning' : 'error';
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

/** The end of a finding's message: who refuses, and what becomes of it. */
export function verdictOf({ control, pod, judgement }: Pick<JudgedViolation, 'control' | 'pod' | 'judgement'>): string {
  const { level, minor, by } = judgement;
  if (by === 'nobody' || isAdvice(control.level, judgement)) return `(${control.level} level)`;
  const policy = `${level}:v1.${minor}`;
  if (by === 'asked') return `(${policy})`;
  const outcome = pod.object.kind === 'Pod' ? '' : `, so the ${pod.object.kind} is taken but its pods are refused`;
  return by === 'cluster'
    ? `(the API server's configuration enforces ${policy}${outcome})`
    : `(namespace "${pod.object.namespace}" enforces ${policy}${outcome})`;
}
