import { type Files, resolveUri, type Source } from '../../../core';
import { chunksOf, get, itemsOf, type Node, parseYaml, resolved, stringOf, type Tree, textRegion } from '../../../tree';
import { fileText, type Origin, sliceOf, type Traced } from './origin';
import { setInto } from './setValue';
import { Dict, type Value } from './value';
import { valueOfYaml } from './yamlValue';

/** Values that an object of Flux or Argo CD passes to a chart. */
export interface PassedValues {
  readonly values: Dict;
  /** The chart, as the object names it: a path in a repository, or a name; absent where it comes from elsewhere. */
  readonly chart?: string;
}

const mayPass = /^kind:[ \t]*["']?(?:HelmRelease|Application|ApplicationSet)["']?[ \t]*(?:#.*)?$/m;

/** What the objects of a file pass to charts; the places are those of the file. */
export function passedValuesIn({ uri, text }: Source): readonly PassedValues[] {
  if (!mayPass.test(text)) return [];
  return chunksOf(text).flatMap(({ start, end }) => {
    const document = sliceOf(fileText(uri, text), start, end);
    const tree = parseYaml(document.text);
    if (tree.problems.length || !mayPass.test(document.text)) return [];
    const kind = stringOf(get(tree.root, 'kind'));
    const spec = get(tree.root, 'spec');
    if (kind === 'HelmRelease') return ofRelease(document, spec);
    const template = kind === 'ApplicationSet' ? get(get(spec, 'template'), 'spec') : spec;
    const sources = [get(template, 'source'), ...itemsOf(get(template, 'sources'))];
    return sources.flatMap((source) => ofApplication(document, tree, source));
  });
}

/** https://fluxcd.io/flux/components/helm/helmreleases/#values */
function ofRelease(document: Traced, spec: Node | undefined): readonly PassedValues[] {
  const values = valueAt(document, get(spec, 'values'));
  const chart = stringOf(get(get(get(spec, 'chart'), 'spec'), 'chart'));
  return values ? [{ values, ...(chart !== undefined && { chart }) }] : [];
}

/** https://argo-cd.readthedocs.io/en/stable/user-guide/helm/: parameters win over valuesObject, which wins over values. */
function ofApplication(document: Traced, tree: Tree, source: Node | undefined): readonly PassedValues[] {
  const helm = get(source, 'helm');
  if (!helm) return [];
  const object = valueAt(document, get(helm, 'valuesObject')) ?? valuesInText(document, tree, get(helm, 'values'));
  const values = object ?? new Dict();
  for (const parameter of itemsOf(get(helm, 'parameters'))) {
    const [name, value] = [get(parameter, 'name'), get(parameter, 'value')].map(resolved);
    if (name?.kind !== 'scalar' || value?.kind !== 'scalar') continue;
    const as = resolved(get(parameter, 'forceString'));
    const text = `${name.value}=${String(value.value).replaceAll(',', '\\,')}`;
    try {
      setInto(values, { uri: '', text, as: as?.kind === 'scalar' && as.value === true ? 'string' : 'typed' }, placeOfNode(document, value));
    } catch {
      // What Argo CD refuses says nothing of a pod.
    }
  }
  const chart = stringOf(get(source, 'path')) ?? stringOf(get(source, 'chart'));
  return values.entries.size ? [{ values, ...(chart !== undefined && { chart }) }] : [];
}

/** The values that are below a key, with their places. */
function valueAt(document: Traced, node: Node | undefined): Dict | undefined {
  if (resolved(node)?.kind !== 'object' || !node) return undefined;
  const whole = valueOfYaml(document);
  const path = pathOf(node);
  const found = path.reduce<Value | undefined>(
    (value, key) => (value?.v instanceof Dict ? value.v.get(String(key)) : Array.isArray(value?.v) ? value.v[Number(key)] : undefined),
    whole,
  );
  return found?.v instanceof Dict ? found.v : undefined;
}

/** Keys and indexes from the root to a node. */
function pathOf(node: Node): readonly (string | number)[] {
  const { parent } = node;
  if (!parent) return [];
  if (parent.kind === 'array') return [...pathOf(parent), parent.items.indexOf(node)];
  const member = parent.members.find(({ value }) => value === node);
  return [...pathOf(parent), String(member?.key.value)];
}

function valuesInText(document: Traced, tree: Tree, node: Node | undefined): Dict | undefined {
  const region = textRegion(tree, node);
  const from = document.pieces[0]?.origin;
  if (!region || !from) return undefined;
  let at = 0;
  const pieces = region.text.split(/(?<=\n)/).flatMap((line) => {
    const start = at;
    at += line.length;
    const length = line.replace(/\r?\n$/, '').length;
    const host = from.start + region.map.toHost(start);
    return length ? [{ start, end: start + length, origin: { uri: from.uri, start: host, end: host + length, exact: true } }] : [];
  });
  const read = valueOfYaml({ text: region.text, pieces })?.v;
  return read instanceof Dict ? read : undefined;
}

function placeOfNode({ pieces: [piece] }: Traced, { span }: Pick<Node, 'span'>): Origin | undefined {
  return piece && { uri: piece.origin.uri, start: piece.origin.start + span.start, end: piece.origin.start + span.end, exact: false };
}

/** How far above a file the root of its repository is looked for. */
const most = 6;

/** The folder of a chart that an object names, where it is in the workspace. */
export async function chartFolder(uri: string, named: string, files: Files): Promise<string | undefined> {
  const path = named.replace(/^\.?\/+|\/+$/g, '');
  if (!path || /^[a-z][\w+.-]*:/i.test(named)) return undefined;
  let folder = uri.slice(0, uri.lastIndexOf('/') + 1);
  for (let up = 0; up < most && /[^/]\/$/.test(folder); up++) {
    for (const candidate of [path, ...(path.includes('/') ? [] : [`charts/${path}`])]) {
      const at = `${resolveUri(folder, candidate)}/`;
      if ((await files.read(`${at}Chart.yaml`)) !== undefined) return at;
    }
    folder = folder.replace(/[^/]+\/$/, '');
  }
  return undefined;
}
