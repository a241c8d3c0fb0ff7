import { encodeSegment, type Files, resolveUri } from '../../../core';
import { fileText, type Traced } from './origin';
import { Dict, isList, type Value } from './value';
import { valueOfYaml } from './yamlValue';

/** A chart's folder as it was read. */
export interface Chart {
  /** The folder, with a slash at its end. */
  readonly uri: string;
  readonly name: string;
  readonly metadata: Dict;
  /** `values.yaml`; absent where there is none. */
  readonly values?: Traced;
  /** `templates/…`, by path in the chart, sorted. */
  readonly templates: ReadonlyMap<string, Traced>;
  /** Other files, for `.Files`. */
  readonly files: ReadonlyMap<string, string>;
  readonly dependencies: readonly Dependency[];
}

export interface Dependency {
  /** What its values are called: the alias, else the name. */
  readonly name: string;
  readonly condition: string;
  readonly tags: readonly string[];
  /** Absent where it isn't in the workspace. */
  readonly chart?: Chart;
}

export interface ChartReader {
  readonly files: Files;
  /** Everything that was read or looked for. */
  readonly reads: Set<string>;
}

const most = { files: 2000, depth: 6, folders: 8 };

const text = (dict: Dict, key: string): string => {
  const v = dict.get(key)?.v;
  return typeof v === 'string' ? v : '';
};

/** The chart in a folder, with the charts that it depends on; undefined where there is none. */
export async function readChart(uri: string, reader: ChartReader, depth = 0): Promise<Chart | undefined> {
  const source = await read(`${uri}Chart.yaml`, reader);
  const metadata = source === undefined ? undefined : valueOfYaml(fileText(`${uri}Chart.yaml`, source))?.v;
  if (!(metadata instanceof Dict) || !text(metadata, 'name')) return undefined;
  const listed = await filesBelow(uri, reader);
  const templates = new Map<string, Traced>();
  const files = new Map<string, string>();
  for (const path of listed) {
    if (/^(?:charts|ci|tests|crds)\/|^Chart\.|^values\.(?:yaml|schema\.json)$|(?:^|\/)README\.md$/.test(path)) continue;
    const content = await read(uri + encoded(path), reader);
    if (content === undefined) continue;
    if (path.startsWith('templates/')) templates.set(path, fileText(uri + encoded(path), content));
    else files.set(path, content);
  }
  const values = await read(`${uri}values.yaml`, reader);
  return {
    uri,
    name: text(metadata, 'name'),
    metadata,
    ...(values !== undefined && { values: fileText(`${uri}values.yaml`, values) }),
    templates,
    files,
    dependencies: depth < most.depth ? await dependenciesOf(uri, metadata, reader, depth) : [],
  };
}

/** Those that Chart.yaml (or the old requirements.yaml) names, then folders of `charts/` that neither names. */
async function dependenciesOf(uri: string, metadata: Dict, reader: ChartReader, depth: number): Promise<readonly Dependency[]> {
  const old = await read(`${uri}requirements.yaml`, reader);
  const stated =
    metadata.get('dependencies') ??
    (old === undefined ? undefined : fieldOf(valueOfYaml(fileText(`${uri}requirements.yaml`, old)), 'dependencies'));
  const named: Dependency[] = [];
  const used = new Set<string>();
  for (const { v } of stated && isList(stated.v) ? stated.v : []) {
    if (!(v instanceof Dict)) continue;
    const name = text(v, 'name');
    used.add(name);
    const chart = await dependencyAt(uri, name, text(v, 'repository'), reader, depth);
    const tags = v.get('tags');
    named.push({
      name: text(v, 'alias') || name,
      condition: text(v, 'condition'),
      tags: tags && isList(tags.v) ? tags.v.map((tag) => String(tag.v)) : [],
      ...(chart && { chart }),
    });
  }
  for (const entry of await reader.files.list(`${uri}charts`)) {
    if (entry.kind !== 'folder' || used.has(entry.name)) continue;
    const chart = await readChart(resolveUri(`${uri}charts/`, `${entry.name}/x`).slice(0, -1), reader, depth + 1);
    if (chart && !used.has(chart.name)) named.push({ name: chart.name, condition: '', tags: [], chart });
  }
  return named;
}

const fieldOf = (value: Value | undefined, key: string): Value | undefined => (value?.v instanceof Dict ? value.v.get(key) : undefined);

/** In `charts/`, where `file://` says, or beside the chart, as repositories of charts have them. */
async function dependencyAt(uri: string, name: string, repository: string, reader: ChartReader, depth: number): Promise<Chart | undefined> {
  if (!/^[\w.-]+$/.test(name)) return undefined;
  const local = /^file:\/\/(.+)$/.exec(repository)?.[1];
  for (const folder of [`charts/${name}/`, ...(local ? [`${local.replace(/\/$/, '')}/`] : []), `../${name}/`]) {
    const at = resolveUri(uri, `${folder}x`).slice(0, -1);
    if (at === uri) continue;
    const chart = await readChart(at, reader, depth + 1);
    if (chart?.name === name) return chart;
  }
  return undefined;
}

async function read(uri: string, { files, reads }: ChartReader): Promise<string | undefined> {
  reads.add(uri);
  return files.read(uri);
}

async function filesBelow(uri: string, { files }: ChartReader): Promise<readonly string[]> {
  const found: string[] = [];
  const walk = async (folder: string, depth: number): Promise<void> => {
    for (const entry of await files.list((uri + encoded(folder)).replace(/\/$/, ''))) {
      const path = folder + entry.name;
      if (found.length >= most.files) return;
      if (entry.kind === 'file') {
        if (!/\.(?:tgz|png|svg|gz|zip|jar|ico|jpe?g)$/i.test(path)) found.push(path);
      } else if (entry.kind === 'folder' && depth < most.folders && !(folder === '' && /^(?:charts|ci|tests|crds|\..*)$/.test(entry.name)))
        await walk(`${path}/`, depth + 1);
    }
  };
  await walk('', 0);
  return found.sort();
}

const encoded = (path: string): string => path.split('/').map(encodeSegment).join('/');
