import { type ChartValues, type Context, type Files, memo, type Source } from '../../../core';
import { policyMinor } from '../../../knowledge';
import type { Built } from '../part';
import { type Chart, readChart } from './chart';
import { givenValues } from './given';
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

/** What a chart is built for. */
interface Asked {
  readonly kubernetes: number;
  /** Values that are given in front of the chart's own. */
  readonly values: Dict;
  /** Tells what is kept for these values from what is kept for others. */
  readonly key: string;
}

/** What a template or a values file becomes in its chart; undefined where it is a piece of none. */
export async function builtInChart(
  source: Source,
  files: Files,
  context: Pick<Context, 'kubernetes' | 'pod'>,
): Promise<BuiltFile | undefined> {
  const { values: given } = context.pod;
  const kubernetes = policyMinor(context.kubernetes);
  const place = roleOf(source.uri);
  const outside = given && [...given.files, ...given.set].some(({ uri }) => uri === source.uri);
  if (given && (outside || (place && given.charts.includes(place.folder)))) {
    const asked = { kubernetes, values: givenValuesOf(given), key: givenKeys(given) };
    const folders = outside ? given.charts : place ? [place.folder] : [];
    return builtOf(await Promise.all(folders.map((folder) => evaluated(folder, asked, source, files))), place?.role ?? 'values', source);
  }
  if (!place) return undefined;
  const { folder, role } = place;
  const isDefault = role === 'template' || source.uri === `${folder}values.yaml`;
  const values = isDefault ? undefined : valueOfYaml(fileText(source.uri, source.text))?.v;
  const asked = { kubernetes, values: values instanceof Dict ? values : new Dict(), key: isDefault ? '' : source.uri };
  return builtOf([await evaluated(folder, asked, source, files)], role, source);
}

const givenValuesOf = memo((given: ChartValues) => givenValues(given));
const numbers = new WeakMap<ChartValues, string>();
let count = 0;

function givenKeys(given: ChartValues): string {
  const known = numbers.get(given) ?? `given ${count++}`;
  numbers.set(given, known);
  return known;
}

function builtOf(all: readonly Evaluated[], role: 'template' | 'values', source: Source): BuiltFile {
  const reads = [...new Set(all.flatMap(({ texts }) => [...texts.keys()]))].filter((uri) => uri !== source.uri);
  const rendered = all.flatMap((one) => one.rendered);
  if (!all.some(({ chart }) => chart)) return { built: { supersedes: false, texts: [] }, template: false, reads };
  if (role === 'template') {
    const own = rendered.find(({ uri }) => uri === source.uri);
    return { built: ofTemplate(own, source), template: true, reads };
  }
  const pieces = rendered.filter(({ text }) => mayHavePods(text.text) && text.pieces.some(({ origin }) => origin.uri === source.uri));
  const texts = pieces.map(({ text }) => ({ text: text.text, map: originMap(text, source) }));
  return { built: { supersedes: true, texts, ...problemsOf(rendered) }, template: false, reads };
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

async function evaluated(folder: string, { kubernetes, values, key: of }: Asked, source: Source, files: Files): Promise<Evaluated> {
  const key = `${kubernetes} ${folder} ${of}`;
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
  const rendered = chart ? await rendering(chart, { kubernetes, values }) : [];
  const made = { texts, chart, rendered };
  charts.delete(key);
  charts.set(key, made);
  if (charts.size > most) charts.delete(charts.keys().next().value as string);
  return made;
}
