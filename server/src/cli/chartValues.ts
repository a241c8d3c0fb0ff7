import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { ChartValues } from '../core';
import { bytesOf, pathOfUri, readText, uriOf } from '../disk';
import { loadLanguages } from '../service';
import type { Input } from './inputs';
import { type Options, UsageError } from './options';

/** The name of what `--set` gives, where findings point to it. */
const setName = (index: number): string => (index ? `--set#${index + 1}` : '--set');

const setUri = (index: number): string => `set:/${encodeURIComponent(setName(index))}`;

/** The values that the command line gives for charts; undefined where it gives none. */
export async function chartValuesOf({ command, operands, values, set }: Options): Promise<ChartValues | undefined> {
  if (!values.length && !set.length) return undefined;
  const charts = (await Promise.all(operands.map(chartOf))).filter((folder) => folder !== undefined);
  if (!charts.length)
    throw new UsageError(`--values and --set are for Helm charts: ${command} needs the folder of a chart, or a file in one`);
  const files = await Promise.all(
    values.map(async (name) => {
      const answer = await readText(name);
      if ('problem' in answer) throw new UsageError(`${name}: ${answer.problem}`);
      return { uri: uriOf(name), text: answer.text };
    }),
  );
  const given = { charts: [...new Set(charts)], files, set: set.map((one, i) => ({ ...one, uri: setUri(i) })) };
  const [problem] = (await loadLanguages()).flatMap((language) => language.valuesProblem?.(given) ?? []);
  if (problem !== undefined) throw new UsageError(problem);
  return given;
}

/** What is given is looked at too; values files of a chart that are not given are for other releases. */
export function inputsWithValues(inputs: readonly Input[], { charts, files, set }: ChartValues): readonly Input[] {
  const named = new Set(files.map(({ uri }) => uri));
  const isOther = ({ path: name, searched }: Input): boolean => {
    const uri = uriOf(name);
    const chart = searched && !named.has(uri) ? charts.find((folder) => uri.startsWith(folder)) : undefined;
    return chart !== undefined && /^(?:ci\/[^/]+|values[._-][^/]*)\.ya?ml$/.test(uri.slice(chart.length));
  };
  const kept = inputs.filter((input) => !isOther(input));
  const known = new Set(kept.map((input) => uriOf(input.path)));
  return [
    ...kept,
    ...files.flatMap(({ uri }) => (known.has(uri) ? [] : [{ path: path.relative('', pathOfUri(uri) ?? uri), searched: false }])),
    ...set.map((one, i) => ({ path: setName(i), searched: false, source: { uri: one.uri, languageId: '', version: 0, text: one.text } })),
  ];
}

/** The folder of the chart that a path is, or is a file of. */
async function chartOf(name: string): Promise<string | undefined> {
  for (let folder = path.resolve(name); folder !== path.dirname(folder); folder = path.dirname(folder))
    if ((await stat(bytesOf(path.join(folder, 'Chart.yaml'))).catch(() => undefined))?.isFile())
      return `${uriOf(folder).replace(/\/$/, '')}/`;
  return undefined;
}
