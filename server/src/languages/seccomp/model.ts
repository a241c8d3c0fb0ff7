import {
  type ArrayNode,
  isNull,
  itemsOf,
  type Member,
  membersOf,
  type Node,
  type ObjectNode,
  resolved,
  type ScalarNode,
  workedOut,
} from '../../tree';

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
  /**
   * The same rule without its place: the same object as long as its text is the same, so that what is worked out of it is kept (`keptWith`). Its
   * spans count from a start of their own, and it has no index.
   */
  readonly said: ProfileRule;
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

/** `inObject`: in the spec of an object, as the Security Profiles Operator writes it. */
export function readProfile(node: Node | undefined, inObject = false): ProfileModel | undefined {
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
      return rule ? [new RuleAt(rule, index, inObject)] : [];
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

/** A rule of which nothing is read before it is asked for. */
class RuleAt implements ProfileRule {
  #names?: readonly TextValue[];
  #args?: readonly ArgumentCondition[];
  #action?: TextValue | null;
  #said?: ProfileRule;
  /** By what worked it out. */
  #kept?: Map<unknown, { readonly by: unknown; readonly value: unknown }>;

  constructor(
    readonly node: ObjectNode,
    readonly index: number,
    private readonly inObject: boolean,
  ) {}

  get names(): readonly TextValue[] {
    this.#names ??= wordsOf(fieldValue(this.node, 'names'));
    return this.#names;
  }

  get name(): TextValue | undefined {
    return wordOf(fieldValue(this.node, 'name'));
  }

  get action(): TextValue | undefined {
    if (this.#action === undefined) this.#action = wordOf(fieldValue(this.node, 'action')) ?? null;
    return this.#action ?? undefined;
  }

  /** Go leaves out a number that is 0 where the operator's field is `omitempty`. */
  get errnoRet(): IntegerValue | undefined {
    const errno = wholeOf(fieldValue(this.node, 'errnoRet'));
    return this.inObject && !errno?.value ? undefined : errno;
  }

  get errno(): TextValue | undefined {
    return wordOf(fieldValue(this.node, 'errno'));
  }

  get args(): readonly ArgumentCondition[] {
    this.#args ??= objectsIn(fieldValue(this.node, 'args')).map(readCondition);
    return this.#args;
  }

  get includes(): CapabilityFilter | undefined {
    return this.filter('includes');
  }

  get excludes(): CapabilityFilter | undefined {
    return this.filter('excludes');
  }

  get said(): ProfileRule {
    this.#said ??= workedOut(this.node, this.inObject ? saidInObject : said);
    return this.#said;
  }

  kept<T>(what: unknown, by: unknown, make: () => T): T {
    this.#kept ??= new Map();
    const before = this.#kept.get(what);
    if (before && before.by === by) return before.value as T;
    const value = make();
    this.#kept.set(what, { by, value });
    return value;
  }

  private filter(name: string): CapabilityFilter | undefined {
    const object = objectOf(fieldValue(this.node, name));
    return object && readFilter(object);
  }
}

const said = (node: ObjectNode): ProfileRule => new RuleAt(node, 0, false);
const saidInObject = (node: ObjectNode): ProfileRule => new RuleAt(node, 0, true);

/** Works something out of what a rule says, once for its text and for `by`, and keeps the last answer of each `make`. */
export function keptWith<B, T>({ said: rule }: ProfileRule, by: B, make: (rule: ProfileRule, by: B) => T): T {
  return rule instanceof RuleAt ? rule.kept(make, by, () => make(rule, by)) : make(rule, by);
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
