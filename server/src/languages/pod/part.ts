import type { Edit, Part, PositionMap, Span, TextChange } from '../../core';
import { workloadsOf } from '../../knowledge';
import { lazyYaml, parseJson, type Skimmed, skim, type Tree } from '../../tree';
import type { NamespaceLevel } from './namespaces';
import { type KubeObject, objectSkimmed, objectsIn } from './objects';
import { mark, type ReadText, readTemplate, readYaml } from './template';

/** One document of a manifest. */
export interface PodPart extends Part {
  readonly tree: Tree;
  readonly templated: boolean;
  /** A patch that is in a kustomization: what it does not say is said elsewhere. */
  readonly patch?: boolean;
  /** How often the parser stumbled, over a template too. */
  readonly faults: number;
  /** The objects of the document; more than one where it is a List. */
  readonly objects: readonly KubeObject[];
  /** Levels that Namespaces of the same file give to the objects of this document. */
  readonly levels: readonly NamespaceLevel[];
  /** The folders that a kustomization builds on. */
  readonly bases?: readonly { readonly name: string; readonly span: Span }[];
  /** The file that a tool rendered the document from, as its output says. */
  readonly rendered?: RenderedSource;
  /** Says what the document is without its tree. */
  readonly skimmed?: Skimmed;
  /** An item of a long List, where each is a part. */
  readonly item?: true;
  /** Made of another part, with some of its containers alone. */
  readonly reduced?: true;
  /** What a tool built from other files, and sends itself. */
  readonly result?: true;
  /** What the file becomes together with others: the templates of its chart, the overlays that it is a piece of. */
  readonly built?: Built;
}

/** The file that a tool rendered a document from, as the tool names it. */
export interface RenderedSource {
  /** `app/templates/deployment.yaml`. */
  readonly name: string;
  /** Where the document says so. */
  readonly span: Span;
  /** The file, where it is in the workspace. */
  readonly file?: { readonly uri: string; readonly text: string };
}

/** A text that values of a file become a piece of. */
export interface BuiltBlocks {
  readonly text: string;
  readonly map: PositionMap;
  /** Edits of the text, as far as the file of the values has a place for what they change. */
  editsOf(edits: readonly Edit[]): readonly Edit[];
}

export interface Built {
  /** The file is judged by these alone. */
  readonly supersedes: boolean;
  readonly texts: readonly { readonly text: string; readonly map: PositionMap }[];
  /** What values become, with the places of blocks that are empty; made when it is asked for. */
  readonly blocks?: () => readonly BuiltBlocks[];
  /** Why the file is judged as it is written, or not all that it becomes is known. */
  readonly problem?: string;
}

/** Characters from which on a document is skimmed first, and judged piece by piece. */
export const long = 20_000;

/** The version before of a long document, and what changed since. */
export interface FormerPart {
  readonly part: PodPart;
  readonly change: TextChange;
}

/** `template`: the file is known to be one. */
export function readPart(text: string, template = false, former?: FormerPart): PodPart {
  return (template || text.length < long ? undefined : skimmedPart(text, former)) ?? readWhole(text, template, former);
}

/** A long document of a kind that has no pods by itself: it is parsed when something needs more than what it is. */
function skimmedPart(text: string, former: FormerPart | undefined): PodPart | undefined {
  // What could not be skimmed before is rarely skimmed now.
  if (isJson(text) || text.includes(mark) || (former && !former.part.skimmed)) return undefined;
  const skimmed = skim(text, former?.part.skimmed && { skimmed: former.part.skimmed, change: former.change });
  if (!skimmed) return undefined;
  const tree = lazyYaml(text);
  const object = objectSkimmed(skimmed, tree);
  if (!object || workloadsOf(object.group, object.kind, []).length) return undefined;
  return { text, tree, templated: false, faults: 0, objects: [object], levels: [], skimmed };
}

function readWhole(text: string, template: boolean, former: FormerPart | undefined): PodPart {
  const { tree, templated, faults } = template
    ? readTemplate(text)
    : isJson(text)
      ? readJson(text)
      : readYaml(text, former && isAsWritten(former.part) ? { tree: former.part.tree, change: former.change } : undefined);
  return { text, tree, templated, faults, objects: objectsIn(tree, templated), levels: [] };
}

/** Whether the tree is that of the text: not of one without its template actions, nor one that was not made yet. */
const isAsWritten = ({ text, tree, templated, skimmed }: PodPart): boolean => !templated && !skimmed && tree.text === text;

/** `{{` opens a template. */
export const isJson = (text: string): boolean => /^\s*\{(?!\{)/.test(text);

function readJson(text: string): ReadText {
  const tree = parseJson(text);
  return { tree, templated: false, faults: tree.problems.length };
}
