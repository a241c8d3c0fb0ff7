import type { Loaded, LoadOptions, Part, Placed, Source } from '../../core';
import { parseJson, type Tree, yamlParts } from '../../tree';
import { type NamespaceLevel, namespaceLevelsIn } from './namespaces';
import { type KubeObject, objectsIn } from './objects';
import { type ReadText, readYaml } from './template';

/** One document of a manifest. */
export interface PodPart extends Part {
  readonly tree: Tree;
  readonly templated: boolean;
  /** How often the parser stumbled, over a template too. */
  readonly faults: number;
  /** The objects of the document; more than one where it is a List. */
  readonly objects: readonly KubeObject[];
  /** Levels that Namespaces of the same file give to the objects of this document. */
  readonly levels: readonly NamespaceLevel[];
}

export function readPart(text: string): PodPart {
  const { tree, templated, faults } = isJson(text) ? readJson(text) : readYaml(text);
  return { text, tree, templated, faults, objects: objectsIn(tree, templated), levels: [] };
}

/** `{{` opens a template. */
const isJson = (text: string): boolean => /^\s*\{(?!\{)/.test(text);

function readJson(text: string): ReadText {
  const tree = parseJson(text);
  return { tree, templated: false, faults: tree.problems.length };
}

export async function load(source: Source, { previous }: LoadOptions<PodPart>): Promise<Loaded<PodPart>> {
  const parts = isJson(source.text) ? [{ start: 0, part: readPart(source.text) }] : yamlParts(source.text, readPart, previous);
  return { parts: withLevels(parts), reads: [] };
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
