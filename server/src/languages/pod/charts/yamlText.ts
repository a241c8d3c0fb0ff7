import { Joiner, type Origin, type Traced, tracedTo, untraced } from './origin';
import { Dict, goFloat, isList, Native, printed, UnknownValue, type Value } from './value';

/** `toYaml`: the text that sigs.k8s.io/yaml writes, where each key and each scalar knows where it comes from; without a last line break. */
export function yamlOf(value: Value, step: () => void): Traced {
  const out = new Joiner();
  write(out, value, 0, step);
  return out.joined();
}

function write(out: Joiner, value: Value, indent: number, step: () => void): void {
  step();
  const { v } = value;
  if (v instanceof Dict && v.entries.size) {
    v.keys().forEach((key, i) => {
      const entry = v.entries.get(key);
      if (i) out.add(untraced(`\n${' '.repeat(indent)}`));
      out.add(tracedTo(scalarText(key, indent), entry?.key)).add(untraced(':'));
      if (entry) writeBelow(out, entry.value, indent, step);
    });
  } else if (isList(v) && v.length) {
    v.forEach((item, i) => {
      if (i) out.add(untraced(`\n${' '.repeat(indent)}`));
      out.add(untraced('- '));
      write(out, item, indent + 2, step);
    });
  } else out.add(leaf(value, indent));
}

/** The value of a key: lists stay at its column, maps go in. */
function writeBelow(out: Joiner, value: Value, indent: number, step: () => void): void {
  const { v } = value;
  if (v instanceof Dict && v.entries.size) {
    out.add(untraced(`\n${' '.repeat(indent + 2)}`));
    write(out, value, indent + 2, step);
  } else if (isList(v) && v.length) {
    out.add(untraced(`\n${' '.repeat(indent)}`));
    write(out, value, indent, step);
  } else out.add(untraced(' ')).add(leaf(value, indent + 2));
}

function leaf(value: Value, indent: number): Traced {
  const { v, from, pieces } = value;
  const origin = from ?? (pieces?.[0] && { ...pieces[0].origin, exact: false });
  if (v instanceof Dict) return tracedTo('{}', origin);
  if (isList(v)) return tracedTo('[]', origin);
  if (v === null || v instanceof Native) return tracedTo('null', origin);
  if (v instanceof UnknownValue) return tracedTo(printed(value), origin);
  if (typeof v === 'number') return tracedTo(numberText(v), origin);
  if (typeof v === 'boolean') return tracedTo(String(v), origin);
  const made = scalarText(v, indent);
  // What is written as it is keeps the places of its characters.
  return made === v && pieces ? { text: v, pieces } : tracedTo(made, made === v || !origin ? origin : inexact(origin));
}

const inexact = (origin: Origin): Origin => ({ ...origin, exact: false });

export const numberText = (v: number): string => (Number.isInteger(v) && Math.abs(v) < 1e21 ? String(v) : goFloat(v));

/** Words that YAML 1.1 reads as something else than text. */
const notText =
  /^(?:~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[yYnN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|[-+]?(?:\d[\d_]*)?\.?\d[\d_]*(?:[eE][-+]?\d+)?\.?|[-+]?0[xob][\da-fA-F_]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.\d*)?|\d{4}-\d\d?-\d\d?(?:[Tt ].*)?|<<)$/;

/** A string as go-yaml writes it: plain where that reads back as the same, lines in a literal block, else quoted. */
export function scalarText(text: string, indent: number): string {
  if (text === '' || notText.test(text)) return JSON.stringify(text);
  if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufeff\ufffe\uffff]/.test(text)) return JSON.stringify(text);
  if (text.includes('\n')) return literal(text, indent);
  const plain = !/^[\s\-?:,[\]{}#&*!|>'"%@`]/.test(text) || /^[-?:](?=[^\s,[\]{}])/.test(text);
  if (plain && !/\s$|: |:$| #|\t/.test(text) && !/^(?:---|\.\.\.)/.test(text)) return text;
  return text.includes('\t') ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`;
}

function literal(text: string, indent: number): string {
  const body = text.replace(/\n+$/, '');
  if (body === '' || /^[\s]/.test(body)) return JSON.stringify(text);
  const ending = text.endsWith('\n\n') ? '+' : text.endsWith('\n') ? '' : '-';
  const lines = (ending === '+' ? text.slice(0, -1) : body)
    .split('\n')
    .map((line) => (line === '' ? '' : ' '.repeat(Math.max(indent, 2)) + line));
  return `|${ending}\n${lines.join('\n')}`;
}
