import type { Part } from '../../core';
import { parseJson, type Tree } from '../../tree';
import type { NamespaceLevel } from './namespaces';
import { type KubeObject, objectsIn } from './objects';
import { type ReadText, readYaml } from './template';

/** One document of a manifest. */
export interface PodPart extends Part {
  readonly tree: Tree;
  readonly templated: boolean;
  /** A patch that stands in a kustomization: what it does not say is said elsewhere. */
  readonly patch?: boolean;
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
export const isJson = (text: string): boolean => /^\s*\{(?!\{)/.test(text);

function readJson(text: string): ReadText {
  const tree = parseJson(text);
  return { tree, templated: false, faults: tree.problems.length };
}
