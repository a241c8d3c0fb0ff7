import { type Origin, type OriginPiece, type Traced, tracedTo } from './origin';

/** What a template works with: a value of Go, and where it comes from. */
export interface Value {
  readonly v: Raw;
  readonly from?: Origin;
  /** Of a text that was put together: where each stretch comes from. */
  readonly pieces?: readonly OriginPiece[];
  /** A float64 of Go, which prints in its own way; other numbers are integers. */
  readonly float?: boolean;
}

export type Raw = string | number | boolean | null | readonly Value[] | Dict | Native | UnknownValue;

export interface DictEntry {
  readonly value: Value;
  /** Where the key is written. */
  readonly key?: Origin;
}

/** A map with string keys. `set` and `unset` of Sprig change it in place. */
export class Dict {
  readonly entries = new Map<string, DictEntry>();

  get(key: string): Value | undefined {
    return this.entries.get(key)?.value;
  }

  put(key: string, value: Value, from?: Origin): this {
    const origin = from ?? this.entries.get(key)?.key;
    this.entries.set(key, origin ? { value, key: origin } : { value });
    return this;
  }

  keys(): readonly string[] {
    return [...this.entries.keys()].sort(byBytes);
  }
}

/** Go compares strings by bytes, which is the order of code points. */
export const byBytes = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** An object of Helm with fields and methods: `.Files`, `.Capabilities`. */
export class Native {
  constructor(
    readonly name: string,
    readonly fields: Readonly<Record<string, Value>>,
    readonly methods: Readonly<Record<string, (args: readonly Value[]) => Value>> = {},
    /** What `range` goes through. */
    readonly items?: Dict,
  ) {}
}

/** What is unknown before the chart is installed. */
export class UnknownValue {
  constructor(readonly why: string) {}
}

export const nil: Value = { v: null };
export const yes: Value = { v: true };
export const no: Value = { v: false };

export const of = (v: Raw, from?: Origin): Value => (from ? { v, from } : { v });

export const float = (v: number): Value => ({ v, float: true });

export const ofTraced = ({ text, pieces }: Traced): Value => ({ v: text, pieces });

export const dictOf = (values: Readonly<Record<string, Value>>): Dict => {
  const dict = new Dict();
  for (const [key, value] of Object.entries(values)) dict.put(key, value);
  return dict;
};

/** A text with its places; anything else as Go prints it. */
export function traced(value: Value): Traced {
  if (typeof value.v === 'string' && value.pieces) return { text: value.v, pieces: value.pieces };
  return tracedTo(printed(value), value.from);
}

/** A character that no text of a file has stands for what is not known (see `template.ts`). */
const mark = '\uE000';

/** `%v` of Go. */
export function printed({ v, float: isFloat }: Value): string {
  if (typeof v === 'string') return v;
  if (v === null) return '<no value>';
  if (typeof v === 'number') return isFloat ? goFloat(v) : String(v);
  if (typeof v === 'boolean') return String(v);
  if (v instanceof UnknownValue) return mark.repeat(4);
  if (v instanceof Dict)
    return `map[${v
      .keys()
      .map((key) => `${key}:${inner(v.get(key))}`)
      .join(' ')}]`;
  if (v instanceof Native) return `${v.fields.Version ? printed(v.fields.Version) : v.name}`;
  return `[${v.map(inner).join(' ')}]`;
}

const inner = (value: Value | undefined): string => (value === undefined || value.v === null ? '<nil>' : printed(value));

/** `%v` of a float64: the shortest form, with an exponent below 1e-4 and from 1e+06 on. */
export function goFloat(v: number): string {
  if (Number.isNaN(v)) return 'NaN';
  if (!Number.isFinite(v)) return v > 0 ? '+Inf' : '-Inf';
  if (v === 0) return '0';
  const [digits = '', exponent = ''] = v.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(v);
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

export const isTrue = ({ v }: Value): boolean => {
  if (v === null || v instanceof UnknownValue) return false;
  if (typeof v === 'object')
    return v instanceof Dict ? v.entries.size > 0 : v instanceof Native ? v.items?.entries.size !== 0 : v.length > 0;
  return typeof v === 'number' ? v !== 0 : typeof v === 'string' ? v !== '' : v;
};

export const kindOf = ({ v, float: isFloat }: Value): string => {
  if (v === null) return 'invalid';
  if (typeof v === 'number') return isFloat ? 'float64' : 'int';
  if (typeof v === 'boolean') return 'bool';
  if (typeof v === 'string') return 'string';
  if (v instanceof Dict) return 'map';
  return v instanceof Native ? 'struct' : v instanceof UnknownValue ? 'invalid' : 'slice';
};

export const typeOf = (value: Value): string => {
  const kind = kindOf(value);
  if (kind === 'invalid') return '<nil>';
  return kind === 'map' ? 'map[string]interface {}' : kind === 'slice' ? '[]interface {}' : kind;
};

export const isList = (v: Raw): v is readonly Value[] => Array.isArray(v);

export function equal(a: Value, b: Value): boolean {
  if (a.v instanceof Dict && b.v instanceof Dict) {
    const [one, other] = [a.v, b.v];
    return one.entries.size === other.entries.size && one.keys().every((key) => equal(one.get(key) ?? nil, other.get(key) ?? nil));
  }
  if (isList(a.v) && isList(b.v)) {
    const other = b.v;
    return a.v.length === other.length && a.v.every((item, i) => equal(item, other[i] ?? nil));
  }
  // An int of Go never equals a float64.
  return a.v === b.v && Boolean(a.float) === Boolean(b.float);
}
