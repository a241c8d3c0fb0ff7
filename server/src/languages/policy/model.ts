import { memo, type PieceSlot } from '../../core';
import { defaultIdentity, type RequirementVerdict, requirementType } from '../../knowledge';
import { get, type Member, memberOf, membersOf, type Node, type ObjectNode, stringOf, type Tree, workedOutMember } from '../../tree';
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
  /**
   * The same list without its place, with what is kept of it: the same object as long as its text and its transport are the same. Its spans count
   * from the start of its member.
   */
  readonly said: KeptList;
}

export interface KeptList {
  readonly list: RequirementList;
  readonly slot: PieceSlot;
  /** By what worked it out. */
  readonly known: Map<unknown, unknown>;
}

export interface Requirement {
  readonly node: ObjectNode;
  readonly list: RequirementList;
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
  const standard = byDefault && new ListAt(byDefault);
  const sections = membersOf(get(tree.root, 'transports')).map((member): Section => {
    const transport = String(member.key.value);
    return { transport, member, scopes: membersOf(member.value).map((scope) => new ListAt(scope, transport)) };
  });
  return {
    ...(standard && { default: standard }),
    sections,
    lists: [...(standard ? [standard] : []), ...sections.flatMap((section) => section.scopes)],
  };
}

/** A list of which nothing is read before it is asked for. */
class ListAt implements RequirementList {
  #requirements?: readonly Requirement[];
  #said?: KeptList;

  constructor(
    readonly member: Member,
    readonly transport?: string,
  ) {}

  get scope(): string | undefined {
    return this.transport === undefined ? undefined : String(this.member.key.value);
  }

  get requirements(): readonly Requirement[] {
    const { value } = this.member;
    this.#requirements ??=
      value?.kind === 'array' ? value.items.flatMap((node) => (node.kind === 'object' ? [requirementOf(node, this)] : [])) : [];
    return this.#requirements;
  }

  get said(): KeptList {
    this.#said ??= this.#saidAs();
    return this.#said;
  }

  #saidAs(): KeptList {
    const alone = workedOutMember(this.member, listAlone);
    const before = alone.kept;
    if (before && before.list.transport === this.transport) return before;
    const kept: KeptList = { list: new ListAt(alone.member, this.transport), slot: {}, known: new Map() };
    alone.kept = kept;
    return kept;
  }
}

const listAlone = (member: Member): { readonly member: Member; kept?: KeptList } => ({ member });

/** Works something out of what a list says, once for its text. It is given the list without its place. */
export function keptOf<T>({ said }: RequirementList, make: (list: RequirementList) => T): T {
  const before = said.known.get(make);
  if (before !== undefined || said.known.has(make)) return before as T;
  const made = make(said.list);
  said.known.set(make, made);
  return made;
}

function requirementOf(node: ObjectNode, list: RequirementList): Requirement {
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

export const strengthOf = (list: RequirementList): Strength => keptOf(list, strengthIn);

function strengthIn(list: RequirementList): Strength {
  const verdicts = list.requirements.map(verdictOf);
  if (verdicts.some((verdict) => verdict === 'reject' || verdict === 'unimplemented')) return 'reject';
  return verdicts.includes('signed') ? 'signed' : 'accept';
}

export const isOpen = (list: RequirementList | undefined): boolean => list !== undefined && keptOf(list, isOpenIn);

const isOpenIn = ({ requirements }: RequirementList): boolean =>
  requirements.length > 0 && requirements.every((requirement) => requirement.type === 'insecureAcceptAnything');

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
export const signedRequirements = memo((policy: Policy): readonly Requirement[] => policy.lists.flatMap(signedIn));

export const signedIn = ({ requirements }: RequirementList): readonly Requirement[] =>
  requirements.filter((requirement) => requirementType(requirement.type)?.verdict === 'signed');

/** The list that a scope would fall to without its own, in the same section; undefined where that is `default`. */
export function parentOf(section: Section, list: RequirementList): RequirementList | undefined {
  if (!list.scope) return undefined;
  const parents = [...parentScopes(section.transport, list.scope), ''];
  return parents.map((scope) => scopeOf(section, scope)).find((other) => other && other !== list);
}
