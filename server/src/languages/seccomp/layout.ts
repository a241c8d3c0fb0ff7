import { entryOf } from '../../core';
import { type Architecture, errnoNumbers, findSyscall, type SeccompProfile, type SeccompRule } from '../../knowledge';
import { holderOf, isNull, type Member, membersOf, type Node, type Plain, toValue, walk } from '../../tree';
import { hasCall } from './filter';
import { fieldOf, fieldValue, namesOf, type ProfileRule } from './model';
import type { SeccompPart } from './part';
import { declared, operatorFields, profileShape } from './shape';
import type { SeccompLoader } from './target';
import { EPERM } from './words';

type Reader = SeccompLoader['reader'];
type ArchMap = SeccompProfile['archMap'][number];

/** A rule of the file with its names, for finding where a name is. */
interface Home {
  readonly index: number;
  readonly names: ReadonlySet<string>;
}

/** How a file arranges a profile: what a rendered default imitates, so that a text comparison shows real differences only. */
export interface Layout {
  /** How many rules the file has. */
  readonly count: number;
  /** The file's rules with the same action, error, arguments and conditions. */
  rulesLike(rule: SeccompRule): readonly Home[];
  /** Names of each of the file's rules that no program can call on these ABIs: they mean nothing there. */
  idle(abis: readonly Architecture[]): ReadonlyMap<number, readonly string[]>;
  /** Names in the order of the file's rule at that place, if there is one. */
  order(index: number, names: readonly string[]): readonly string[];
  /** A rule's keys in the order of the file's rule at that place. */
  keys(index: number, rule: SeccompRule): Plain;
  topKeys(profile: Members): Members;
  /** An entry of archMap, with null for “none” where the file writes it so. */
  archMapEntry(entry: ArchMap): Plain;
  /** What the file has besides and the default says as well, or says nothing of: the error by name, fields of the operator, what the reader drops. */
  carried(errno: number): Members;
  /** One level of indentation; '' where all is on one line. */
  readonly unit: string;
  readonly newline: string;
  /** What is after the closing brace. */
  readonly end: string;
  /** Whether the file would write a list of words of that key on one line, so many characters long. */
  inline(key: string, length: number): boolean;
}

type Members = { readonly [key: string]: Plain };

const usualKeys = ['defaultAction', 'defaultErrnoRet', 'architectures', 'archMap', 'flags', 'syscalls'];
const usualRuleKeys = ['names', 'action', 'errnoRet', 'args', 'comment', 'includes', 'excludes'];

/** `reader` decides what counts of the file: what it drops has no meaning, so it may be on either side. */
export function layoutOf(part: SeccompPart | undefined, reader: Reader): Layout {
  const profile = part?.profile;
  const textOf = (node: Node): string => part?.text.slice(node.span.start, node.span.end) ?? '';
  const rules = profile?.rules ?? [];
  const homes = new Map<string, Home[]>();
  for (const rule of rules) {
    const key = signature(rule, reader);
    homes.set(key, [...(homes.get(key) ?? []), { index: rule.index, names: new Set(namesFor(rule, reader).map(({ value }) => value)) }]);
  }
  const byIndex = new Map(rules.map((rule) => [rule.index, rule]));
  const text = profile ? textOf(profile.node) : '';
  const inline = listsOnOneLine(part);
  return {
    count: Math.max(0, ...rules.map(({ index }) => index + 1)),
    rulesLike: (rule) => homes.get(signatureOfDefault(rule, reader)) ?? [],
    idle(abis) {
      const isIdle = (name: string) => findSyscall(name) !== undefined && !abis.some((abi) => hasCall(abi, name));
      return new Map(rules.map((rule) => [rule.index, namesFor(rule, reader).flatMap(({ value }) => (isIdle(value) ? [value] : []))]));
    },
    order(index, wanted) {
      const own = byIndex.get(index);
      const place = new Map((own ? namesOf(own) : []).map(({ value }, i) => [value, i]));
      const shared = wanted.filter((name) => place.has(name)).sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
      const others = wanted.filter((name) => !place.has(name)).sort();
      return isSorted(shared) ? [...shared, ...others].sort() : [...shared, ...others];
    },
    keys(index, rule) {
      const own = byIndex.get(index);
      // A rule of the file with this signature means the same but for its names, however it is written.
      return own ? named(toValue(own.node) as Members, rule.names) : arranged({ ...rule } as unknown as Members, undefined, usualRuleKeys);
    },
    topKeys: (value) => arranged(value, profile?.node, usualKeys),
    archMapEntry(entry) {
      const own = profile?.archMap.find(({ architecture }) => architecture?.value === entry.architecture);
      const none = entry.subArchitectures.length === 0 && own && isNull(fieldValue(own.node, 'subArchitectures'));
      return { ...entry, subArchitectures: none ? null : entry.subArchitectures };
    },
    carried(errno) {
      const name = profile?.defaultErrno?.value;
      const besides = membersOf(profile?.node).filter((member) => {
        const field = declared(profileShape, member);
        // A default has no base whose calls come on top.
        if (member.key.value === 'baseProfileName') return false;
        return (
          member.value && (field ? !field.readers.includes(reader) : part?.object && operatorFields.includes(String(member.key.value)))
        );
      });
      return {
        // The error that is assumed anyway.
        ...((errno !== EPERM || !part || fieldOf(profile?.node, 'defaultErrnoRet')) && { defaultErrnoRet: errno }),
        ...(name && reader === 'containers' && errnoNumbers().get(name) === errno && { defaultErrno: name }),
        ...Object.fromEntries(besides.map(({ key, value }) => [String(key.value), toValue(value) as Plain])),
      };
    },
    unit: text === '' ? '\t' : (/\n([ \t]+)"/.exec(text)?.[1] ?? ''),
    newline: text.includes('\r\n') ? '\r\n' : '\n',
    end: profile ? (part?.text.slice(profile.node.span.end).match(/^\s*$/)?.[0] ?? '\n') : '\n',
    inline,
  };
}

const isSorted = (names: readonly string[]): boolean => names.every((name, i) => i === 0 || (names[i - 1] as string) <= name);

function arranged(value: Members, like: Node | undefined, usual: readonly string[]): Members {
  const order = membersOf(like).map(({ key }: Member) => String(key.value));
  // What the file doesn't have is put after what it usually follows.
  for (const [i, key] of usual.entries()) {
    const before = usual.slice(0, i).findLast((other) => order.includes(other));
    if (!order.includes(key)) order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, key);
  }
  const keys = [...new Set([...order, ...Object.keys(value)])].filter((key) => entryOf(value, key) !== undefined);
  return Object.fromEntries(keys.map((key) => [key, value[key] as Plain]));
}

/** The names that a reader sees: `name` is a field of the supersets. */
const namesFor = (rule: ProfileRule, reader: Reader) => (reader === 'oci' ? rule.names : namesOf(rule));

/** A rule's members with other names, in the form that it has; the old one is for a single name. */
function named(rule: Members, names: readonly string[]): Members {
  const single = rule.name !== undefined && names.length === 1;
  const entries = Object.entries(rule).flatMap(([key, value]): (readonly [string, Plain])[] => {
    if (key !== 'name' && key !== 'names') return [[key, value]];
    if (single) return key === 'name' ? [['name', names[0] as string]] : [];
    return key === 'names' || rule.names === undefined ? [['names', [...names]]] : [];
  });
  return Object.fromEntries(entries);
}

/** Conditions as far as the reader looks at them. */
const conditions = (caps: readonly string[], arches: readonly string[], minKernel: string, reader: Reader) =>
  reader === 'oci' ? [] : [[...caps].sort(), [...arches].sort(), reader === 'moby' ? minKernel : ''];

function signature(rule: ProfileRule, reader: Reader): string {
  const words = (list: readonly { readonly value: string }[] | undefined) => (list ?? []).map(({ value }) => value);
  const filter = (one: ProfileRule['includes']) => conditions(words(one?.caps), words(one?.arches), one?.minKernel?.value ?? '', reader);
  return JSON.stringify([
    rule.action?.value,
    Number(rule.errnoRet?.value ?? 1n),
    rule.args.map(({ index, value, valueTwo, op }) => [
      Number(index?.value ?? 0n),
      String(value?.value ?? 0n),
      String(valueTwo?.value ?? 0n),
      op?.value,
    ]),
    filter(rule.includes),
    filter(rule.excludes),
  ]);
}

function signatureOfDefault({ action, errnoRet, args, includes, excludes }: SeccompRule, reader: Reader): string {
  const filter = (one: SeccompRule['includes']) => conditions(one?.caps ?? [], one?.arches ?? [], one?.minKernel ?? '', reader);
  return JSON.stringify([
    action,
    errnoRet ?? 1,
    (args ?? []).map(({ index, value, valueTwo, op }) => [index, String(value), String(valueTwo ?? 0), op]),
    filter(includes),
    filter(excludes),
  ]);
}

/** Files spread all lists, none, or those that get too long. */
function listsOnOneLine(part: SeccompPart | undefined): Layout['inline'] {
  const flat = new Map<string, number>();
  const spread = new Set<string>();
  for (const node of walk(part?.root)) {
    const key = holderOf(node)?.key.value;
    if (node.kind !== 'array' || !node.items.length || typeof key !== 'string') continue;
    if (part?.text.slice(node.span.start, node.span.end).includes('\n')) spread.add(key);
    else flat.set(key, Math.max(flat.get(key) ?? 0, node.span.end - node.span.start));
  }
  return (key, length) => flat.has(key) && (!spread.has(key) || length <= (flat.get(key) ?? 0));
}

/** JSON with the file's indentation and its way of writing lists of words. */
export function renderProfile(value: Plain, { unit, newline, end, inline }: Layout): string {
  const render = (each: Plain, indent: string, key = ''): string => {
    if (each === null || typeof each !== 'object') return JSON.stringify(each);
    const list = Array.isArray(each) ? (each as readonly Plain[]) : undefined;
    const inner = indent + unit;
    const parts = list
      ? list.map((item) => render(item, inner))
      : Object.entries(each).map(([name, member]) => `${JSON.stringify(name)}: ${render(member, inner, name)}`);
    const [open, close] = list ? ['[', ']'] : ['{', '}'];
    if (!parts.length) return open + close;
    const flat = `[${parts.join(', ')}]`;
    if (list && (unit === '' || (list.every((item) => typeof item === 'string') && inline(key, flat.length)))) return flat;
    if (unit === '') return `${open} ${parts.join(', ')} ${close}`;
    return `${open}${newline}${parts.map((line) => inner + line).join(`,${newline}`)}${newline}${indent}${close}`;
  };
  return render(value, '') + end;
}
