import { baseName } from '../../../core';
import { base64 } from '../charts/functions/encoding';
import type { Origin } from '../charts/origin';
import { Dict, isList, of, type Value } from '../charts/value';
import { type BuiltObject, kindOfObject, namesOf } from './objects';

/** Reads a file that a generator names; undefined where it isn't there. */
export type ReadFile = (path: string) => Promise<string | undefined>;

export class GeneratorProblem extends Error {}

type Kind = 'ConfigMap' | 'Secret';

const field = (value: Value | undefined, key: string): Value | undefined => (value?.v instanceof Dict ? value.v.get(key) : undefined);
const textOf = (value: Value | undefined): string => (typeof value?.v === 'string' ? value.v : '');
const itemsOf = (value: Value | undefined): readonly Value[] => (value && isList(value.v) ? value.v : []);

/** Carries out `configMapGenerator` and `secretGenerator` of a kustomization. */
export async function generated(objects: readonly BuiltObject[], kustomization: Value, read: ReadFile): Promise<readonly BuiltObject[]> {
  let all = objects;
  const shared = field(kustomization, 'generatorOptions');
  for (const [key, kind] of [
    ['configMapGenerator', 'ConfigMap'],
    ['secretGenerator', 'Secret'],
  ] as const)
    for (const generator of itemsOf(field(kustomization, key))) {
      const data = await dataOf(generator, read);
      all = added(all, kind, generator, data, shared);
    }
  return all;
}

function added(
  objects: readonly BuiltObject[],
  kind: Kind,
  generator: Value,
  data: Dict,
  shared: Value | undefined,
): readonly BuiltObject[] {
  const name = textOf(field(generator, 'name'));
  const behavior = textOf(field(generator, 'behavior')) || 'create';
  const present = objects.find((one) => kindOfObject(one.value) === kind && namesOf(one).includes(name));
  if (behavior === 'create') {
    if (present) throw new GeneratorProblem(`${kind} ${name} is there already`);
    return [...objects, madeOf(kind, generator, data, shared)];
  }
  if (!present) throw new GeneratorProblem(`${kind} ${name} is not there to ${behavior}`);
  const made = madeOf(kind, generator, data, shared);
  return objects.map((one) => (one === present ? laidOver(one, made, behavior === 'merge') : one));
}

function madeOf(kind: Kind, generator: Value, data: Dict, shared: Value | undefined): BuiltObject {
  const own = field(generator, 'options');
  const isSet = (key: string) => (field(own, key) ?? field(shared, key))?.v === true;
  const metadata = new Dict().put('name', field(generator, 'name') ?? of(''));
  const namespace = field(generator, 'namespace');
  if (namespace) metadata.put('namespace', namespace);
  for (const key of ['labels', 'annotations']) {
    const both = new Dict();
    for (const options of [shared, own]) {
      const stated = field(options, key)?.v;
      if (stated instanceof Dict) for (const [name, entry] of stated.entries) both.entries.set(name, entry);
    }
    if (both.entries.size) metadata.put(key, of(both));
  }
  const object = new Dict()
    .put('apiVersion', of('v1'))
    .put('kind', of(kind))
    .put('metadata', of(metadata))
    .put('data', of(kind === 'Secret' ? encoded(data) : data));
  if (kind === 'Secret') object.put('type', of(textOf(field(generator, 'type')) || 'Opaque'));
  if (isSet('immutable')) object.put('immutable', of(true));
  return { value: of(object), generated: { hash: !isSet('disableNameSuffixHash') } };
}

function encoded(data: Dict): Dict {
  const made = new Dict();
  for (const [key, { value }] of data.entries) made.put(key, of(base64(textOf(value)), value.from));
  return made;
}

/** `merge` keeps what only the older has, `replace` nothing of its data. */
function laidOver(present: BuiltObject, made: BuiltObject, merges: boolean): BuiltObject {
  const object = new Dict();
  if (present.value.v instanceof Dict) for (const [key, entry] of present.value.v.entries) object.entries.set(key, entry);
  const data = new Dict();
  for (const source of merges ? [present, made] : [made]) {
    const own = field(source.value, 'data')?.v;
    if (own instanceof Dict) for (const [key, entry] of own.entries) data.entries.set(key, entry);
  }
  return {
    ...present,
    value: { ...present.value, v: object.put('data', of(data)) },
    generated: present.generated ?? made.generated ?? { hash: true },
  };
}

async function dataOf(generator: Value, read: ReadFile): Promise<Dict> {
  const data = new Dict();
  const required = async (path: string): Promise<string> => {
    const text = await read(path);
    if (text === undefined) throw new GeneratorProblem(`${path} can’t be read`);
    return text;
  };
  const env = [field(generator, 'env'), ...itemsOf(field(generator, 'envs'))].filter((one) => one !== undefined);
  for (const file of env)
    for (const line of (await required(textOf(file))).replace(/^\uFEFF/, '').split(/\r?\n/)) {
      const trimmed = line.trimStart();
      if (trimmed === '' || trimmed.startsWith('#')) continue;
      const at = trimmed.indexOf('=');
      data.put(at < 0 ? trimmed : trimmed.slice(0, at), of(at < 0 ? '' : trimmed.slice(at + 1), file.from));
    }
  for (const literal of itemsOf(field(generator, 'literals'))) {
    const [, key = '', value = ''] = /^([^=]*)=(.*)$/s.exec(textOf(literal)) ?? [];
    data.put(key, of(unquoted(value), placed(literal.from)));
  }
  for (const file of itemsOf(field(generator, 'files'))) {
    const [, key, path = ''] = /^(?:([^=]+)=)?(.*)$/s.exec(textOf(file)) ?? [];
    data.put(key ?? baseName(path), of(await required(path), placed(file.from)));
  }
  return data;
}

const placed = (from: Origin | undefined): Origin | undefined => from && { ...from, exact: false };

const unquoted = (text: string): string => (/^(["']).*\1$/s.test(text) && text.length > 1 ? text.slice(1, -1) : text);
