import type { Loaded, LoadOptions, Placed, Source } from '../../core';
import { yamlParts } from '../../tree';
import { hasKustomization, kustomizationParts } from './kustomize';
import { type NamespaceLevel, namespaceLevelsIn } from './namespaces';
import { isJson, type PodPart, readPart } from './part';

export async function load(source: Source, { previous }: LoadOptions<PodPart>): Promise<Loaded<PodPart>> {
  return { parts: withLevels(partsOf(source, previous)), reads: [] };
}

function partsOf(source: Source, previous: LoadOptions<PodPart>['previous']): readonly Placed<PodPart>[] {
  const { text } = source;
  if (isJson(text)) return [{ start: 0, part: readPart(text) }];
  return hasKustomization(source) ? kustomizationParts(text) : yamlParts(text, readPart, previous);
}

/** A document is a new part only when a level that it lives under changed: an edit of a Namespace costs nothing else. */
function withLevels(parts: readonly Placed<PodPart>[]): readonly Placed<PodPart>[] {
  const declared = parts.flatMap(({ part }) => namespaceLevelsIn(part));
  return parts.map((placed) => {
    const { part } = placed;
    if (!declared.length && !part.levels.length) return placed;
    const levels = declared.filter((level) => part.objects.some((object) => object.namespace === level.namespace));
    return sameLevels(levels, part.levels) ? placed : { ...placed, part: { ...part, levels } };
  });
}

const sameLevels = (a: readonly NamespaceLevel[], b: readonly NamespaceLevel[]): boolean =>
  a.length === b.length &&
  a.every(({ namespace, level, version }, i) => b[i]?.namespace === namespace && b[i]?.level === level && b[i]?.version === version);
