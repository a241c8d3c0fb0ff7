import { joined, type Traced, untraced } from '../origin';
import { TemplateError } from '../syntax';
import {
  Dict,
  equal,
  isList,
  isTrue,
  kindOf,
  Native,
  nil,
  of,
  ofTraced,
  printed,
  traced,
  typeOf,
  UnknownValue,
  type Value,
} from '../value';
import { type Functions, integerIn, known, listIn, ofText, plain, textOf } from './define';
import { format } from './format';

/** The functions of Go's text/template, and Sprig's for defaults, types and flow. */
export const basic: Functions = {
  not: ([value], machine) => {
    if (value?.v instanceof UnknownValue) machine.unknown(value.v.why);
    return of(!isTrue(known(value)));
  },
  and: (args) => args.find((arg) => !isTrue(arg)) ?? args.at(-1) ?? nil,
  or: (args) => args.find(isTrue) ?? args.at(-1) ?? nil,
  eq: plain((first, ...others) => others.some((other) => same(known(first), other))),
  ne: plain((a, b) => !same(known(a), known(b))),
  lt: plain((a, b) => compare(a, b) < 0),
  le: plain((a, b) => compare(a, b) <= 0),
  gt: plain((a, b) => compare(a, b) > 0),
  ge: plain((a, b) => compare(a, b) >= 0),
  len: ([value]) => of(lengthOf(known(value))),
  index: plain((holder, ...keys) => keys.reduce((at, key) => itemAt(at, key), known(holder))),
  slice: plain((value, from, to) => {
    const { v } = known(value);
    if (typeof v !== 'string' && !isList(v)) throw new TemplateError(`can't slice item of type ${typeOf(known(value))}`);
    return v.slice(integerIn(from), to === undefined ? undefined : integerIn(to));
  }),
  print: (args) => together(args.flatMap((arg, i) => (i && bothPlain(args[i - 1], arg) ? [untraced(' '), traced(arg)] : [traced(arg)]))),
  println: (args) => together([...args.flatMap((arg, i) => (i ? [untraced(' '), traced(arg)] : [traced(arg)])), untraced('\n')]),
  printf: (args, machine) => {
    machine.budget.step(args.length);
    return format(args);
  },
  html: plain((v) =>
    textOf(v).replace(/[&<>"']/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' })[c] ?? c),
  ),
  js: ofText((text = '') =>
    text.replace(/[\\'"<>&=]|[\u0000-\u001f]/g, (c) =>
      /[\\'"]/.test(c) ? `\\${c}` : `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
    ),
  ),
  urlquery: plain((v) => encodeURIComponent(textOf(v).replace(/\p{Surrogate}/gu, '\ufffd')).replace(/%20/g, '+')),

  default: (args, machine) => {
    const [fallback, value] = args;
    if (value?.v instanceof UnknownValue) machine.unknown(value.v.why);
    return value && isTrue(value) ? value : (fallback ?? nil);
  },
  empty: ([value], machine) => {
    if (value?.v instanceof UnknownValue) machine.unknown(value.v.why);
    return of(!isTrue(value ?? nil));
  },
  coalesce: (args) => args.find(isTrue) ?? nil,
  ternary: ([yes, no, test], machine) => {
    if (test?.v instanceof UnknownValue) machine.unknown(test.v.why);
    return (test && isTrue(test) ? yes : no) ?? nil;
  },
  all: (args) => of(args.every(isTrue)),
  any: (args) => of(args.some(isTrue)),
  fail: ([message]) => {
    throw new TemplateError(textOf(message));
  },
  kindOf: plain((v) => kindOf(known(v))),
  kindIs: plain((kind, v) => kindOf(known(v)) === kind?.v),
  typeOf: plain((v) => typeOf(known(v))),
  typeIs: plain((type, v) => typeOf(known(v)) === type?.v),
  typeIsLike: plain((type, v) => [typeOf(known(v)), `*${typeOf(known(v))}`].includes(textOf(type))),
  deepEqual: plain((a, b) => equal(known(a), known(b))),
  deepCopy: ([value]) => copyOf(known(value)),
  mustDeepCopy: ([value]) => copyOf(known(value)),
};

const together = (parts: readonly Traced[]): Value => ofTraced(joined(parts));

const bothPlain = (a: Value | undefined, b: Value): boolean => typeof a?.v !== 'string' && typeof b.v !== 'string';

/** `eq` of Go, which compares only what is of one basic kind. */
function same(a: Value, b: Value): boolean {
  if (a.v === null || b.v === null) return a.v === b.v;
  for (const value of [a, b]) if (['map', 'slice'].includes(kindOf(value))) throw new TemplateError(`non-comparable type ${typeOf(value)}`);
  if (kindOf(a) !== kindOf(b)) throw new TemplateError('incompatible types for comparison');
  return equal(a, b);
}

function compare(a: Value | undefined, b: Value | undefined): number {
  const [one, other] = [a?.v ?? null, b?.v ?? null];
  if (typeof one === 'number' && typeof other === 'number' && Boolean(a?.float) === Boolean(b?.float)) return one - other;
  if (typeof one === 'string' && typeof other === 'string') return one < other ? -1 : one > other ? 1 : 0;
  throw new TemplateError('incompatible types for comparison');
}

function lengthOf({ v }: Value): number {
  if (v instanceof UnknownValue || v === null) return 0;
  if (typeof v === 'string') return new TextEncoder().encode(v).length;
  if (v instanceof Dict) return v.entries.size;
  if (isList(v)) return v.length;
  throw new TemplateError('len of a value without a length');
}

export function itemAt(holder: Value, key: Value): Value {
  const { v } = holder;
  if (v instanceof Dict) return v.get(textOf(key)) ?? nil;
  if (v instanceof Native) return v.fields[textOf(key)] ?? nil;
  if (isList(v)) {
    const found = v[integerIn(key)];
    if (!found) throw new TemplateError(`index out of range: ${integerIn(key)}`);
    return found;
  }
  if (typeof v === 'string') return of(v.charCodeAt(integerIn(key)));
  throw new TemplateError('index of untyped nil');
}

/** Dicts are changed in place by `set` and `merge`, so a copy has its own. */
export function copyOf(value: Value): Value {
  if (value.v instanceof Dict) {
    const copy = new Dict();
    for (const [key, entry] of value.v.entries) copy.entries.set(key, { ...entry, value: copyOf(entry.value) });
    return { ...value, v: copy };
  }
  return isList(value.v) ? { ...value, v: value.v.map(copyOf) } : value;
}

export const printedList = (value: Value): readonly string[] => listIn(value).map(printed);
