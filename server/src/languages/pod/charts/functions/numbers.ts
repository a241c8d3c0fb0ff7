import { TemplateError } from '../syntax';
import { float, of, type Value } from '../value';
import { type Functions, integerIn, numberIn, plain, textOf } from './define';

const whole = (work: (...numbers: readonly number[]) => number) => plain((...args) => of(Math.trunc(work(...args.map(integerIn)))));
const real = (work: (...numbers: readonly number[]) => number) => plain((...args) => float(work(...args.map(numberIn))));
const sum = (a: number, b: number) => a + b;
const product = (a: number, b: number) => a * b;

function divided(a: number, b: number): number {
  if (b === 0) throw new TemplateError('division by zero');
  return a / b;
}

function rounded(value: number, digits: number): number {
  const scale = 10 ** Math.max(0, Math.min(20, digits));
  const scaled = value * scale;
  // Sprig rounds what is below zero down.
  return (scaled % 1 >= 0.5 ? Math.ceil(scaled) : Math.floor(scaled)) / scale;
}

/** Sprig's `int64`: text in decimal, octal or hexadecimal. */
function toInteger(value: Value | undefined): number {
  const text = value?.v;
  if (typeof text !== 'string') return integerIn(value);
  const found = /^\s*([+-]?)(0[xX][\da-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|\d+)\s*$/.exec(text);
  if (!found) return 0;
  const [, sign, digits = '0'] = found;
  const octal = /^0[oO]?([0-7]+)$/.exec(digits)?.[1];
  return (sign === '-' ? -1 : 1) * (octal === undefined ? Number(digits) : Number.parseInt(octal, 8));
}

export const numbers: Functions = {
  int: plain((v) => of(toInteger(v))),
  int64: plain((v) => of(toInteger(v))),
  float64: plain((v) => float(numberIn(v))),
  atoi: plain((v) => of(/^[+-]?\d+$/.test(textOf(v)) ? Number(textOf(v)) : 0)),
  toDecimal: plain((v) => of(Number.parseInt(textOf(v), 8) || 0)),
  add: whole((...all) => all.reduce(sum, 0)),
  add1: whole((a = 0) => a + 1),
  sub: whole((a = 0, b = 0) => a - b),
  mul: whole((...all) => all.reduce(product, 1)),
  div: whole((a = 0, b = 0) => divided(a, b)),
  mod: whole((a = 0, b = 0) => a - Math.trunc(divided(a, b)) * b),
  max: whole((...all) => Math.max(...all)),
  min: whole((...all) => Math.min(...all)),
  biggest: whole((...all) => Math.max(...all)),
  addf: real((...all) => all.reduce(sum, 0)),
  add1f: real((a = 0) => a + 1),
  subf: real((a = 0, ...others) => others.reduce((left, b) => left - b, a)),
  mulf: real((...all) => all.reduce(product, 1)),
  divf: real((a = 0, ...others) => others.reduce(divided, a)),
  maxf: real((...all) => Math.max(...all)),
  minf: real((...all) => Math.min(...all)),
  floor: real((a = 0) => Math.floor(a)),
  ceil: real((a = 0) => Math.ceil(a)),
  round: plain((value, digits) => float(rounded(numberIn(value), integerIn(digits)))),
};
