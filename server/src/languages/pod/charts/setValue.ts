import type { SetValue } from '../../../core';
import { fileText, type Origin, sliceOf } from './origin';
import { Dict, isList, nil, type Value } from './value';
import { valueOfYaml } from './yamlValue';

/** What can't be read as an assignment to values. */
export class SetProblem extends Error {}

const most = { index: 1000, depth: 60 };

/** Carries out `a.b=c,d[0].e={x,y}` on values, as `helm --set` reads it; every value knows where it is written. */
export function setInto(values: Dict, given: SetValue, place?: Origin): void {
  const reader = new Reader(given, place);
  while (!reader.ended) reader.assignment(values);
}

type Step = string | number;

class Reader {
  private at = 0;

  constructor(
    private readonly given: SetValue,
    /** Where all of it is written, where that isn't the text itself. */
    private readonly place: Origin | undefined,
  ) {}

  get ended(): boolean {
    return this.at >= this.given.text.length;
  }

  assignment(values: Dict): void {
    const start = this.at;
    const path = this.path();
    const key = this.origin(start, this.at);
    if (this.given.text[this.at++] !== '=') throw new SetProblem(`${this.given.text} has no value for a key`);
    put(values, path, this.value(), key);
  }

  private path(): readonly Step[] {
    const steps: Step[] = [];
    let word = '';
    const { text } = this.given;
    for (; !this.ended && text[this.at] !== '='; this.at++) {
      const sign = text[this.at] ?? '';
      if (sign === '\\' && this.at + 1 < text.length) word += text[++this.at];
      else if (sign === ',') throw new SetProblem(`${text}: ${word || 'a key'} has no value`);
      else if (sign === '.') {
        if (word) steps.push(word);
        word = '';
      } else if (sign === '[') {
        if (word) steps.push(word);
        word = '';
        const found = /^\[(\d+)\]/.exec(text.slice(this.at));
        if (!found || Number(found[1]) > most.index) throw new SetProblem(`${text}: an index must be a number below ${most.index}`);
        steps.push(Number(found[1]));
        this.at += found[0].length - 1;
      } else word += sign;
    }
    if (word) steps.push(word);
    if (!steps.length || steps.length > most.depth) throw new SetProblem(`${text} names no key`);
    return steps;
  }

  private value(): Value {
    const { text, uri, as } = this.given;
    if (as === 'json') {
      const start = this.at;
      this.at = text.length;
      const read = valueOfYaml(sliceOf(fileText(uri, text), start));
      if (!read) throw new SetProblem(`${text} is not JSON`);
      return read;
    }
    if (text[this.at] !== '{') {
      const made = this.scalar(',');
      this.at++;
      return made;
    }
    const start = this.at++;
    const items: Value[] = [];
    while (!this.ended && text[this.at - 1] !== '}') {
      items.push(this.scalar(',}'));
      this.at++;
    }
    if (text[this.at - 1] !== '}') throw new SetProblem(`${text}: a list is not closed`);
    const from = this.origin(start, this.at);
    if (text[this.at] === ',') this.at++;
    return { v: items, from };
  }

  private scalar(ends: string): Value {
    const start = this.at;
    let word = '';
    const { text, as } = this.given;
    for (; !this.ended && !ends.includes(text[this.at] ?? ''); this.at++)
      word += text[this.at] === '\\' && this.at + 1 < text.length ? text[++this.at] : text[this.at];
    const from = { ...this.origin(start, this.at), exact: false };
    return as === 'string' ? { v: word, from } : { ...typed(word), from };
  }

  private origin(start: number, end: number): Origin {
    return this.place ?? { uri: this.given.uri, start, end, exact: true };
  }
}

/** Helm's reading of a word: integers don't begin with a zero. */
function typed(word: string): Value {
  if (word === 'true' || word === 'false') return { v: word === 'true' };
  if (word === 'null') return nil;
  return /^(?:0|[+-]?[1-9]\d*)$/.test(word) ? { v: Number(word) } : { v: word };
}

function put(holder: Dict, [step, ...rest]: readonly Step[], value: Value, key: Origin): void {
  const name = String(step);
  holder.put(name, within(holder.get(name), rest, value, key), rest.length ? undefined : key);
}

/** What is at a key after the rest of the path was set below it. */
function within(present: Value | undefined, rest: readonly Step[], value: Value, key: Origin): Value {
  const [next, ...further] = rest;
  if (next === undefined) return value;
  if (typeof next === 'string') {
    const made = new Dict();
    if (present?.v instanceof Dict) for (const [name, entry] of present.v.entries) made.entries.set(name, entry);
    put(made, rest, value, key);
    return { ...present, v: made };
  }
  const items = present !== undefined && isList(present.v) ? [...present.v] : [];
  while (items.length <= next) items.push(nil);
  items[next] = within(items[next], further, value, key);
  return { ...present, v: items };
}
