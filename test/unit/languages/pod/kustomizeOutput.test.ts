import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { memoryFiles } from '../../../../server/src/core';
import { yamlOf } from '../../../../server/src/languages/pod/charts/yamlText';
import { buildOverlay } from '../../../../server/src/languages/pod/kustomize/build';
import { files, overlays } from './kustomizeOutput.json';

const inMemory = memoryFiles(Object.fromEntries(Object.entries(files).map(([path, text]) => [`file:///${path}`, text])));

interface Named {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

const byName = (objects: readonly Named[]): Readonly<Record<string, Named>> =>
  Object.fromEntries(objects.map((object) => [`${object.kind} ${object.metadata.name}`, object]));

/** As kubectl reads it: YAML 1.1. */
const version = '1.1' as const;

describe('overlays become what kustomize builds', () => {
  it.each(Object.entries(overlays))('%s', async (folder, output) => {
    const { objects, problem } = await buildOverlay(`file:///${folder}/`, inMemory);
    expect(problem).toBeUndefined();
    const made = objects.map(({ value }) => parse(yamlOf(value, () => {}).text, { version }) as Named);
    const wanted = parseAllDocuments(output, { version }).map((document) => document.toJS() as Named);
    expect(byName(made)).toEqual(byName(wanted));
  });
});
