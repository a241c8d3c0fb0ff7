import { markedBlocks } from './blocks';
import { Budget, chartLimits, OverBudget, templateLimits } from './budget';
import type { Chart } from './chart';
import { type Definition, machineOf } from './evaluate';
import { functions } from './functions';
import { capabilities, chartObject, filesObject, release } from './objects';
import { Joiner, sliceOf, type Traced } from './origin';
import { parseTemplate } from './parser';
import { TemplateError } from './syntax';
import { Dict, dictOf, of, type Value } from './value';
import { mergedOver, type Scope, scopeOf } from './values';

/** A template as it was evaluated. */
export interface EvaluatedTemplate {
  /** Where the template is. */
  readonly uri: string;
  readonly text: Traced;
  /** What the text depends on and is unknown: `lookup`. */
  readonly unknown: readonly string[];
  /** Why it could not be evaluated; the text is empty then. */
  readonly problem?: string;
}

export interface RenderOptions {
  /** Minor of the Kubernetes release that `.Capabilities` tells of. */
  readonly kubernetes: number;
  readonly values: Dict;
}

/** The values that are given, with a mark in each empty block of them and of the chart's own; undefined where there is none. */
export function markedValues(chart: Chart, given: Dict): Dict | undefined {
  const marks = markedBlocks(scopeOf(chart, given).values);
  return marks && mergedOver(given, marks);
}

interface Unit {
  readonly name: string;
  readonly uri: string;
  readonly source: Traced;
  readonly dot: Value;
  readonly definition?: Definition;
  readonly problem?: string;
}

/** The templates of a chart and of those below it, evaluated as `helm template` does, in its order. */
export function renderChart(chart: Chart, { kubernetes, values }: RenderOptions): readonly EvaluatedTemplate[] {
  const whole = new Budget(chartLimits);
  const scope = scopeOf(chart, values);
  const cluster = capabilities(kubernetes);
  const units = unitsOf(scopesIn(scope, cluster, true), scope.chart.name).sort(inOrder);
  const templates = new Map<string, Definition>();
  const parsed = units.map((unit): Unit => {
    try {
      whole.step(unit.source.text.length >> 4);
      const { body, defines } = parseTemplate(unit.source.text);
      for (const [name, nodes] of defines) templates.set(name, { source: unit.source, body: nodes });
      const definition = { source: unit.source, body };
      templates.set(unit.name, definition);
      return { ...unit, definition };
    } catch (error) {
      return { ...unit, problem: reasonOf(error) };
    }
  });
  return parsed.filter(({ name }) => isRendered(name)).map((unit) => ({ uri: unit.uri, ...run(unit, templates, whole) }));
}

function run(
  { definition, dot, problem }: Unit,
  templates: ReadonlyMap<string, Definition>,
  whole: Budget,
): Omit<EvaluatedTemplate, 'uri'> {
  const nothing = { text: { text: '', pieces: [] }, unknown: [] };
  if (!definition) return { ...nothing, problem: problem ?? 'it can’t be read' };
  const machine = machineOf({ functions, templates, budget: new Budget(templateLimits, whole), notes: new Set() });
  try {
    const made = machine.execute(definition, dot);
    return { text: withoutNoValue(made), unknown: [...machine.notes] };
  } catch (error) {
    return { ...nothing, problem: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof TemplateError || error instanceof OverBudget) return error.message;
  // What recurses without end by calls that aren't counted.
  if (error instanceof RangeError) return 'it is nested too deeply';
  throw error;
}

/** Partials begin with an underscore; the notes are for people. */
const isRendered = (name: string): boolean => !/^_|^NOTES\.txt$/.test(name.slice(name.lastIndexOf('/') + 1));

/** The deepest first, so that a chart's own definitions win over those below it. */
const inOrder = (a: Unit, b: Unit): number => b.name.split('/').length - a.name.split('/').length || (a.name < b.name ? 1 : -1);

/** What the templates of a chart see, and of each chart below it. */
interface ChartScope {
  readonly scope: Scope;
  readonly dot: Dict;
  readonly children: readonly { readonly name: string; readonly seen: ChartScope }[];
}

function scopesIn(scope: Scope, cluster: Value, isRoot: boolean): ChartScope {
  const children = scope.children.map(({ name, scope: child }) => ({ name, seen: scopesIn(child, cluster, false) }));
  const dot = dictOf({
    Chart: chartObject(scope.chart.metadata, isRoot),
    Files: filesObject(scope.chart.files),
    Release: release,
    Capabilities: cluster,
    Values: of(scope.values),
    Subcharts: of(dictOf(Object.fromEntries(children.map(({ name, seen }) => [name, of(seen.dot)])))),
  });
  return { scope, dot, children };
}

function unitsOf({ scope: { chart }, dot, children }: ChartScope, path: string): Unit[] {
  const library = chart.metadata.get('type')?.v === 'library';
  const own = [...chart.templates].map(([file, source]): Unit => {
    const name = `${path}/${file}`;
    const all = new Dict();
    for (const [key, entry] of dot.entries) all.entries.set(key, entry);
    all.put('Template', of(dictOf({ Name: of(name), BasePath: of(`${path}/templates`) })));
    return { name: library ? `${path}/_library/${file}` : name, uri: uriOf(source, chart, file), source, dot: of(all) };
  });
  return [
    ...own.map((unit) => (library && isRendered(unit.name) ? { ...unit, name: unit.name.replace(/[^/]+$/, '_$&') } : unit)),
    ...children.flatMap(({ name, seen }) => unitsOf(seen, `${path}/charts/${name}`)),
  ];
}

const uriOf = ({ pieces: [first] }: Traced, chart: Chart, file: string): string => first?.origin.uri ?? chart.uri + file;

/** Helm takes out what Go writes for a value that is not there. */
function withoutNoValue(made: Traced): Traced {
  const parts = made.text.split('<no value>');
  if (parts.length === 1) return made;
  const all = new Joiner();
  let at = 0;
  for (const part of parts) {
    all.add(sliceOf(made, at, at + part.length));
    at += part.length + '<no value>'.length;
  }
  return all.joined();
}
