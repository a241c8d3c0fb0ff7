import { memo } from '../../core';
import { defaultIdentity, type RequirementVerdict, requirementType } from '../../knowledge';
import { get, type Member, memberOf, membersOf, type Node, type ObjectNode, stringOf, type Tree } from '../../tree';
import { parentScopes } from './scopeParents';

/** What a policy.json says, as far as it can be understood; see `reader/` for what the loader thinks of it. */
export interface Policy {
  readonly default?: RequirementList;
  readonly sections: readonly Section[];
  /** Every list of the file, `default` first. */
  readonly lists: readonly RequirementList[];
}

/** One transport with its scopes. */
export interface Section {
  readonly transport: string;
  readonly member: Member;
  readonly scopes: readonly RequirementList[];
}

/** The requirements of one scope, or of `default`. An image must satisfy all of them. */
export interface RequirementList {
  /** Absent for `default`. */
  readonly transport?: string;
  /** Absent for `default`. */
  readonly scope?: string;
  readonly member: Member;
  readonly requirements: readonly Requirement[];
}

export interface Requirement {
  readonly node: ObjectNode;
  readonly list: Pick<RequirementList, 'transport' | 'scope'>;
  /** As written, known or not. */
  readonly type: string | undefined;
  readonly typeNode: Node | undefined;
  readonly identity: Identity;
}

export interface Identity {
  /** The type in force: the default where nothing is written. */
  readonly type: string | undefined;
  /** Absent where the default is in force. */
  readonly member?: Member;
}

export function readPolicy(tree: Tree): Policy {
  const byDefault = memberOf(tree.root, 'default');
  const standard = byDefault && listOf(byDefault, {});
  const sections = membersOf(get(tree.root, 'transports')).map((member): Section => {
    const transport = String(member.key.value);
    return {
      transport,
      member,
      scopes: membersOf(member.value).map((scope) => listOf(scope, { transport, scope: String(scope.key.value) })),
    };
  });
  return {
    ...(standard && { default: standard }),
    sections,
    lists: [...(standard ? [standard] : []), ...sections.flatMap((section) => section.scopes)],
  };
}

function listOf(member: Member, place: Pick<RequirementList, 'transport' | 'scope'>): RequirementList {
  const items = member.value?.kind === 'array' ? member.value.items : [];
  return {
    ...place,
    member,
    requirements: items.flatMap((node) => (node.kind === 'object' ? [requirementOf(node, place)] : [])),
  };
}

function requirementOf(node: ObjectNode, list: Pick<RequirementList, 'transport' | 'scope'>): Requirement {
  const typeNode = get(node, 'type');
  return { node, list, type: stringOf(typeNode), typeNode, identity: identityOf(node) };
}

function identityOf(requirement: ObjectNode): Identity {
  const member = memberOf(requirement, 'signedIdentity');
  return member ? { type: stringOf(get(member.value, 'type')), member } : { type: defaultIdentity };
}

/** How one requirement decides; undefined for a type that no reader knows. */
export function verdictOf(requirement: Requirement): RequirementVerdict | undefined {
  const verdict = requirementType(requirement.type)?.verdict;
  if (requirement.type === 'signedBy' && stringOf(get(requirement.node, 'keyType')) !== 'GPGKeys') return 'unimplemented';
  return verdict;
}

/** How a list decides: strongest first. `signed` may still fail for want of a signature. */
export type Strength = 'reject' | 'signed' | 'accept';

export function strengthOf(list: RequirementList): Strength {
  const verdicts = list.requirements.map(verdictOf);
  if (verdicts.some((verdict) => verdict === 'reject' || verdict === 'unimplemented')) return 'reject';
  return verdicts.includes('signed') ? 'signed' : 'accept';
}

export const isOpen = (list: RequirementList | undefined): boolean =>
  !!list && list.requirements.length > 0 && list.requirements.every((requirement) => requirement.type === 'insecureAcceptAnything');

export const sectionOf = (policy: Policy, transport: string): Section | undefined =>
  policy.sections.findLast((section) => section.transport === transport);

const scopesByName = memo((section: Section) => new Map(section.scopes.map((list) => [list.scope ?? '', list])));

/** The list of a scope; the last one where it is repeated. */
export function scopeOf(section: Section | undefined, scope: string): RequirementList | undefined {
  return section && scopesByName(section).get(scope);
}

/** The list that decides for what is looked up under `candidates`: the first that is there, alone (`requirementsForImageRef`). */
export function listFor(policy: Policy, transport: string, candidates: readonly string[]): RequirementList | undefined {
  const section = sectionOf(policy, transport);
  for (const candidate of [...candidates, '']) {
    const list = scopeOf(section, candidate);
    if (list) return list;
  }
  return policy.default;
}

/** `scope "quay.io/team" of docker`, `the default`; how a sentence names a list. */
export function nameOfList(list: Pick<RequirementList, 'transport' | 'scope'>): string {
  if (list.transport === undefined) return '`default`';
  return list.scope === '' ? `every other image of \`${list.transport}\`` : `\`${list.scope}\``;
}

/** The requirements that need a signature. */
export const signedRequirements = memo((policy: Policy): readonly Requirement[] =>
  policy.lists.flatMap((list) => list.requirements.filter((requirement) => requirementType(requirement.type)?.verdict === 'signed')),
);

/** The list that a scope would fall to without its own, in the same section; undefined where that is `default`. */
export function parentOf(section: Section, list: RequirementList): RequirementList | undefined {
  if (!list.scope) return undefined;
  const parents = [...parentScopes(section.transport, list.scope), ''];
  return parents.map((scope) => scopeOf(section, scope)).find((other) => other && other !== list);
}
