import type { TemplateCall } from '../evaluate';
import { TemplateError } from '../syntax';
import { Dict, isList, of, printed, type Raw, UnknownValue, type Value } from '../value';

export type Functions = Readonly<Record<string, TemplateCall>>;

/** A function of plain values: what it gives comes from where its last argument comes from, which is the piped one. */
export const plain =
  (work: (...args: readonly Value[]) => Raw | Value): TemplateCall =>
  (args, machine) => {
    machine.budget.step(1 + args.reduce((all, { v }) => all + (typeof v === 'string' ? v.length >> 6 : 0), 0));
    const unknown = args.find(({ v }) => v instanceof UnknownValue);
    if (unknown) return unknown;
    const made = work(...args);
    const value = isValue(made) ? made : of(made);
    if (value.from || value.pieces) return value;
    const from = originIn(args);
    return from ? { ...value, from } : value;
  };

const isValue = (made: Raw | Value): made is Value => typeof made === 'object' && made !== null && 'v' in made;

function originIn(args: readonly Value[]) {
  for (const { from, pieces } of [...args].reverse()) {
    const found = from ?? pieces?.[0]?.origin;
    if (found) return { ...found, exact: false };
  }
  return undefined;
}

/** A function of texts. */
export const ofText = (work: (...texts: readonly string[]) => Raw): TemplateCall => plain((...args) => work(...args.map(textOf)));

/** As Sprig's `strval`. */
export const textOf = (value: Value | undefined): string => (value === undefined || value.v === null ? '' : printed(value));

export function numberIn(value: Value | undefined): number {
  const v = value?.v ?? 0;
  if (typeof v === 'number') return v;
  if (typeof v === 'boolean') return v ? 1 : 0;
  const read = typeof v === 'string' ? Number(v.trim() === '' ? 0 : v) : 0;
  return Number.isNaN(read) ? 0 : read;
}

export const integerIn = (value: Value | undefined): number => Math.trunc(numberIn(value));

export function listIn(value: Value | undefined): readonly Value[] {
  if (value === undefined || value.v === null || value.v instanceof UnknownValue) return [];
  if (isList(value.v)) return value.v;
  throw new TemplateError('a list is expected');
}

export function dictIn(value: Value | undefined): Dict {
  if (value?.v instanceof Dict) return value.v;
  if (value === undefined || value.v === null || value.v instanceof UnknownValue) return new Dict();
  throw new TemplateError('a dict is expected');
}

export function known(value: Value | undefined): Value {
  if (value === undefined) throw new TemplateError('wrong number of arguments');
  return value;
}
