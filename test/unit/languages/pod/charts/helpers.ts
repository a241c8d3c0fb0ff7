import { applyEdits, type Context, defaultContext, editsOf, memoryFiles } from '../../../../../server/src/core';
import { readChart } from '../../../../../server/src/languages/pod/charts/chart';
import { type EvaluatedTemplate, renderChart } from '../../../../../server/src/languages/pod/charts/render';
import { Dict } from '../../../../../server/src/languages/pod/charts/value';
import { type Checked, check, coverageOf, type Document, open } from '../../../../../server/src/service';

const folder = 'file:///project/app/';

/** A chart in a map; `Chart.yaml` is there. */
export type ChartFiles = Readonly<Record<string, string>>;

const withChart = (files: ChartFiles): ChartFiles => ({
  'Chart.yaml': 'apiVersion: v2\nname: app\nversion: 1.2.3\nappVersion: "9"\n',
  ...files,
});

const inMemory = (files: ChartFiles) =>
  memoryFiles(Object.fromEntries(Object.entries(withChart(files)).map(([path, text]) => [folder + path, text])));

export async function evaluated(files: ChartFiles): Promise<readonly EvaluatedTemplate[]> {
  const chart = await readChart(folder, { files: inMemory(files), reads: new Set() });
  return chart ? renderChart(chart, { kubernetes: 34, values: new Dict() }) : [];
}

/** What a template writes, with these values and these definitions; `!` and the reason where it can't be evaluated. */
export async function written(template: string, values = '', helpers = ''): Promise<string> {
  const all = await evaluated({ 'values.yaml': values, 'templates/_helpers.tpl': helpers, 'templates/t.yaml': template });
  const found = all.find(({ uri }) => uri.endsWith('/t.yaml'));
  return found?.problem === undefined ? (found?.text.text ?? '') : `!${found.problem}`;
}

export async function openIn(files: ChartFiles, path: string, context: Context = defaultContext): Promise<Document> {
  const source = { uri: folder + path, languageId: '', version: 1, text: withChart(files)[path] ?? '' };
  return (await open(source, inMemory(files), { context })) as Document;
}

export async function findingsIn(files: ChartFiles, path: string, context: Context = defaultContext): Promise<readonly Checked[]> {
  return check(await openIn(files, path, context), context, { rules: {} });
}

/** `pod/privileged 3`, by code and line. */
export async function listed(files: ChartFiles, path: string, context: Context = defaultContext): Promise<readonly string[]> {
  const text = withChart(files)[path] ?? '';
  const all = await findingsIn(files, path, context);
  return all
    .filter(({ severity }) => severity !== 'hint')
    .map(({ code, span }) => `${code} ${text.slice(0, span.start).split('\n').length}`);
}

/** The file after the first fix of a finding. */
export async function fixedBy(
  files: ChartFiles,
  path: string,
  code: string,
  context: Context = defaultContext,
): Promise<string | undefined> {
  const finding = (await findingsIn(files, path, context)).find((one) => one.code === code);
  const fix = finding?.cure?.()[0];
  return fix && applyEdits(withChart(files)[path] ?? '', editsOf(fix));
}

export const coverageIn = async (files: ChartFiles, path: string) => coverageOf(await openIn(files, path), defaultContext);
