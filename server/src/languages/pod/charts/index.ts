import type { Files, Source } from '../../../core';
import type { Built } from '../part';
import { type Chart, readChart } from './chart';
import { fileText } from './origin';
import { originMap } from './originMap';
import type { EvaluatedTemplate, renderChart } from './render';
import { Dict } from './value';
import { valueOfYaml } from './yamlValue';

/** What a file of a chart becomes, and the files that this depends on. */
export interface BuiltFile {
  readonly built: Built;
  /** The text is Go's template language. */
  readonly template: boolean;
  readonly reads: readonly string[];
}

/** A chart as it was evaluated, and the texts that it was evaluated from. */
interface Evaluated {
  readonly texts: ReadonlyMap<string, string | undefined>;
  readonly chart: Chart | undefined;
  readonly rendered: readonly EvaluatedTemplate[];
}

const kept = new WeakMap<Files, Map<string, Evaluated>>();

/** How many charts are kept at a time. */
const most = 30;

/** The folder of the chart that a path would be a piece of, and its role there. */
function roleOf(uri: string): { readonly folder: string; readonly role: 'template' | 'values' } | undefined {
  const template = /^(.*\/)templates\/.+\.ya?ml$/s.exec(uri);
  if (template?.[1]) return { folder: template[1], role: 'template' };
  const values = /^(.*\/)(?:ci\/[^/]+|values(?:[._-][^/]*)?)\.ya?ml$/s.exec(uri);
  return values?.[1] ? { folder: values[1], role: 'values' } : undefined;
}

/** What a template or a values file becomes in its chart; undefined where it lies in none. */
export async function builtInChart(source: Source, files: Files, kubernetes: number): Promise<BuiltFile | undefined> {
  const place = roleOf(source.uri);
  if (!place) return undefined;
  const { folder, role } = place;
  const isDefault = role === 'template' || source.uri === `${folder}values.yaml`;
  const { chart, rendered, texts } = await evaluated(folder, isDefault ? undefined : source, source, files, kubernetes);
  const reads = [...texts.keys()].filter((uri) => uri !== source.uri);
  if (!chart) return { built: { supersedes: false, texts: [] }, template: false, reads };
  if (role === 'template')
    return {
      built: ofTemplate(
        rendered.find(({ uri }) => uri === source.uri),
        source,
      ),
      template: true,
      reads,
    };
  const pieces = rendered.filter(({ text }) => mayHavePods(text.text) && text.pieces.some(({ origin }) => origin.uri === source.uri));
  return {
    built: {
      supersedes: true,
      texts: pieces.map(({ text }) => ({ text: text.text, map: originMap(text, source) })),
      ...problemsOf(rendered),
    },
    template: false,
    reads,
  };
}

/** What a values file causes is looked for only where something is confined; the schemas of custom resources are large. */
const mayHavePods = (text: string): boolean =>
  /^[ \t-]*["']?(?:containers|initContainers|steps|templates|container)["']?:|^kind: *Namespace\b/m.test(text) &&
  !/^kind: *CustomResourceDefinition\b/m.test(text);

/** A template that default values switch off is judged as it is written, and so is one that can't be evaluated. */
function ofTemplate(rendered: EvaluatedTemplate | undefined, source: Source): Built {
  const asWritten = { supersedes: false, texts: [] };
  if (!rendered) return asWritten;
  const { text, problem, unknown } = rendered;
  if (problem !== undefined) return { ...asWritten, problem };
  if (unknown.length) return { ...asWritten, problem: unknown.join(', ') };
  if (text.text.trim() === '') return { ...asWritten, problem: 'the default values switch it off' };
  return { supersedes: true, texts: [{ text: text.text, map: originMap(text, source) }] };
}

function problemsOf(rendered: readonly EvaluatedTemplate[]): Pick<Built, 'problem'> {
  const reasons = new Set(rendered.flatMap(({ problem, unknown }) => (problem === undefined ? unknown : [problem])));
  return reasons.size ? { problem: [...reasons].slice(0, 3).join(', ') } : {};
}

/** The template language is as large as all else about pods: it is read for the first chart. */
async function rendering(...args: Parameters<typeof renderChart>): Promise<readonly EvaluatedTemplate[]> {
  const { renderChart } = await import('./render');
  return renderChart(...args);
}

async function evaluated(folder: string, given: Source | undefined, source: Source, files: Files, kubernetes: number): Promise<Evaluated> {
  const key = `${kubernetes} ${folder} ${given?.uri ?? ''}`;
  const charts = kept.get(files) ?? new Map<string, Evaluated>();
  kept.set(files, charts);
  const before = charts.get(key);
  if (before && files.unchanging && before.texts.get(source.uri) === source.text) return before;
  const texts = new Map<string, string | undefined>();
  const seen: Files = {
    read: async (uri) => {
      const text = uri === source.uri ? source.text : await files.read(uri);
      texts.set(uri, text);
      return text;
    },
    list: (uri) => files.list(uri),
  };
  const chart = await readChart(folder, { files: seen, reads: new Set() });
  texts.set(source.uri, source.text);
  const same = before && before.texts.size === texts.size && [...texts].every(([uri, text]) => before.texts.get(uri) === text);
  if (same) return before;
  const values = given && valueOfYaml(fileText(given.uri, given.text))?.v;
  const rendered = chart ? await rendering(chart, { kubernetes, values: values instanceof Dict ? values : new Dict() }) : [];
  const made = { texts, chart, rendered };
  charts.delete(key);
  charts.set(key, made);
  if (charts.size > most) charts.delete(charts.keys().next().value as string);
  return made;
}
