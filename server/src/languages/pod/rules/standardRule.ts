import type { Authority, Example, Report, Rule, RuleCode } from '../../../core';
import { checkSource, type PodControlId, podControl, podSecurityStandards } from '../../../knowledge';
import { fixViolation } from '../harden/harden';
import { type JudgedViolation, verdictOf, violationsNear } from '../level';
import type { PodPart } from '../part';

/** What sets one control of the Pod Security Standards apart from the others. */
interface StandardRule {
  readonly control: PodControlId;
  readonly code: RuleCode;
  readonly title: string;
  /** Upstream's file in `policy/`. */
  readonly file: string;
  readonly why: string;
  readonly sources?: readonly Authority[];
  readonly example: Example;
  /** What the fix results in: `Set privileged: false`; undefined where none is offered. */
  fix(violation: JudgedViolation): string | undefined;
}

/** Controls that judge a container without the others. */
const ofContainers: ReadonlySet<PodControlId> = new Set([
  'allowPrivilegeEscalation',
  'appArmorProfile',
  'capabilities_baseline',
  'capabilities_restricted',
  'hostPorts',
  'hostProbesAndHostLifecycle',
  'privileged',
  'procMount',
  'procMount_restricted',
  'seLinuxOptions',
  'seccompProfile_baseline',
  'windowsHostProcess',
]);

/** A rule for one control: what is checked is in `standards/`, what may break in `harden/notes.ts`. */
export function standardRule({ control: id, file, why, sources = [], fix, ...rest }: StandardRule): Rule<PodPart> {
  const control = podControl(id);
  return {
    ...rest,
    category: 'security',
    severity: control.level === 'baseline' ? 'warning' : 'hint',
    ...(ofContainers.has(id) && { byPiece: true }),
    ...(control.since > 0 && { since: `Kubernetes 1.${control.since}` }),
    why,
    sources: [podSecurityStandards, checkSource(file), ...sources],
    *check(part, context) {
      for (const violation of violationsNear(part, context, control)) {
        if (violation.control.id !== id) continue;
        const title = fix(violation);
        yield { ...reportOf(violation), ...(title !== undefined && { cure: () => fixViolation(violation, title) }) };
      }
    },
  };
}

function reportOf(violation: JudgedViolation): Report {
  const { control, span, detail, severity, related } = violation;
  return {
    span,
    message: `${control.reason}: ${detail} ${verdictOf(violation)}.`,
    severity,
    standard: { level: control.level, control: control.id },
    ...(related && { related }),
  };
}
