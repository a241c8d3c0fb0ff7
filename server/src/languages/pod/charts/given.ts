import { baseName, type ChartValues } from '../../../core';
import { fileText } from './origin';
import { SetProblem, setInto } from './setValue';
import { Dict } from './value';
import { mergedOver } from './values';
import { valueOfYaml } from './yamlValue';

/** The values that are given for a chart, put together as `helm` does. */
export function givenValues({ files, set }: Pick<ChartValues, 'files' | 'set'>): Dict {
  const values = files.reduce((all, { uri, text }) => {
    const read = valueOfYaml(fileText(uri, text))?.v;
    return read instanceof Dict ? mergedOver(all, read) : all;
  }, new Dict());
  for (const one of set)
    try {
      setInto(values, one);
    } catch (error) {
      if (!(error instanceof SetProblem)) throw error;
    }
  return values;
}

/** Why what is set can't be read; undefined where it can. */
export function valuesProblem({ files, set }: ChartValues): string | undefined {
  const broken = files.find(({ uri, text }) => {
    const read = valueOfYaml(fileText(uri, text));
    return read === undefined || !(read.v === null || read.v instanceof Dict);
  });
  if (broken) return `${baseName(broken.uri)} is not a file of values`;
  try {
    for (const one of set) setInto(new Dict(), one);
    return undefined;
  } catch (error) {
    if (error instanceof SetProblem) return error.message;
    throw error;
  }
}
