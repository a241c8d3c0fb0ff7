import type { Edit, Fix } from '../../core';
import {
  type ArrayNode,
  insertItem,
  type Member,
  type Node,
  type ObjectNode,
  type Plain,
  removeItem,
  removeMember,
  setMember,
  setValue,
  type Tree,
} from '../../tree';
import type { Comparison } from './comparison';
import { fieldOf, fieldValue, listOf, type Profile, type ProfileRule, type Word } from './model';
import type { ActionName } from './words';

/** A fix that leaves the meaning as it is, or makes it what was plainly meant. */
export const repair = (title: string, edits: readonly Edit[]): Fix => ({ title, edits, safe: true, preferred: true });

/** A fix that changes what the profile permits. */
export const change = (title: string, edits: readonly Edit[], note?: string): Fix => ({ title, edits, safe: false, ...(note && { note }) });

/** Another word in the place of this one, quotes kept as the file has them. */
export const reword = (tree: Tree, { node }: Pick<Word, 'node'>, value: string): readonly Edit[] => setValue(tree, node, value);

/** A number with all its digits. */
export const renumber = (node: Node, value: bigint): readonly Edit[] => [{ span: node.span, text: String(value) }];

export const withMember = (tree: Tree, object: ObjectNode, key: string, value: Plain, after?: Member): readonly Edit[] =>
  setMember(tree, object, key, value, after);

/** Takes several children out of one collection; what stands between those that stay is kept. */
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
export const withoutNames = (tree: Tree, rule: ProfileRule, names: readonly Word[]): readonly Edit[] =>
  withoutCalls(tree, [{ rule, names }]);

/** The same for several rules at once. */
export function withoutCalls(
  tree: Tree,
  removals: readonly { readonly rule: ProfileRule; readonly names: readonly Word[] }[],
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

/** The list that holds the names and others. */
function listWith(names: readonly Word[]): ArrayNode | undefined {
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
export const plainComparison = ({ arg, op, value, valueTwo }: Comparison): Plain => ({
  index: arg,
  value: Number(value),
  ...(op === 'SCMP_CMP_MASKED_EQ' && { valueTwo: Number(valueTwo) }),
  op,
});

/** Gives calls an action: in a rule that has it for every container and argument, else in a rule of their own at the end. */
export const withCalls = (tree: Tree, profile: Profile, names: readonly string[], rule: Omit<NewRule, 'names' | 'args'>): readonly Edit[] =>
  withRules(tree, profile, [{ names, ...rule }]);

/** Adds rules: the names of one without conditions go into a rule of the same action where there is one. */
export function withRules(tree: Tree, profile: Profile, rules: readonly NewRule[]): readonly Edit[] {
  const homes = rules.map((rule) => (rule.args ? undefined : homeFor(profile, rule)));
  return [
    ...rules.flatMap(({ names }, i) => {
      const home = homes[i];
      return home ? withItems(tree, home, names) : [];
    }),
    ...atEnd(
      tree,
      profile,
      rules.filter((_, i) => !homes[i]).map((rule) => ({ ...rule })),
    ),
  ];
}

/** The list of names of a rule that does the same for every container and argument. */
function homeFor(profile: Profile, { action, errnoRet }: NewRule): ArrayNode | undefined {
  const home = profile.rules.find(
    (rule) =>
      rule.action?.value === action &&
      rule.names.length > 0 &&
      !rule.args.length &&
      !rule.includes &&
      !rule.excludes &&
      !rule.errno &&
      Number(rule.errnoRet?.value ?? -1n) === (errnoRet ?? -1),
  );
  return home && listOf(fieldValue(home.node, 'names'));
}

function atEnd(tree: Tree, profile: Profile, rules: readonly Plain[]): readonly Edit[] {
  if (!rules.length) return [];
  const syscalls = fieldOf(profile.node, 'syscalls');
  const list = listOf(syscalls?.value);
  if (list?.items.length) return rules.flatMap((rule) => insertItem(tree, list, rule));
  return syscalls?.value ? setValue(tree, syscalls.value, rules) : setMember(tree, profile.node, 'syscalls', rules);
}
