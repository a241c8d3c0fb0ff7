import { Dict, isList, of, type Value } from '../charts/value';
import { type BuiltObject, kindOfObject, namesOf, textAt } from './objects';

/** A replacement that kustomize refuses. */
export class ReplacementProblem extends Error {}

const field = (value: Value | undefined, key: string): Value | undefined => (value?.v instanceof Dict ? value.v.get(key) : undefined);
const textOf = (value: Value | undefined): string => (value?.v === undefined || value.v === null ? '' : String(value.v));
const itemsOf = (value: Value | undefined): readonly Value[] => (value && isList(value.v) ? value.v : []);

/** Carries out `replacements` of a kustomization. */
export function withReplacements(objects: readonly BuiltObject[], replacements: readonly Value[]): readonly BuiltObject[] {
  return replacements.reduce((all, replacement) => {
    const value = sourceOf(all, replacement);
    return itemsOf(field(replacement, 'targets')).reduce((done, target) => done.map((object) => applied(object, target, value)), all);
  }, objects);
}

function sourceOf(objects: readonly BuiltObject[], replacement: Value): Value {
  const source = field(replacement, 'source');
  const stated = field(replacement, 'sourceValue');
  if (stated) return stated;
  const found = source ? objects.filter((object) => selects(source, object)) : [];
  const [object] = found;
  if (!object || found.length > 1) throw new ReplacementProblem(`a replacement has ${found.length ? 'several sources' : 'no source'}`);
  const path = stepsOf(textOf(field(source, 'fieldPath')) || 'metadata.name');
  const [value] = valuesAt(object.value, path);
  if (!value) throw new ReplacementProblem(`the source of a replacement has no ${path.join('.')}`);
  const options = field(source, 'options');
  const delimiter = textOf(field(options, 'delimiter'));
  if (!delimiter) return value;
  return of(textOf(value).split(delimiter)[Number(textOf(field(options, 'index')) || 0)] ?? '', value.from);
}

function selects(selector: Value, object: BuiltObject): boolean {
  const [group, version] = apiOf(object.value);
  const fits = (key: string, all: readonly string[]) => textOf(field(selector, key)) === '' || all.includes(textOf(field(selector, key)));
  return (
    fits('group', [group]) &&
    fits('version', [version]) &&
    fits('kind', [kindOfObject(object.value)]) &&
    fits('name', namesOf(object)) &&
    fits('namespace', [textAt(object.value, 'metadata', 'namespace')])
  );
}

function apiOf(value: Value): readonly [string, string] {
  const [first = '', second] = textAt(value, 'apiVersion').split('/');
  return second === undefined ? ['', first] : [first, second];
}

function applied(object: BuiltObject, target: Value, value: Value): BuiltObject {
  const select = field(target, 'select');
  if (!select || !selects(select, object) || itemsOf(field(target, 'reject')).some((reject) => selects(reject, object))) return object;
  const options = field(target, 'options');
  const create = field(options, 'create')?.v === true;
  const delimiter = textOf(field(options, 'delimiter'));
  const index = Number(textOf(field(options, 'index')) || 0);
  const put = (old: Value | undefined): Value => {
    if (!delimiter || typeof old?.v !== 'string') return copyTo(value, old);
    const parts = old.v.split(delimiter);
    if (index < 0) parts.unshift(textOf(value));
    else if (index >= parts.length) parts.push(textOf(value));
    else parts[index] = textOf(value);
    return of(parts.join(delimiter), value.from && { ...value.from, exact: false });
  };
  const paths = itemsOf(field(target, 'fieldPaths')).map(textOf);
  let made = object.value;
  for (const path of paths.length ? paths : ['metadata.name']) made = setAt(made, stepsOf(path), put, create);
  return { ...object, value: made };
}

/** A number or a boolean stays one where the field has one. */
const copyTo = (value: Value, old: Value | undefined): Value =>
  typeof old?.v === 'string' && typeof value.v !== 'object' ? of(textOf(value), value.from) : value;

/** `spec.containers.[name=web].image`: dots in brackets and after a backslash belong to a key. */
function stepsOf(path: string): readonly string[] {
  const steps: string[] = [];
  let word = '';
  let depth = 0;
  for (let i = 0; i < path.length; i++) {
    const sign = path[i] ?? '';
    if (sign === '\\' && path[i + 1] === '.') word += path[++i];
    else if (sign === '.' && depth === 0) {
      steps.push(word);
      word = '';
    } else {
      if (sign === '[') depth++;
      if (sign === ']') depth--;
      word += sign;
    }
  }
  return [...steps, word].filter((step) => step !== '').map((step) => (/^\[[^=]*\]$/.test(step) ? step.slice(1, -1) : step));
}

/** Which items of a list a step means. */
function isMeant(item: Value, index: number, step: string): boolean {
  const [, key = '', wanted] = /^\[([^=]+)=(.*)\]$/s.exec(step) ?? [];
  if (wanted !== undefined) return textOf(field(item, key)) === wanted;
  return step === '*' || step === String(index);
}

function valuesAt(value: Value, [step, ...rest]: readonly string[]): readonly Value[] {
  if (step === undefined) return [value];
  if (isList(value.v)) return value.v.flatMap((item, i) => (isMeant(item, i, step) ? valuesAt(item, rest) : []));
  const inner = field(value, step);
  return inner ? valuesAt(inner, rest) : [];
}

function setAt(value: Value, [step, ...rest]: readonly string[], put: (old: Value | undefined) => Value, create: boolean): Value {
  if (step === undefined) return put(value);
  const { v } = value;
  if (isList(v)) return { ...value, v: v.map((item, i) => (isMeant(item, i, step) ? setAt(item, rest, put, create) : item)) };
  if (!(v instanceof Dict)) return value;
  const present = v.get(step);
  if (!present && !create) return value;
  const copy = new Dict();
  for (const [key, entry] of v.entries) copy.entries.set(key, entry);
  return { ...value, v: copy.put(step, rest.length ? setAt(present ?? { v: new Dict() }, rest, put, create) : put(present)) };
}
