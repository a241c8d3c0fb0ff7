import type { Edit, Fix } from '../../core';
import { findSyscall } from '../../knowledge';
import {
  type ArrayNode,
  insertItem,
  type Member,
  type MemberPosition,
  type Node,
  type ObjectNode,
  type Plain,
  removeItem,
  removeMember,
  setMember,
  setValue,
  stringOf,
  type Tree,
} from '../../tree';
import type { ArgumentComparison } from './comparison';
import { fieldOf, fieldValue, listOf, type ProfileModel, type ProfileRule, type TextValue } from './model';
import type { ActionName } from './words';

/** A fix that leaves the meaning as it is, or makes it what was plainly meant. */
export const repair = (title: string, edits: readonly Edit[]): Fix => ({ title, edits, safe: true, preferred: true });

/** A fix that changes what the profile permits. */
export const change = (title: string, edits: readonly Edit[], note?: string): Fix => ({ title, edits, safe: false, ...(note && { note }) });

/** Another word in the place of this one, quotes kept as the file has them. */
export const reword = (tree: Tree, { node }: Pick<TextValue, 'node'>, value: string): readonly Edit[] => setValue(tree, node, value);

/** A number with all its digits. */
export const renumber = (node: Node, value: bigint): readonly Edit[] => [{ span: node.span, text: String(value) }];

export const withMember = (tree: Tree, object: ObjectNode, key: string, value: Plain, after?: MemberPosition): readonly Edit[] =>
  setMember(tree, object, key, value, after);

/** Takes several children out of one collection; what is between those that stay is kept. */
function without<Child extends Node | Member>(
  collection: ObjectNode | ArrayNode,
  children: readonly Child[],
  gone: ReadonlySet<Child>,
  one: (child: Child) => readonly Edit[],
): readonly Edit[] {
  const kept = children.filter((child) => !gone.has(child));
  if (!gone.size || kept.length === children.length) return [];
  if (!kept.length) return [{ span: collection.span, text: collection.kind === 'array' ? '[]' : '{}' }];
  if (!collection.flow) return children.filter((child) => gone.has(child)).flatMap(one);
  const edits: Edit[] = [];
  for (let i = 0; i < children.length; i++) {
    const first = children[i] as Child;
    if (!gone.has(first)) continue;
    const before = children[i - 1];
    while (i + 1 < children.length && gone.has(children[i + 1] as Child)) i++;
    const next = children[i + 1];
    const last = children[i] as Child;
    if (next) edits.push({ span: { start: first.span.start, end: next.span.start }, text: '' });
    else if (before) edits.push({ span: { start: before.span.end, end: last.span.end }, text: '' });
  }
  return edits;
}

export const withoutItems = (tree: Tree, array: ArrayNode, items: Iterable<Node>): readonly Edit[] =>
  without(array, array.items, new Set(items), (item) => removeItem(tree, array, array.items.indexOf(item)));

export const withoutMembers = (tree: Tree, object: ObjectNode, members: Iterable<Member>): readonly Edit[] =>
  without(object, object.members, new Set(members), (member) => removeMember(tree, object, member));

/** Takes names out of a rule's list, and the rule itself when none is left. */
export const withoutNames = (tree: Tree, rule: ProfileRule, names: readonly TextValue[]): readonly Edit[] =>
  withoutCalls(tree, [{ rule, names }]);

/** The same for several rules at once. */
export function withoutCalls(
  tree: Tree,
  removals: readonly { readonly rule: ProfileRule; readonly names: readonly TextValue[] }[],
): readonly Edit[] {
  const emptied = new Set(removals.filter(({ names }) => listWith(names) === undefined));
  return [
    ...withoutRules(
      tree,
      [...emptied].map(({ rule }) => rule),
    ),
    ...removals.flatMap((removal) => {
      const list = emptied.has(removal) ? undefined : listWith(removal.names);
      return list
        ? withoutItems(
            tree,
            list,
            removal.names.map(({ node }) => node),
          )
        : [];
    }),
  ];
}

/** The list that has the names and others. */
function listWith(names: readonly TextValue[]): ArrayNode | undefined {
  const list = names[0]?.node.parent;
  return list?.kind === 'array' && names.length < list.items.length ? list : undefined;
}

export function withoutRules(tree: Tree, rules: readonly ProfileRule[]): readonly Edit[] {
  const list = rules[0]?.node.parent;
  if (list?.kind !== 'array') return [];
  return withoutItems(
    tree,
    list,
    rules.map(({ node }) => node),
  );
}

/** Puts values last in a list. */
export function withItems(tree: Tree, list: ArrayNode, values: readonly Plain[]): readonly Edit[] {
  if (!list.items.length) return setValue(tree, list, values);
  return values.flatMap((value) => insertItem(tree, list, value));
}

/** A rule to be written. */
export interface NewRule {
  readonly names: readonly string[];
  readonly action: ActionName;
  readonly errnoRet?: number;
  readonly args?: readonly Plain[];
}

/** A condition to be written; for operands of up to 53 bits. */
export const plainComparison = ({ arg, op, value, valueTwo }: ArgumentComparison): Plain => ({
  index: arg,
  value: Number(value),
  ...(op === 'SCMP_CMP_MASKED_EQ' && { valueTwo: Number(valueTwo) }),
  op,
});

/** Gives calls an action: in a rule that has it for every container and argument, else in a rule of their own at the end. */
export const withCalls = (
  tree: Tree,
  profile: ProfileModel,
  names: readonly string[],
  rule: Omit<NewRule, 'names' | 'args'>,
): readonly Edit[] => withRules(tree, profile, [{ names, ...rule }]);

/** Adds rules: the names of one without conditions go into rules of the same action where there are some, each beside its family. */
export function withRules(tree: Tree, profile: ProfileModel, rules: readonly NewRule[]): readonly Edit[] {
  const homeless: NewRule[] = [];
  const edits: Edit[] = [];
  for (const rule of rules) {
    const homes = rule.args ? [] : homesFor(profile, rule);
    if (!homes.length) homeless.push(rule);
    for (const home of homes) {
      const names = rule.names.filter((name) => bestHome(homes, name) === home);
      edits.push(...names.flatMap((name) => insertItem(tree, home, name, placeFor(home, name))));
    }
  }
  return [
    ...edits,
    ...atEnd(
      tree,
      profile,
      homeless.map((rule) => ({ ...rule })),
    ),
  ];
}

/** The lists of names of the rules that do the same for every container and argument. */
function homesFor(profile: ProfileModel, { action, errnoRet }: NewRule): readonly ArrayNode[] {
  return profile.rules.flatMap((rule) => {
    const isHome =
      rule.action?.value === action &&
      rule.names.length > 0 &&
      !rule.args.length &&
      !rule.includes &&
      !rule.excludes &&
      !rule.errno &&
      Number(rule.errnoRet?.value ?? -1n) === (errnoRet ?? -1);
    return (isHome && listOf(fieldValue(rule.node, 'names'))) || [];
  });
}

const wordIn = (item: Node): string => stringOf(item) ?? '';

/** The list with most calls of the same family, the first of several. */
function bestHome(homes: readonly ArrayNode[], name: string): ArrayNode | undefined {
  const family = findSyscall(name)?.group;
  const related = (home: ArrayNode) => home.items.filter((item) => findSyscall(wordIn(item))?.group === family).length;
  return homes.reduce((best, home) => (related(home) > related(best) ? home : best), homes[0] as ArrayNode);
}

/** Where the name belongs in a list that is sorted; the end of any other. */
function placeFor({ items }: ArrayNode, name: string): number | undefined {
  const words = items.map(wordIn);
  const isSorted = words.length > 1 && words.every((word, i) => i === 0 || (words[i - 1] as string) <= word);
  const next = isSorted ? words.findIndex((word) => word > name) : -1;
  return next < 0 ? undefined : next;
}

function atEnd(tree: Tree, profile: ProfileModel, rules: readonly Plain[]): readonly Edit[] {
  if (!rules.length) return [];
  const syscalls = fieldOf(profile.node, 'syscalls');
  const list = listOf(syscalls?.value);
  if (list?.items.length) return rules.flatMap((rule) => insertItem(tree, list, rule));
  return syscalls?.value ? setValue(tree, syscalls.value, rules) : setMember(tree, profile.node, 'syscalls', rules);
}
