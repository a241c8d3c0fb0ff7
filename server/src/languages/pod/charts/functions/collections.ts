import type { TemplateCall } from '../evaluate';
import { TemplateError } from '../syntax';
import { Dict, dictOf, equal, isList, isTrue, nil, of, printed, type Value } from '../value';
import { copyOf } from './basic';
import { dictIn, type Functions, integerIn, known, listIn, plain, textOf } from './define';

const first = (items: readonly Value[]): Value => items[0] ?? nil;
const last = (items: readonly Value[]): Value => items.at(-1) ?? nil;

const dict: TemplateCall = (args, machine) => {
  machine.budget.step(args.length);
  const made = new Dict();
  for (let i = 0; i < args.length; i += 2) made.put(textOf(args[i]), args[i + 1] ?? of(''));
  return of(made);
};

/** `merge`: what the first has stays; with `overwrite` later ones win. Maps are merged at every depth. */
const merging =
  (overwrite: boolean): TemplateCall =>
  ([target, ...sources], machine) => {
    const into = dictIn(target);
    for (const source of sources) mergeInto(into, dictIn(source), overwrite, () => machine.budget.step());
    return known(target);
  };

function mergeInto(into: Dict, from: Dict, overwrite: boolean, step: () => void): void {
  for (const [key, entry] of from.entries) {
    step();
    const present = into.get(key);
    if (present?.v instanceof Dict && entry.value.v instanceof Dict) mergeInto(present.v, entry.value.v, overwrite, step);
    // What counts as not set is what Go calls a zero value.
    else if (present === undefined || overwrite || (!isTrue(present) && isTrue(entry.value)))
      into.entries.set(key, { ...entry, value: copyOf(entry.value) });
  }
}

const picked = (holder: Value | undefined, keep: (key: string) => boolean): Value => {
  const made = new Dict();
  for (const [key, entry] of dictIn(holder).entries) if (keep(key)) made.entries.set(key, entry);
  return { ...holder, v: made };
};

function dug(args: readonly Value[]): Value {
  const holder = args.at(-1);
  const fallback = args.at(-2) ?? nil;
  let at: Value = known(holder);
  for (const key of args.slice(0, -2)) {
    const next = at.v instanceof Dict ? at.v.get(textOf(key)) : undefined;
    if (next === undefined) return fallback;
    at = next;
  }
  return at;
}

const unique = (items: readonly Value[]): readonly Value[] =>
  items.filter((item, i) => items.findIndex((other) => equal(item, other)) === i);

const untilStep: TemplateCall = ([from, to, by], machine) => {
  const [start, stop, step] = [integerIn(from), integerIn(to), integerIn(by)];
  const made: Value[] = [];
  if (step === 0) return of(made);
  for (let i = start; step > 0 ? i < stop : i > stop; i += step) {
    machine.budget.step();
    made.push(of(i));
  }
  return of(made);
};

export const collections: Functions = {
  list: (args) => of(args),
  tuple: (args) => of(args),
  first: plain((items) => first(listIn(items))),
  last: plain((items) => last(listIn(items))),
  rest: plain((items) => listIn(items).slice(1)),
  initial: plain((items) => listIn(items).slice(0, -1)),
  append: ([items, item]) => of([...listIn(items), known(item)]),
  push: ([items, item]) => of([...listIn(items), known(item)]),
  prepend: ([items, item]) => of([known(item), ...listIn(items)]),
  concat: (args, machine) => {
    const made = args.flatMap(listIn);
    machine.budget.step(made.length);
    return of(made);
  },
  reverse: plain((items) => [...listIn(items)].reverse()),
  uniq: plain((items) => unique(listIn(items))),
  without: (args) => of(listIn(args[0]).filter((item) => !args.slice(1).some((other) => equal(item, other)))),
  has: plain((item, items) => listIn(items).some((other) => equal(known(item), other))),
  compact: plain((items) => listIn(items).filter(isTrue)),
  chunk: plain((size, items) => {
    const all = listIn(items);
    const width = Math.max(1, integerIn(size));
    return Array.from({ length: Math.ceil(all.length / width) }, (_, i) => of(all.slice(i * width, (i + 1) * width)));
  }),
  until: ([count], machine) => untilStep([of(0), known(count), of(integerIn(count) < 0 ? -1 : 1)], machine),
  untilStep,
  seq: (args, machine) => {
    const numbers = args.map(integerIn);
    const [from, by, to] =
      numbers.length === 1
        ? [1, 1, numbers[0] ?? 0]
        : numbers.length === 2
          ? [numbers[0] ?? 0, 1, numbers[1] ?? 0]
          : [numbers[0] ?? 0, numbers[1] ?? 1, numbers[2] ?? 0];
    const { v } = untilStep([of(from), of(to + (by > 0 ? 1 : -1)), of(by)], machine);
    return of(isList(v) ? v.map(printed).join(' ') : '');
  },
  dict,
  get: plain((holder, key) => dictIn(holder).get(textOf(key)) ?? of('')),
  set: ([holder, key, value]) => {
    dictIn(holder).put(textOf(key), known(value));
    return known(holder);
  },
  unset: ([holder, key]) => {
    dictIn(holder).entries.delete(textOf(key));
    return known(holder);
  },
  hasKey: plain((holder, key) => dictIn(holder).entries.has(textOf(key))),
  keys: (args) =>
    of(
      args.flatMap((holder) =>
        dictIn(holder)
          .keys()
          .map((key) => of(key)),
      ),
    ),
  values: plain((holder) =>
    dictIn(holder)
      .keys()
      .map((key) => dictIn(holder).get(key) ?? nil),
  ),
  pluck: (args) => of(args.slice(1).flatMap((holder) => dictIn(holder).get(textOf(args[0])) ?? [])),
  pick: ([holder, ...keys]) => picked(holder, (key) => keys.some((one) => textOf(one) === key)),
  omit: ([holder, ...keys]) => picked(holder, (key) => !keys.some((one) => textOf(one) === key)),
  dig: dug,
  merge: merging(false),
  mergeOverwrite: merging(true),
};

/** `must…` names of functions that fail instead of panicking. */
export const mustNames = [
  'first',
  'last',
  'rest',
  'initial',
  'append',
  'push',
  'prepend',
  'reverse',
  'uniq',
  'without',
  'has',
  'compact',
  'chunk',
  'merge',
  'mergeOverwrite',
];

export const expectDict = (value: Value): Dict => {
  if (value.v instanceof Dict) return value.v;
  throw new TemplateError('a dict is expected');
};

export const emptyDict = (): Value => of(dictOf({}));
