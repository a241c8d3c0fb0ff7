import { type Change, wordTable } from '../../core';
import { identityType, requirementType, transports } from '../../knowledge';
import { get, stringOf, toValue } from '../../tree';
import { deadScope } from './deadScope';
import { listFor, type Policy, type Requirement, type RequirementList, strengthOf } from './model';
import { renderedFiles, templatePolicy } from './openshift/render';
import { type ImagePolicyFile, type PolicyPart, policyFile } from './part';
import { refusedScope } from './scope';
import { parentScopes } from './scopeParents';
import { shortList } from './wording';

type Direction = Change['direction'];

/**
 * What two policies decide differently, asked at `default` and at each scope of either: the lists in force there are
 * compared, at any place. So a scope that only repeats what a wider one says makes no difference.
 */
export function diff(before: PolicyPart, after: PolicyPart): readonly Change[] {
  if (before.kind === 'image-policy' && after.kind === 'image-policy') return diffRendered(before, after);
  return before.kind === 'policy' && after.kind === 'policy' ? diffPolicies(before.policy, after.policy) : [];
}

/** What is written from each object alone is compared; the places are those of the scopes in the objects. */
function diffRendered(before: ImagePolicyFile, after: ImagePolicyFile): readonly Change[] {
  const [old, now] = [before, after].map((file) => policyFile(renderedFiles(file, { facts: [] })[0]?.text ?? templatePolicy()).policy);
  if (!old || !now) return [];
  return diffPolicies(old, now).flatMap(({ span: _, baselineSpan: __, ...change }) => {
    if (change.group !== 'docker') return [];
    const scope = change.subject.replace(/^docker /, '');
    const [was, is] = [before, after].map(({ object }) => object.scopes.find(({ text }) => text === scope)?.node.span);
    return [{ ...change, ...(is && { span: is }), ...(was && { baselineSpan: was }) }];
  });
}

/** Objects belong together by their kind and name; of other files there is one. */
export const partKey = (part: PolicyPart): string | undefined => {
  if (part.kind === 'image-policy') return [part.object.kind, part.object.namespace, part.object.name].filter(Boolean).join(' ');
  if (part.kind === 'mirror-set') return `mirrors ${stringOf(get(get(part.tree.root, 'metadata'), 'name')) ?? ''}`;
  return 'file';
};

export function diffPolicies(before: Policy, after: Policy): readonly Change[] {
  return probes(before, after).flatMap(({ transport, scope }) => {
    const [old, now] = [before, after].map((policy) =>
      transport === undefined ? policy.default : listFor(policy, transport, [scope ?? '', ...parentScopes(transport, scope ?? '')]),
    );
    const direction = old && now ? compare(old, now) : undefined;
    return old && now && direction ? [changeOf(transport, scope, direction, old, now)] : [];
  });
}

interface Probe {
  readonly transport?: string;
  readonly scope?: string;
}

/** `default`, then every scope that either policy names and that can match; transports in the order of the manual. */
function probes(before: Policy, after: Policy): readonly Probe[] {
  const scopes = new Map<string, Set<string>>();
  for (const { transport, scopes: lists } of [...before.sections, ...after.sections]) {
    const known = scopes.get(transport) ?? new Set<string>();
    scopes.set(transport, known);
    for (const { scope = '' } of lists) if (!refusedScope(transport, scope) && !deadScope(transport, scope)) known.add(scope);
  }
  const listed = transports.flatMap(({ name }) => [...(scopes.get(name) ?? [])].sort().map((scope): Probe => ({ transport: name, scope })));
  return [{}, ...listed];
}

function changeOf(
  transport: string | undefined,
  scope: string | undefined,
  direction: Direction,
  old: RequirementList,
  now: RequirementList,
): Change {
  const subject = transport === undefined ? 'default' : `${transport} ${scope === '' ? '""' : scope}`;
  return {
    direction,
    subject,
    group: transport ?? 'default',
    before: shortList(old),
    after: shortList(now),
    weight: Math.abs(rankOf(old) - rankOf(now)) * 10 + (transport === undefined || scope === '' ? 1 : 0),
    ...(direction === 'loosened' && { risk: riskOf(old, now) }),
    span: now.member.key.span,
    baselineSpan: old.member.key.span,
  };
}

function riskOf(old: RequirementList, now: RequirementList): string {
  if (strengthOf(now) === 'accept')
    return strengthOf(old) === 'reject'
      ? 'Images that were refused are accepted unchecked.'
      : 'Images are accepted without their signature.';
  return strengthOf(old) === 'reject'
    ? 'Images that were refused are accepted when they are signed.'
    : 'Signatures are accepted that were not before.';
}

const rankOf = (list: RequirementList): number => ({ accept: 0, signed: 1, reject: 2 })[strengthOf(list)];

/** From the first list to the second; undefined when they require the same. */
function compare(old: RequirementList, now: RequirementList): Direction | undefined {
  const difference = rankOf(now) - rankOf(old);
  if (difference) return difference > 0 ? 'tightened' : 'loosened';
  if (strengthOf(old) !== 'signed') return undefined;
  const [a, b] = [old, now].map((list) =>
    list.requirements.filter((requirement) => requirementType(requirement.type)?.verdict === 'signed').map(demandOf),
  );
  return compareDemands(a as Demand[], b as Demand[]);
}

/** A requirement taken apart: whom it trusts, which log, which identity. */
interface Demand {
  readonly key: string;
  readonly keys: readonly string[];
  readonly log: string;
  readonly identity: string;
  /** Higher accepts fewer names; 0 where the types do not compare. */
  readonly strictness: number;
}

const strictnesses: Readonly<Record<string, number>> = wordTable({ matchRepository: 1, matchRepoDigestOrExact: 2, matchExact: 3 });

function demandOf({ node, identity }: Requirement): Demand {
  const { keyPath, keyPaths, signedIdentity, ...rest } = toValue(node) as Record<string, unknown>;
  const logs = Object.entries(rest).filter(([name]) => name.startsWith('rekor'));
  const others = Object.entries(rest).filter(([name]) => !name.startsWith('rekor'));
  const keys = [keyPath, ...(Array.isArray(keyPaths) ? keyPaths : [])].filter((path): path is string => typeof path === 'string');
  const known = identityType(identity.type);
  const strictness = strictnesses[known?.name ?? ''] ?? 0;
  return {
    key: canonical(others),
    keys: [...new Set(keys)].sort(),
    log: canonical(logs),
    identity: strictness ? (known?.name ?? '') : JSON.stringify(signedIdentity ?? null),
    strictness,
  };
}

const canonical = (entries: readonly (readonly [string, unknown])[]): string =>
  JSON.stringify([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));

function compareDemands(old: readonly Demand[], now: readonly Demand[]): Direction | undefined {
  const texts = [old, now].map((demands) => new Set(demands.map((demand) => JSON.stringify(demand))));
  const [a, b] = texts as [Set<string>, Set<string>];
  const kept = [...a].filter((text) => b.has(text)).length;
  if (kept === a.size && kept === b.size) return undefined;
  // An image must satisfy all: one more requires more, one fewer requires less.
  if (kept === a.size) return 'tightened';
  if (kept === b.size) return 'loosened';
  const [first, second] = [old[0], now[0]];
  return old.length === 1 && now.length === 1 && first && second ? compareDemand(first, second) : 'altered';
}

function compareDemand(old: Demand, now: Demand): Direction {
  const steps = new Set<Direction>();
  if (old.key !== now.key) return 'altered';
  const [fewer, more] = [now.keys.every((key) => old.keys.includes(key)), old.keys.every((key) => now.keys.includes(key))];
  if (!fewer || !more) steps.add(fewer ? 'tightened' : more ? 'loosened' : 'altered');
  if (old.log !== now.log) steps.add(old.log === '[]' ? 'tightened' : now.log === '[]' ? 'loosened' : 'altered');
  if (old.identity !== now.identity)
    steps.add(old.strictness && now.strictness ? (now.strictness > old.strictness ? 'tightened' : 'loosened') : 'altered');
  const [only] = steps;
  return steps.size === 1 && only ? only : 'altered';
}
