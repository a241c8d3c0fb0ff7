import { baseName, type Files, resolveUri } from '../../../core';
import { chunksOf, get, itemsOf, type Node, parseYaml, resolved, textRegion } from '../../../tree';
import { fileText, joined, type Origin, sliceOf, type Traced } from '../charts/origin';
import { Dict, isList, type Value } from '../charts/value';
import { valueOfYaml } from '../charts/yamlValue';
import { patched } from './jsonPatch';
import { merged } from './strategicMerge';
import { rename } from './transformers';

/** An object of an overlay, and the entry of the kustomization that brings it. */
export interface BuiltObject {
  readonly value: Value;
  readonly entry?: Origin;
}

export interface Kustomized {
  readonly objects: readonly BuiltObject[];
  /** Why not all of it is known. */
  readonly problem?: string;
  /** Every file that was read, by what it is there for. */
  readonly resources: ReadonlySet<string>;
  readonly patches: ReadonlySet<string>;
}

interface Reader {
  readonly files: Files;
  steps: number;
}

const most = { depth: 12, steps: 400_000, folders: 200 };

class Refused extends Error {}

export const kustomizationNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** What `kustomize build` makes of a folder. Never throws; what can't be read or carried out is the problem. */
export async function buildOverlay(folder: string, files: Files): Promise<Kustomized> {
  const resources = new Set<string>();
  const patches = new Set<string>();
  try {
    const objects = await objectsOf(folder, { files, steps: 0 }, { resources, patches }, 0, []);
    return { objects, resources, patches };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { objects: [], problem: error.message, resources, patches };
  }
}

type Seen = { readonly resources: Set<string>; readonly patches: Set<string> };

const step = (reader: Reader) => () => {
  if (++reader.steps > most.steps) throw new Refused('it takes too many steps');
};

/** `before`: what a component is laid over. */
async function objectsOf(
  folder: string,
  reader: Reader,
  seen: Seen,
  depth: number,
  before: readonly BuiltObject[],
): Promise<readonly BuiltObject[]> {
  if (depth > most.depth || seen.resources.size > most.folders) throw new Refused('kustomizations refer to each other too deeply');
  const found = await kustomizationIn(folder, reader.files);
  if (!found) throw new Refused(`${nameOf(folder)} can’t be read`);
  const { uri, text } = found;
  seen.resources.add(uri);
  const source = fileText(uri, text);
  const root = parseYaml(text).root;
  const listed = (key: string) => itemsOf(get(root, key)).flatMap((node) => entryOf(node, source) ?? []);
  let objects = [...before];
  for (const entry of [...listed('resources'), ...listed('bases')]) {
    if (/^(?:[a-z][\w+.-]*:|git@)|\?ref=|^github\.com\//.test(entry.path)) throw new Refused(`${entry.path} is not in the workspace`);
    const at = resolveUri(folder, entry.path);
    const content = await reader.files.read(at);
    if (content === undefined)
      objects.push(...(await objectsOf(`${at}/`, reader, seen, depth + 1, [])).map(({ value }) => ({ value, entry: entry.origin })));
    else {
      seen.resources.add(at);
      objects.push(...objectsIn(fileText(at, content), reader).map((value) => ({ value, entry: entry.origin })));
    }
  }
  for (const entry of listed('components'))
    objects = [...(await objectsOf(`${resolveUri(folder, entry.path)}/`, reader, seen, depth + 1, objects))];
  for (const patch of await patchesOf(root, source, folder, reader, seen))
    objects = objects.flatMap((object) => applied(object, patch, reader));
  return objects.map((object) => ({ ...object, value: rename(object.value, root) }));
}

async function kustomizationIn(folder: string, files: Files): Promise<{ readonly uri: string; readonly text: string } | undefined> {
  for (const name of kustomizationNames) {
    const text = await files.read(folder + name);
    if (text !== undefined) return { uri: folder + name, text };
  }
  return undefined;
}

const nameOf = (uri: string): string => baseName(uri.replace(/\/$/, ''));

function entryOf(node: Node | undefined, { pieces }: Traced): { readonly path: string; readonly origin: Origin } | undefined {
  const target = resolved(node);
  const uri = pieces[0]?.origin.uri;
  return target?.kind === 'scalar' && typeof target.value === 'string' && uri !== undefined
    ? { path: target.value, origin: { uri, ...target.span, exact: false } }
    : undefined;
}

function documentsIn(source: Traced, reader: Reader): readonly Value[] {
  return chunksOf(source.text).flatMap(({ start, end }) => {
    const value = valueOfYaml(sliceOf(source, start, end), step(reader));
    if (!value) throw new Refused('a file is not YAML');
    return value.v === null ? [] : [value];
  });
}

/** The objects of a file, Lists taken apart. */
const objectsIn = (source: Traced, reader: Reader): readonly Value[] =>
  documentsIn(source, reader).flatMap((value) => {
    const items = value.v instanceof Dict && String(value.v.get('kind')?.v).endsWith('List') ? value.v.get('items')?.v : undefined;
    return items !== undefined && isList(items) ? items : [value];
  });

interface Patch {
  readonly target?: Node;
  readonly value: Value;
}

async function patchesOf(root: Node | undefined, source: Traced, folder: string, reader: Reader, seen: Seen): Promise<readonly Patch[]> {
  const all: Patch[] = [];
  const read = async (path: string): Promise<Traced> => {
    const uri = resolveUri(folder, path);
    const text = await reader.files.read(uri);
    if (text === undefined) throw new Refused(`${path} can’t be read`);
    seen.patches.add(uri);
    return fileText(uri, text);
  };
  const add = (text: Traced, target?: Node) =>
    all.push(...documentsIn(text, reader).map((value) => ({ value, ...(target && { target }) })));
  for (const item of itemsOf(get(root, 'patchesStrategicMerge'))) {
    const path = entryOf(item, source)?.path ?? '';
    add(path.includes('\n') ? inlineText(item, source) : await read(path));
  }
  for (const item of [...itemsOf(get(root, 'patches')), ...itemsOf(get(root, 'patchesJson6902'))]) {
    const path = entryOf(get(item, 'path'), source)?.path;
    add(path === undefined ? inlineText(get(item, 'patch'), source) : await read(path), get(item, 'target'));
  }
  return all;
}

/** Text in a string of the kustomization, with the places of its characters. */
function inlineText(node: Node | undefined, source: Traced): Traced {
  const uri = source.pieces[0]?.origin.uri ?? '';
  const region = textRegion(parseYaml(source.text), node);
  if (!region) return { text: '', pieces: [] };
  const { text, map } = region;
  let at = 0;
  return joined(
    text.split(/(?<=\n)/).map((line): Traced => {
      const start = map.toHost(at);
      at += line.length;
      const length = line.replace(/\r?\n$/, '').length;
      return { text: line, pieces: length ? [{ start: 0, end: length, origin: { uri, start, end: start + length, exact: true } }] : [] };
    }),
  );
}

function applied(object: BuiltObject, { target, value }: Patch, reader: Reader): readonly BuiltObject[] {
  const operations = value.v;
  if (!(target ? selects(target, object.value) : sameObject(value, object.value))) return [object];
  if (isList(operations)) {
    const made = patched(object.value, operations, step(reader));
    if (!made) throw new Refused('a JSON patch does not fit its target');
    return [{ ...object, value: made }];
  }
  const made = merged(object.value, target ? withoutName(value) : value, step(reader));
  return made ? [{ ...object, value: made }] : [];
}

const textAt = (value: Value, ...path: readonly string[]): string => {
  const found = path.reduce<Value | undefined>((at, key) => (at?.v instanceof Dict ? at.v.get(key) : undefined), value)?.v;
  return typeof found === 'string' ? found : '';
};

/** With a target, the names in the patch only say what it is about. */
function withoutName(patch: Value): Value {
  if (!(patch.v instanceof Dict)) return patch;
  const made = new Dict();
  for (const [key, entry] of patch.v.entries) {
    if (key === 'apiVersion' || key === 'kind') continue;
    const { v } = entry.value;
    const metadata = key === 'metadata' && v instanceof Dict ? new Dict() : undefined;
    if (metadata && v instanceof Dict)
      for (const [name, inner] of v.entries) if (name !== 'name' && name !== 'namespace') metadata.entries.set(name, inner);
    made.entries.set(key, metadata ? { ...entry, value: { ...entry.value, v: metadata } } : entry);
  }
  return { ...patch, v: made };
}

const sameObject = (patch: Value, object: Value): boolean =>
  (['apiVersion', 'kind'] as const).every((key) => textAt(patch, key) === textAt(object, key)) &&
  textAt(patch, 'metadata', 'name') === textAt(object, 'metadata', 'name') &&
  [textAt(object, 'metadata', 'namespace'), ''].includes(textAt(patch, 'metadata', 'namespace'));

/** Names and kinds are anchored regular expressions; labels are compared as `a=b`. */
function selects(target: Node, object: Value): boolean {
  const wanted = (key: string): string => {
    const node = resolved(get(target, key));
    return node?.kind === 'scalar' ? String(node.value) : '';
  };
  const [group = '', version = ''] = textAt(object, 'apiVersion').includes('/')
    ? textAt(object, 'apiVersion').split('/')
    : ['', textAt(object, 'apiVersion')];
  const fits = (pattern: string, text: string): boolean => pattern === '' || matches(pattern, text);
  return (
    fits(wanted('group'), group) &&
    fits(wanted('version'), version) &&
    fits(wanted('kind'), textAt(object, 'kind')) &&
    fits(wanted('name'), textAt(object, 'metadata', 'name')) &&
    fits(wanted('namespace'), textAt(object, 'metadata', 'namespace')) &&
    (['labels', 'annotations'] as const).every((key) => selected(wanted(`${key.slice(0, -1)}Selector`), object, key))
  );
}

const selected = (selector: string, object: Value, key: 'labels' | 'annotations'): boolean =>
  selector
    .split(',')
    .filter((part) => part.trim() !== '')
    .every((part) => {
      const [name = '', value] = part.split(/==?/).map((one) => one.trim());
      return value === undefined || textAt(object, 'metadata', key, name) === value;
    });

/** Only the plain part of the syntax is read as a pattern: alternatives, dots and stars. */
function matches(pattern: string, text: string): boolean {
  return pattern.split('|').some((one) => {
    const parts = one.replace(/^\^|\$$/g, '').split('.*');
    const [first = '', ...rest] = parts;
    if (!rest.length) return first === text;
    if (!text.startsWith(first)) return false;
    let at = first.length;
    for (const [i, part] of rest.entries()) {
      const found =
        i === rest.length - 1
          ? text.length - part.length >= at && text.endsWith(part)
            ? text.length - part.length
            : -1
          : text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return true;
  });
}
