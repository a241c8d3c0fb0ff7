import { type Action, counted, listed } from '../../../core';
import { targetNames } from '../../../knowledge';
import { type Analysis, decide } from '../analysis';
import { type ArgumentComparison, alternativesOf, isMet } from '../comparison';
import { type NewRule, plainComparison, reword, withoutRules, withRules } from '../edits';
import { hasCall } from '../filter';
import type { TextValue } from '../model';
import { vectorsFor } from '../regions';
import { type CallVerdict, sameVerdict } from '../resolve';
import { subcalls } from '../subcalls';
import { isAllowed } from '../wording';
import { EPERM, findAction, type OperatorName } from '../words';
import { comparisonsFor, plainRule, runtimeDefault, sealedRulesFor } from './runtimeDefault';
import { type ActionScene, hardening, withDefaultErrno } from './scene';

/** Turns a list of what is refused into a list of what is allowed; fills a list of what is allowed that is still empty. */
export function allowListing(scene: ActionScene): readonly Action[] {
  const { profile, resolved } = scene;
  const standard = runtimeDefault(scene);
  if (!standard || !profile.defaultAction) return [];
  if (resolved.default.action === 'SCMP_ACT_ALLOW') return denyByDefault(scene, standard, profile.defaultAction);
  return profile.rules.length === 0 && findAction(resolved.default.action)?.outcome === 'denied' ? fill(scene, standard) : [];
}

/**
 * What the runtime's default allows, without what the file refuses. Of a call that the file refuses for some arguments only, the rest
 * is allowed where conditions can say it.
 */
function denyByDefault(scene: ActionScene, standard: Analysis, defaultAction: TextValue): readonly Action[] {
  const { profile, resolved, part, loader } = scene;
  const verdict = standard.resolved.default;
  const effective = resolved.rules.filter((rule) => !sameVerdict(rule.verdict, resolved.default));
  const named = new Set(effective.flatMap(({ names }) => names.map(({ value }) => value)));
  const idle = resolved.rules.filter((rule) => !effective.includes(rule) || sameVerdict(rule.verdict, verdict)).map(({ rule }) => rule);
  const partly = [...named].filter((call) => scene.filter(scene.host.architecture)?.entries.get(call)?.tests.length);
  const remains = partly.map((call) => remainder(scene, standard, call));
  const lost = partly.filter((_, i) => remains[i]?.length === 0);
  // Without execve no container starts.
  if (lost.includes('execve')) return [];
  return hardening(
    scene,
    `Deny by default, and allow what ${targetNames[loader.target]}’s default allows…`,
    [
      ...reword(part.tree, defaultAction, verdict.action),
      ...withDefaultErrno(scene, verdict.errno ?? EPERM),
      ...withoutRules(part.tree, idle),
      ...withRules(part.tree, profile, [...standardRules(scene, standard, named, verdict), ...remains.flat()]),
    ],
    `Calls that neither list names fail, those of future kernels too. ${madeFor(scene)}${lost.length ? ` Refused for all arguments: ${listed(lost)}.` : ''}`,
  );
}

function fill(scene: ActionScene, standard: Analysis): readonly Action[] {
  return [
    {
      kind: 'rewrite',
      title: `Allow what ${targetNames[scene.loader.target]}’s default allows…`,
      edits: withRules(scene.part.tree, scene.profile, standardRules(scene, standard, new Set(), scene.resolved.default)),
      safe: false,
      note: `A list to take away from. ${madeFor(scene)}`,
    },
  ];
}

const madeFor = ({ host }: ActionScene): string =>
  `The rules are those for ${host.architecture.name} and ${counted(host.capabilities.size, 'capability', 'capabilities')}.`;

/** The default's rules as they apply on this host, without the calls that the file speaks of, and what would carry them in for 32-bit programs. */
function standardRules(scene: ActionScene, standard: Analysis, named: ReadonlySet<string>, otherwise: CallVerdict): readonly NewRule[] {
  const carriers = new Set<string | undefined>([...named].map((call) => subcalls.get(call)?.through));
  const wanted = (call: string) => !named.has(call) && !carriers.has(call) && scene.resolved.abis.some((abi) => hasCall(abi, call));
  const plain = new Set<string>();
  const others = new Set<string>();
  for (const { verdict, conditions, names } of standard.resolved.rules) {
    const calls = names.map(({ value }) => value).filter(wanted);
    if (sameVerdict(verdict, otherwise)) continue;
    for (const call of calls) (isAllowed(verdict) && !conditions.length ? plain : others).add(call);
  }
  return [
    { names: [...plain].sort(), action: 'SCMP_ACT_ALLOW' },
    ...[...others]
      .filter((call) => !plain.has(call))
      .flatMap((call) => sealedRulesFor(standard, call).map((active) => plainRule(active, [call]))),
  ];
}

/** A rule to be written, and the conjunctions that it stands for. */
interface Candidate {
  readonly rules: readonly NewRule[];
  readonly alternatives: readonly (readonly ArgumentComparison[])[];
}

/** Rules that allow what the file still allows of a call, as the default does it, else all of it; none where they would allow more. */
function remainder(scene: ActionScene, standard: Analysis, call: string): readonly NewRule[] {
  const own = comparisonsFor(scene, call);
  const narrower = ({ alternatives }: Candidate) => {
    const { vectors, cut } = vectorsFor([...own, ...alternatives.flat()]);
    const allows = (args: readonly bigint[]) => alternatives.some((each) => each.every((comparison) => isMet(comparison, args)));
    return !cut && vectors.every((args) => !allows(args) || isAllowed(decide(scene, scene.host.architecture, call, args).verdict));
  };
  return [usual(standard, call), opposite(own, call)].find((candidate) => candidate && narrower(candidate))?.rules ?? [];
}

function usual(standard: Analysis, call: string): Candidate | undefined {
  const allowing = sealedRulesFor(standard, call).filter(({ verdict, conditions }) => isAllowed(verdict) && conditions.length > 0);
  if (!allowing.length) return undefined;
  return {
    rules: allowing.map((active) => plainRule(active, [call])),
    alternatives: allowing.flatMap(({ conditions }) => alternativesOf(conditions)),
  };
}

const opposites: Readonly<Partial<Record<OperatorName, OperatorName>>> = {
  SCMP_CMP_EQ: 'SCMP_CMP_NE',
  SCMP_CMP_NE: 'SCMP_CMP_EQ',
  SCMP_CMP_LT: 'SCMP_CMP_GE',
  SCMP_CMP_GE: 'SCMP_CMP_LT',
  SCMP_CMP_GT: 'SCMP_CMP_LE',
  SCMP_CMP_LE: 'SCMP_CMP_GT',
};

/** The contrary of a single comparison. */
function opposite([first, ...more]: readonly ArgumentComparison[], call: string): Candidate | undefined {
  const op = first && opposites[first.op];
  if (!op || more.length) return undefined;
  const comparison = { ...first, op };
  return { rules: [{ names: [call], action: 'SCMP_ACT_ALLOW', args: [plainComparison(comparison)] }], alternatives: [[comparison]] };
}
