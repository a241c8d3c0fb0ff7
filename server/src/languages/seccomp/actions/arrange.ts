import { type Action, counted, type Edit, meet } from '../../../core';
import { findSyscall, findSyscallGroup } from '../../../knowledge';
import { insertItem, type Plain, setValue, toValue } from '../../../tree';
import { withItems, withMember, withoutItems, withoutRules } from '../edits';
import { type CapabilityFilter, fieldOf, fieldValue, type IntegerValue, listOf, namesOf, type ProfileRule, type TextValue } from '../model';
import { subcalls } from '../subcalls';
import { type ActionScene, isAt, rewriting, ruleAt } from './scene';

/** Other ways to write what is at the place. */
export function arrangeHere(scene: ActionScene): readonly Action[] {
  const rule = ruleAt(scene);
  return [...(rule ? rewriting('Sort the names of this rule', sortNames(scene, rule)) : []), ...splitting(scene), ...expanding(scene)];
}

/** Other ways to write the whole profile. */
export function arrangeAll(scene: ActionScene): readonly Action[] {
  const edits = scene.profile.rules.flatMap((rule) => sortNames(scene, rule));
  return [...rewriting('Sort the names of every rule', edits), ...merging(scene)];
}

/** Words change places, so that line breaks and indentation stay; where there are comments between them nothing is moved. */
function sortNames({ part: { tree } }: ActionScene, { node, names }: ProfileRule): readonly Edit[] {
  const list = listOf(fieldValue(node, 'names'));
  if (!list || list.items.length !== names.length || tree.comments.some((comment) => meet(comment, list.span))) return [];
  const sorted = [...names].sort((a, b) => (a.value < b.value ? -1 : Number(a.value > b.value)));
  return names.flatMap((name, i) => {
    const word = sorted[i] as TextValue;
    return word.node.raw === name.node.raw ? [] : [{ span: name.node.span, text: word.node.raw }];
  });
}

/** Rules that differ in their names only become one, where no rule between them speaks of the same calls. */
function merging(scene: ActionScene): readonly Action[] {
  const { profile, part } = scene;
  const groups: ProfileRule[][] = [];
  for (const rule of profile.rules) {
    if (!isPlain(scene, rule)) continue;
    const group = groups.find(([first]) => first && otherwise(first) === otherwise(rule) && isFree(scene, first, rule));
    if (group) group.push(rule);
    else groups.push([rule]);
  }
  const merged = groups.filter((group) => group.length > 1);
  const gone = merged.flatMap(([, ...rest]) => rest);
  const edits = merged.flatMap(([first, ...rest]) => {
    const list = first && listOf(fieldValue(first.node, 'names'));
    if (!first || !list) return [];
    const present = new Set(first.names.map(({ value }) => value));
    const names = rest.flatMap((rule) => rule.names.map(({ value }) => value)).filter((name) => !present.has(name) && present.add(name));
    return withItems(part.tree, list, names);
  });
  return rewriting(`Merge ${counted(gone.length + merged.length, 'rule')} that do the same into ${merged.length}`, [
    ...edits,
    ...withoutRules(part.tree, gone),
  ]);
}

const mergeable = new Set(['names', 'action', 'errnoRet', 'errno', 'args', 'includes', 'excludes']);

/** A rule that says nothing but what the other says too: no comment that explains it, no unknown field. */
const isPlain = ({ part: { tree } }: ActionScene, { names, node }: ProfileRule): boolean =>
  names.length > 0 &&
  node.parent?.kind === 'array' &&
  node.members.every(({ key }) => mergeable.has(String(key.value))) &&
  !tree.comments.some((comment) => meet(comment, node.span));

/** Everything about a rule but its names, for comparing. */
function otherwise({ action, errnoRet, errno, args, includes, excludes }: ProfileRule): string {
  const number = (whole: IntegerValue | undefined) => whole && String(whole.value);
  const filter = (each: CapabilityFilter | undefined) => each && [words(each.caps), words(each.arches), each.minKernel?.value];
  const conditions = args.map(({ index, value, valueTwo, op }) => [...[index, value, valueTwo].map(number), op?.value]);
  return JSON.stringify([action?.value, number(errnoRet), errno?.value, conditions, filter(includes), filter(excludes)]);
}

const words = (list: readonly TextValue[]): readonly string[] => list.map(({ value }) => value).sort();

/** Whether the rule can move up to the other: no rule on the way that does anything else speaks of its calls. */
function isFree({ profile }: ActionScene, first: ProfileRule, rule: ProfileRule): boolean {
  const own = new Set(namesOf(rule).flatMap(carriers));
  return profile.rules
    .filter(({ index }) => first.index < index && index < rule.index)
    .every(
      (between) => otherwise(between) === otherwise(rule) || !namesOf(between).some((name) => carriers(name).some((call) => own.has(call))),
    );
}

/** The call itself, and the one that carries it for 32-bit programs. */
function carriers({ value }: TextValue): readonly string[] {
  const through = subcalls.get(value)?.through;
  return through ? [value, through] : [value];
}

/** Fewer names than this are seen at a glance. */
const fewest = 12;

/** One rule for each family of calls, each after the other; with the family's name where the profile has comments. */
function splitting(scene: ActionScene): readonly Action[] {
  const rule = ruleAt(scene);
  const list = rule && listOf(fieldValue(rule.node, 'names'));
  const parent = rule?.node.parent;
  if (!rule || !list || parent?.kind !== 'array' || rule.names.length < fewest || rule.args.length || !isPlain(scene, rule)) return [];
  const { tree } = scene.part;
  const families = new Map<string | undefined, TextValue[]>();
  for (const name of rule.names) {
    const group = findSyscall(name.value)?.group;
    families.set(group, [...(families.get(group) ?? []), name]);
  }
  const [[firstFamily] = [], ...others] = [...families];
  if (others.length === 0) return [];
  const commented = scene.loader.reader !== 'oci' && scene.profile.rules.some(({ node }) => fieldOf(node, 'comment'));
  const comment = (family: string | undefined): { readonly [key: string]: Plain } => {
    const title = family && findSyscallGroup(family)?.title;
    return commented && title ? { comment: title } : {};
  };
  const copy = toValue(rule.node) as { readonly [key: string]: Plain };
  const at = parent.items.indexOf(rule.node) + 1;
  const moved = others.flatMap(([, names]) => names.map(({ node }) => node));
  return rewriting(`Split this rule into ${families.size}, one for each family of calls`, [
    ...withoutItems(tree, list, moved),
    ...Object.entries(comment(firstFamily)).flatMap(([key, value]) => withMember(tree, rule.node, key, value)),
    ...others.flatMap(([family, names]) =>
      insertItem(tree, parent, { ...comment(family), ...copy, names: names.map(({ value }) => value) }, at),
    ),
  ]);
}

/** `@io-uring` is no call: the family that the author meant, written out. */
function expanding(scene: ActionScene): readonly Action[] {
  return scene.profile.rules.flatMap((rule) =>
    rule.names.flatMap((word) => {
      const family = word.value.startsWith('@') && isAt(scene, word.node.span) ? findSyscallGroup(word.value) : undefined;
      const list = word.node.parent;
      if (!family || list?.kind !== 'array') return [];
      const present = new Set(rule.names.map(({ value }) => value));
      const [first, ...more] = family.calls.filter((call) => !present.has(call));
      if (first === undefined) return [];
      const at = list.items.indexOf(word.node) + 1;
      const edits = [
        ...setValue(scene.part.tree, word.node, first),
        ...more.flatMap((call) => insertItem(scene.part.tree, list, call, at)),
      ];
      return [
        { kind: 'rewrite' as const, title: `Write out the ${counted(more.length + 1, 'call')} of ${family.name}`, edits, safe: false },
      ];
    }),
  );
}
