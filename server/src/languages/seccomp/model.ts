import { type ArrayNode, isNull, itemsOf, type Member, membersOf, type Node, type ObjectNode, resolved, type ScalarNode } from '../../tree';

/** A value with the place that it was read from. */
export interface Valued<T> {
  readonly value: T;
  readonly node: ScalarNode;
}

export type TextValue = Valued<string>;
export type IntegerValue = Valued<bigint>;

/**
 * A profile as its text says it, in any of the three formats; what is missing or of the wrong type is left out.
 * Keys are matched as Go's JSON decoder matches them: without regard to case, the last of several wins.
 */
export interface ProfileModel {
  readonly node: ObjectNode;
  readonly defaultAction?: TextValue;
  readonly defaultErrnoRet?: IntegerValue;
  readonly defaultErrno?: TextValue;
  readonly architectures: readonly TextValue[];
  readonly archMap: readonly ArchMapEntry[];
  /** Absent: the runtimes set SPEC_ALLOW. Empty: no flag. */
  readonly flags?: readonly TextValue[];
  readonly listenerPath?: TextValue;
  readonly listenerMetadata?: TextValue;
  readonly rules: readonly ProfileRule[];
}

export interface ArchMapEntry {
  readonly node: ObjectNode;
  readonly architecture?: TextValue;
  readonly subArchitectures: readonly TextValue[];
}

export interface ProfileRule {
  readonly node: ObjectNode;
  /** Place in `syscalls`, from 0. */
  readonly index: number;
  readonly names: readonly TextValue[];
  /** The old single form, of the supersets. */
  readonly name?: TextValue;
  readonly action?: TextValue;
  readonly errnoRet?: IntegerValue;
  readonly errno?: TextValue;
  readonly args: readonly ArgumentCondition[];
  readonly includes?: CapabilityFilter;
  readonly excludes?: CapabilityFilter;
}

export interface ArgumentCondition {
  readonly node: ObjectNode;
  /** Absent counts as 0 in Go. */
  readonly index?: IntegerValue;
  readonly value?: IntegerValue;
  readonly valueTwo?: IntegerValue;
  readonly op?: TextValue;
}

/** `includes` or `excludes`. */
export interface CapabilityFilter {
  readonly node: ObjectNode;
  readonly caps: readonly TextValue[];
  readonly arches: readonly TextValue[];
  readonly minKernel?: TextValue;
}

/** The member that a Go reader treats as a field. */
export function fieldOf(node: Node | undefined, name: string): Member | undefined {
  const wanted = name.toLowerCase();
  return membersOf(node).findLast((member) => String(member.key.value).toLowerCase() === wanted);
}

export const fieldValue = (node: Node | undefined, name: string): Node | undefined => fieldOf(node, name)?.value;

export function readProfile(node: Node | undefined): ProfileModel | undefined {
  const object = objectOf(node);
  if (!object) return undefined;
  const flags = listOf(fieldValue(object, 'flags'));
  return {
    node: object,
    ...optional('defaultAction', wordOf(fieldValue(object, 'defaultAction'))),
    ...optional('defaultErrnoRet', wholeOf(fieldValue(object, 'defaultErrnoRet'))),
    ...optional('defaultErrno', wordOf(fieldValue(object, 'defaultErrno'))),
    architectures: wordsOf(fieldValue(object, 'architectures')),
    archMap: objectsIn(fieldValue(object, 'archMap')).map(readArchMapEntry),
    ...optional('flags', flags && wordsOf(flags)),
    ...optional('listenerPath', wordOf(fieldValue(object, 'listenerPath'))),
    ...optional('listenerMetadata', wordOf(fieldValue(object, 'listenerMetadata'))),
    rules: itemsOf(fieldValue(object, 'syscalls')).flatMap((item, index) => {
      const rule = objectOf(item);
      return rule ? [readRule(rule, index)] : [];
    }),
  };
}

function readArchMapEntry(node: ObjectNode): ArchMapEntry {
  return {
    node,
    ...optional('architecture', wordOf(fieldValue(node, 'architecture'))),
    subArchitectures: wordsOf(fieldValue(node, 'subArchitectures')),
  };
}

function readRule(node: ObjectNode, index: number): ProfileRule {
  const filter = (name: string) => {
    const object = objectOf(fieldValue(node, name));
    return object && readFilter(object);
  };
  return {
    node,
    index,
    names: wordsOf(fieldValue(node, 'names')),
    ...optional('name', wordOf(fieldValue(node, 'name'))),
    ...optional('action', wordOf(fieldValue(node, 'action'))),
    ...optional('errnoRet', wholeOf(fieldValue(node, 'errnoRet'))),
    ...optional('errno', wordOf(fieldValue(node, 'errno'))),
    args: objectsIn(fieldValue(node, 'args')).map(readCondition),
    ...optional('includes', filter('includes')),
    ...optional('excludes', filter('excludes')),
  };
}

function readCondition(node: ObjectNode): ArgumentCondition {
  return {
    node,
    ...optional('index', wholeOf(fieldValue(node, 'index'))),
    ...optional('value', wholeOf(fieldValue(node, 'value'))),
    ...optional('valueTwo', wholeOf(fieldValue(node, 'valueTwo'))),
    ...optional('op', wordOf(fieldValue(node, 'op'))),
  };
}

function readFilter(node: ObjectNode): CapabilityFilter {
  return {
    node,
    caps: wordsOf(fieldValue(node, 'caps')),
    arches: wordsOf(fieldValue(node, 'arches')),
    ...optional('minKernel', wordOf(fieldValue(node, 'minKernel'))),
  };
}

/** The member of a field that says something: null is as if it were not there. */
export function stated(node: Node | undefined, name: string): Member | undefined {
  const member = fieldOf(node, name);
  return member && !isNull(member.value) ? member : undefined;
}

/** A list, or nothing: what else is there is a mistake of its own, and its consequences are not reported. */
export function isListIfAny(node: Node | undefined, name: string): boolean {
  const member = stated(node, name);
  return !member || listOf(member.value) !== undefined;
}

const optional = <K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };

export function objectOf(node: Node | undefined): ObjectNode | undefined {
  const actual = resolved(node);
  return actual?.kind === 'object' ? actual : undefined;
}

export function listOf(node: Node | undefined): ArrayNode | undefined {
  const actual = resolved(node);
  return actual?.kind === 'array' ? actual : undefined;
}

const objectsIn = (node: Node | undefined): readonly ObjectNode[] =>
  itemsOf(node).flatMap((item) => {
    const object = objectOf(item);
    return object ? [object] : [];
  });

function wordOf(node: Node | undefined): TextValue | undefined {
  const scalar = resolved(node);
  return scalar?.kind === 'scalar' && typeof scalar.value === 'string' ? { value: scalar.value, node: scalar } : undefined;
}

const wordsOf = (node: Node | undefined): readonly TextValue[] =>
  itemsOf(node).flatMap((item) => {
    // Go reads null among strings as an empty one.
    const scalar = resolved(item);
    const word = wordOf(item) ?? (scalar?.kind === 'scalar' && scalar.value === null ? { value: '', node: scalar } : undefined);
    return word ? [word] : [];
  });

/** A whole number with all its digits: what lies above 2^53 loses some as a JavaScript number. */
export function wholeOf(node: Node | undefined): IntegerValue | undefined {
  const scalar = resolved(node);
  if (scalar?.kind !== 'scalar' || typeof scalar.value !== 'number') return undefined;
  // Go's decoder takes no sign where a number has none.
  if (Object.is(scalar.value, -0)) return undefined;
  if (/^-?\d+$/.test(scalar.raw) && !/^-?0\d/.test(scalar.raw)) return { value: BigInt(scalar.raw), node: scalar };
  if (/^0[xo][\da-f]+$/i.test(scalar.raw)) return { value: BigInt(scalar.raw), node: scalar };
  // YAML writes whole numbers in more ways than JSON: `1_000`, `010`.
  return scalar.quoted || !Number.isSafeInteger(scalar.value) || /[.e]/i.test(scalar.raw)
    ? undefined
    : { value: BigInt(scalar.value), node: scalar };
}

/** The argument that a condition is about, 0 where it does not say; undefined for what is no number. */
export const argumentIn = ({ node, index }: ArgumentCondition): number | undefined =>
  index ? Number(index.value) : stated(node, 'index') ? undefined : 0;

/** The names that a rule is about, in either form. */
export const namesOf = (rule: ProfileRule): readonly TextValue[] => (rule.names.length || !rule.name ? rule.names : [rule.name]);
