import { type ChartValues, type Context, type Files, memo, type Source } from '../../../core';
import { policyMinor } from '../../../knowledge';
import type { Built, BuiltBlocks } from '../part';
import { type KnownField, podsOfBlocks } from './blocks';
import { type Chart, readChart } from './chart';
import { givenValues } from './given';
import { fileText, type Traced } from './origin';
import { possibleEditsOfOrigin } from './originEdits';
import { originMap } from './originMap';
import { chartFolder, passedValuesIn } from './passedValues';
import type { EvaluatedTemplate } from './render';
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
  /** The same with a mark in each empty block of the values. */
  withBlocks(): readonly EvaluatedTemplate[];
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
  const texts = piecesOf(rendered, source).map((text) => ({ text: text.text, map: originMap(text, source) }));
  const blocks = () => all.flatMap((one) => piecesOf(one.withBlocks(), source)).map((text) => blocksOf(text, source));
  return { built: { supersedes: true, texts, blocks, ...problemsOf(rendered) }, template: false, reads };
}

/** The texts with pods that a file is a piece of. */
const piecesOf = (rendered: readonly EvaluatedTemplate[], { uri }: Source): readonly Traced[] =>
  rendered.flatMap(({ text }) => (mayHavePods(text.text) && text.pieces.some(({ origin }) => origin.uri === uri) ? [text] : []));

const blocksOf = (text: Traced, source: Source): BuiltBlocks => ({
  text: text.text,
  map: originMap(text, source),
  editsOf: (edits) => possibleEditsOfOrigin(text, source, edits),
});

/** What the objects of Flux or Argo CD in a file become: with their charts, else what their blocks would be in any pod. */
export async function builtWithPassedValues(
  source: Source,
  files: Files,
  context: Pick<Context, 'kubernetes'>,
  known: KnownField,
): Promise<BuiltFile | undefined> {
  const passed = passedValuesIn(source);
  if (!passed.length) return undefined;
  const kubernetes = policyMinor(context.kubernetes);
  const reads = new Set<string>();
  const texts: Traced[] = [];
  const withBlocks: (() => readonly Traced[])[] = [];
  for (const [i, { values, chart }] of passed.entries()) {
    const folder = chart === undefined ? undefined : await chartFolder(source.uri, chart, files);
    const made =
      folder === undefined ? undefined : await evaluated(folder, { kubernetes, values, key: `${source.uri}#${i}` }, source, files);
    for (const uri of made?.texts.keys() ?? []) if (uri !== source.uri) reads.add(uri);
    const own = made?.chart ? piecesOf(made.rendered, source) : podsOfBlocks(values, known);
    texts.push(...own);
    withBlocks.push(() => (made?.chart ? piecesOf(made.withBlocks(), source) : own));
  }
  const built = {
    supersedes: false,
    texts: texts.map((text) => ({ text: text.text, map: originMap(text, source) })),
    blocks: () => withBlocks.flatMap((make) => make()).map((text) => blocksOf(text, source)),
  };
  return { built, template: false, reads: [...reads] };
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
async function renderings(chart: Chart, kubernetes: number, given: Dict): Promise<Pick<Evaluated, 'rendered' | 'withBlocks'>> {
  const { renderChart, markedValues } = await import('./render');
  const rendered = renderChart(chart, { kubernetes, values: given });
  let marked: readonly EvaluatedTemplate[] | undefined;
  return {
    rendered,
    withBlocks() {
      const values = markedValues(chart, given);
      marked ??= values ? renderChart(chart, { kubernetes, values }) : rendered;
      return marked;
    },
  };
}

const nothing = { rendered: [], withBlocks: () => [] };

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
  const made = { texts, chart, ...(chart ? await renderings(chart, kubernetes, values) : nothing) };
  charts.delete(key);
  charts.set(key, made);
  if (charts.size > most) charts.delete(charts.keys().next().value as string);
  return made;
}
