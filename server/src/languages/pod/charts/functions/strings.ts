import type { TemplateCall } from '../evaluate';
import { Joiner, sliceOf, type Traced, untraced } from '../origin';
import { TemplateError } from '../syntax';
import { dictOf, of, ofTraced, printed, traced, UnknownValue, type Value } from '../value';
import { type Functions, integerIn, known, listIn, ofText, plain, textOf } from './define';
import { camelCase, initials, kebabCase, snakeCase, swapCase, titled, untitled, wrapped } from './words';

/** A function that takes a stretch out of its last argument, so that the rest keeps its places. */
const cut =
  (bounds: (text: string, ...args: readonly string[]) => readonly [number, number]): TemplateCall =>
  (args) => {
    const value = known(args.at(-1));
    if (value.v instanceof UnknownValue) return value;
    const source = asText(value);
    const [from, to] = bounds(source.text, ...args.slice(0, -1).map(textOf));
    return ofTraced(sliceOf(source, from, to));
  };

const asText = (value: Value): Traced => (value.v === null ? untraced('') : traced(value));

const isIn = (set: string) => (char: string | undefined) => char !== undefined && set.includes(char);
const blanks = ' \t\r\n\v\f';

function trimmedBounds(text: string, set: string, left: boolean, right: boolean): readonly [number, number] {
  const inSet = isIn(set);
  let [from, to] = [0, text.length];
  if (left) while (from < to && inSet(text[from])) from++;
  if (right) while (to > from && inSet(text[to - 1])) to--;
  return [from, to];
}

function truncated(text: string, count: number): readonly [number, number] {
  if (count < 0 && text.length + count > 0) return [text.length + count, text.length];
  return count >= 0 && text.length > count ? [0, count] : [0, text.length];
}

/** `indent`: blanks before each line. */
function indented(source: Traced, columns: number): Traced {
  const blanksBefore = untraced(' '.repeat(Math.max(0, Math.min(columns, 1000))));
  const all = new Joiner();
  for (let at = 0; ; ) {
    const newline = source.text.indexOf('\n', at);
    all.add(blanksBefore);
    if (newline < 0) {
      all.add(sliceOf(source, at));
      return all.joined();
    }
    all.add(sliceOf(source, at, newline + 1));
    at = newline + 1;
  }
}

const indentation =
  (newline: string): TemplateCall =>
  ([columns, value], machine) => {
    if (value?.v instanceof UnknownValue) return value;
    const source = asText(known(value));
    machine.budget.step(source.text.length >> 5);
    machine.budget.write(source.text.length);
    return ofTraced(
      new Joiner()
        .add(untraced(newline))
        .add(indented(source, integerIn(columns)))
        .joined(),
    );
  };

/** Words in quotes keep the places of what is quoted. */
const quoting = (quote: string, escaped: (text: string) => string): TemplateCall =>
  ((args) => {
    const all = new Joiner();
    args
      .filter(({ v }) => v !== null)
      .forEach((arg, i) => {
        if (i) all.add(untraced(' '));
        const made = traced(arg);
        const inside = escaped(made.text);
        all
          .add(untraced(quote))
          .add(inside === made.text ? made : { text: inside, pieces: whole(made, inside) })
          .add(untraced(quote));
      });
    return ofTraced(all.joined());
  }) satisfies TemplateCall;

const whole = ({ pieces: [first] }: Traced, text: string) =>
  first ? [{ start: 0, end: text.length, origin: { ...first.origin, exact: false } }] : [];

const repeated: TemplateCall = ([count, value], machine) => {
  const times = Math.max(0, integerIn(count));
  const text = textOf(value);
  machine.budget.write(times * text.length);
  return of(text.repeat(times));
};

const replaced: TemplateCall = ([old, by, value], machine) => {
  if (value?.v instanceof UnknownValue) return value;
  const text = textOf(value);
  if (!text.includes(textOf(old))) return known(value);
  const made = text.replaceAll(textOf(old), () => textOf(by));
  machine.budget.write(made.length);
  const origin = value?.from ?? value?.pieces?.[0]?.origin;
  return origin ? { v: made, from: { ...origin, exact: false } } : of(made);
};

const list = (texts: readonly string[]): readonly Value[] => texts.map((v) => of(v));
const numbered = (texts: readonly string[]) => dictOf(Object.fromEntries(texts.map((text, i) => [`_${i}`, of(text)])));

export const strings: Functions = {
  trim: cut((text) => trimmedBounds(text, blanks, true, true)),
  trimAll: cut((text, set = '') => trimmedBounds(text, set, true, true)),
  trimPrefix: cut((text, prefix = '') => (prefix && text.startsWith(prefix) ? [prefix.length, text.length] : [0, text.length])),
  trimSuffix: cut((text, suffix = '') => (suffix && text.endsWith(suffix) ? [0, text.length - suffix.length] : [0, text.length])),
  trunc: cut((text, count = '0') => truncated(text, Math.trunc(Number(count)))),
  substr: plain((from, to, value) => {
    const text = textOf(value);
    const [start, end] = [integerIn(from), integerIn(to)];
    return start < 0 ? text.slice(0, Math.max(0, end)) : end < 0 || end > text.length ? text.slice(start) : text.slice(start, end);
  }),
  indent: indentation(''),
  nindent: indentation('\n'),
  quote: quoting('"', (text) => JSON.stringify(text).slice(1, -1)),
  squote: quoting("'", (text) => text),
  upper: ofText((text = '') => text.toUpperCase()),
  lower: ofText((text = '') => text.toLowerCase()),
  title: ofText((text = '') => titled(text)),
  untitle: ofText((text = '') => untitled(text)),
  swapcase: ofText((text = '') => swapCase(text)),
  camelcase: ofText((text = '') => camelCase(text)),
  snakecase: ofText((text = '') => snakeCase(text)),
  kebabcase: ofText((text = '') => kebabCase(text)),
  initials: ofText((text = '') => initials(text)),
  nospace: ofText((text = '') => text.replace(/\s/g, '')),
  repeat: repeated,
  replace: replaced,
  contains: ofText((part = '', text = '') => text.includes(part)),
  hasPrefix: ofText((part = '', text = '') => text.startsWith(part)),
  hasSuffix: ofText((part = '', text = '') => text.endsWith(part)),
  cat: plain((...args) =>
    args
      .filter(({ v }) => v !== null)
      .map(printed)
      .join(' '),
  ),
  wrap: plain((width, text) => wrapped(textOf(text), integerIn(width), '\n')),
  wrapWith: plain((width, by, text) => wrapped(textOf(text), integerIn(width), textOf(by))),
  abbrev: plain((width, text) =>
    integerIn(width) < 4 || textOf(text).length <= integerIn(width) ? textOf(text) : `${textOf(text).slice(0, integerIn(width) - 3)}...`,
  ),
  plural: plain((one, many, count) => (integerIn(count) === 1 ? textOf(one) : textOf(many))),
  split: ofText((by = '', text = '') => numbered(text.split(by))),
  splitn: plain((by, most, text) => numbered(splitAtMost(textOf(text), textOf(by), integerIn(most)))),
  splitList: ofText((by = '', text = '') => list(text.split(by))),
  join: plain((by, value) => {
    const { v } = known(value);
    return typeof v === 'object' && v !== null
      ? listIn(value)
          .filter((item) => item.v !== null)
          .map(printed)
          .join(textOf(by))
      : textOf(value);
  }),
  toString: plain((value) => {
    const { v } = known(value);
    return typeof v === 'string' ? known(value) : v === null ? '<nil>' : ofTraced(asText(known(value)));
  }),
  toStrings: plain((value) => listIn(value).map((item) => ofTraced(asText(item)))),
  sortAlpha: plain((value) => list(listIn(value).map(textOf).sort())),
  ascii: plain((value) => textOf(value)),
};

function splitAtMost(text: string, by: string, most: number): readonly string[] {
  if (most < 1) throw new TemplateError('splitn needs a count');
  const parts = text.split(by);
  return parts.length <= most ? parts : [...parts.slice(0, most - 1), parts.slice(most - 1).join(by)];
}
