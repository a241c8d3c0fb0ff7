import { baseName, type Files, resolveUri } from '../../../core';
import { chunksOf, get, itemsOf, type Node, parseYaml, resolved, textRegion } from '../../../tree';
import { fileText, joined, type Origin, sliceOf, type Traced, untraced } from '../charts/origin';
import { Dict, isList, type Value } from '../charts/value';
import { valueOfYaml } from '../charts/yamlValue';
import { GeneratorProblem, generated, type ReadFile } from './generators';
import { withImages, withReplicas } from './images';
import { patched } from './jsonPatch';
import { keptObjects } from './kept';
import { labelled } from './labels';
import { type BuiltObject, namesOf, textAt } from './objects';
import { withFinalNames } from './references';
import { ReplacementProblem, withReplacements } from './replacements';
import { merged } from './strategicMerge';
import { withAffixes, withNamespace } from './transformers';

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
    return { objects: withFinalNames(objects), resources, patches };
  } catch (error) {
    if (!(error instanceof Refused || error instanceof GeneratorProblem || error instanceof ReplacementProblem)) throw error;
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
  const { root } = parseYaml(text);
  const kustomization = valueOfYaml(source, step(reader), 'kustomize') ?? { v: new Dict() };
  const listed = (key: string) => itemsOf(get(root, key)).flatMap((node) => entryOf(node, source) ?? []);
  let objects = [...before];
  for (const entry of [...listed('resources'), ...listed('bases')]) objects.push(...(await broughtBy(entry, folder, reader, seen, depth)));
  const read = (path: string) => reader.files.read(resolveUri(folder, path));
  objects = [...(await generated(objects, kustomization, read))];
  for (const entry of listed('components'))
    objects = [...(await objectsOf(`${resolveUri(folder, entry.path)}/`, reader, seen, depth + 1, objects))];
  const patches = await patchesOf(root, source, folder, reader, seen);
  return transformed(objects, kustomization, patches, await replacementsIn(kustomization, read, reader), reader);
}

/** What an entry of `resources` adds: a file, or another kustomization. */
async function broughtBy(
  { path, origin }: { readonly path: string; readonly origin: Origin },
  folder: string,
  reader: Reader,
  seen: Seen,
  depth: number,
): Promise<readonly BuiltObject[]> {
  if (/^(?:[a-z][\w+.-]*:|git@)|\?ref=|^github\.com\//.test(path)) throw new Refused(`${path} is not in the workspace`);
  const at = resolveUri(folder, path);
  const content = await reader.files.read(at);
  if (content === undefined)
    return (await objectsOf(`${at}/`, reader, seen, depth + 1, [])).map((object) => ({ ...object, entry: origin }));
  seen.resources.add(at);
  return objectsOfFile(at, content, reader).map((value) => ({ value, entry: origin }));
}

/** The transformers in the order of kustomize, whatever the order of the text. */
function transformed(
  objects: readonly BuiltObject[],
  kustomization: Value,
  { merges, patches, operations }: Patches,
  replacements: readonly Value[],
  reader: Reader,
): readonly BuiltObject[] {
  const patchedBy = (all: readonly BuiltObject[], own: readonly Patch[]) =>
    own.reduce((done, patch) => done.flatMap((object) => applied(object, patch, reader)), all);
  const named = withAffixes(withNamespace(patchedBy(patchedBy(objects, merges), patches), kustomization), kustomization);
  const labels = patchedBy(labelled(named, kustomization), operations);
  return withReplacements(withImages(withReplicas(labels, kustomization), kustomization), replacements);
}

/** Those that are written in the kustomization, and those of files. */
async function replacementsIn(kustomization: Value, read: ReadFile, reader: Reader): Promise<readonly Value[]> {
  const stated = kustomization.v instanceof Dict ? kustomization.v.get('replacements')?.v : undefined;
  const all: Value[] = [];
  for (const one of stated !== undefined && isList(stated) ? stated : []) {
    const path = one.v instanceof Dict ? one.v.get('path')?.v : undefined;
    if (typeof path !== 'string') {
      all.push(one);
      continue;
    }
    const text = await read(path);
    const value = text === undefined ? undefined : valueOfYaml(untraced(text), step(reader), 'kustomize')?.v;
    if (value === undefined) throw new Refused(`${path} can’t be read`);
    all.push(...(isList(value) ? value : [{ v: value }]));
  }
  return all;
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
    const document = sliceOf(source, start, end);
    const read = valueOfYaml(document, step(reader), 'kustomize');
    // Operations are read as JSON by way of YAML 1.1.
    const value = read && isList(read.v) ? valueOfYaml(document, step(reader)) : read;
    if (!value) throw new Refused('a file is not YAML');
    return value.v === null ? [] : [value];
  });
}

function objectsOfFile(uri: string, text: string, reader: Reader): readonly Value[] {
  const own: Reader = { ...reader, steps: 0 };
  const { values, steps } = keptObjects(uri, text, () => ({ values: objectsIn(fileText(uri, text), own), steps: own.steps }));
  reader.steps += steps;
  step(reader)();
  return values;
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

/** Patches by the step of kustomize that carries them out. */
interface Patches {
  readonly merges: readonly Patch[];
  readonly patches: readonly Patch[];
  readonly operations: readonly Patch[];
}

async function patchesOf(root: Node | undefined, source: Traced, folder: string, reader: Reader, seen: Seen): Promise<Patches> {
  const read = async (path: string): Promise<Traced> => {
    const uri = resolveUri(folder, path);
    const text = await reader.files.read(uri);
    if (text === undefined) throw new Refused(`${path} can’t be read`);
    seen.patches.add(uri);
    return fileText(uri, text);
  };
  const patchesIn = (text: Traced, target?: Node) =>
    documentsIn(text, reader).map((value): Patch => ({ value, ...(target && { target }) }));
  const merges: Patch[] = [];
  for (const item of itemsOf(get(root, 'patchesStrategicMerge'))) {
    const path = entryOf(item, source)?.path ?? '';
    merges.push(...patchesIn(path.includes('\n') ? inlineText(item, source) : await read(path)));
  }
  const listed = async (key: string): Promise<readonly Patch[]> => {
    const all: Patch[] = [];
    for (const item of itemsOf(get(root, key))) {
      const path = entryOf(get(item, 'path'), source)?.path;
      all.push(...patchesIn(path === undefined ? inlineText(get(item, 'patch'), source) : await read(path), get(item, 'target')));
    }
    return all;
  };
  return { merges, patches: await listed('patches'), operations: await listed('patchesJson6902') };
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
  if (!(target ? selects(target, object) : sameObject(value, object))) return [object];
  if (isList(operations)) {
    const made = patched(object.value, operations, step(reader));
    if (!made) throw new Refused('a JSON patch does not fit its target');
    return [{ ...object, value: made }];
  }
  const made = merged(object.value, target ? withoutName(value) : value, step(reader));
  return made ? [{ ...object, value: made }] : [];
}

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

const sameObject = (patch: Value, object: BuiltObject): boolean =>
  (['apiVersion', 'kind'] as const).every((key) => textAt(patch, key) === textAt(object.value, key)) &&
  namesOf(object).includes(textAt(patch, 'metadata', 'name')) &&
  [textAt(object.value, 'metadata', 'namespace'), ''].includes(textAt(patch, 'metadata', 'namespace'));

/** Names and kinds are anchored regular expressions; labels are compared as `a=b`. */
function selects(target: Node, built: BuiltObject): boolean {
  const object = built.value;
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
    namesOf(built).some((name) => fits(wanted('name'), name)) &&
    fits(wanted('namespace'), textAt(object, 'metadata', 'namespace')) &&
    (['labels', 'annotations'] as const).every((key) => selected(wanted(`${key.slice(0, -1)}Selector`), object, key))
  );
}

/** `a=b`, `a!=b`, `a in (b, c)`, `a notin (b)`, `a`, `!a`. */
const selected = (selector: string, object: Value, key: 'labels' | 'annotations'): boolean =>
  (selector.match(/(?:\([^)]*\)|[^,(])+/g) ?? [])
    .map((part) => part.trim())
    .filter(Boolean)
    .every((part) => {
      const [, not, name = '', sign, value = ''] = /^(!)?\s*([^\s=!()]+)\s*(?:(==?|!=|in|notin)\s*(.*))?$/s.exec(part) ?? [];
      const own = textAt(object, 'metadata', key, name);
      const all = value
        .replace(/^\(|\)$/g, '')
        .split(',')
        .map((one) => one.trim());
      if (sign === undefined) return not ? own === '' : own !== '';
      return sign === '!=' || sign === 'notin' ? !all.includes(own) : all.includes(own);
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
