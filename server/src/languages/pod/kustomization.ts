import { baseName, type Placed, type Source } from '../../core';
import { chunksOf, get, itemsOf, type Node, parseYaml, resolved } from '../../tree';
import { type PodPart, readPart } from './part';

/** Whether a file is a kustomization with patches: by the name that kustomize looks for, or by its API group. */
export const hasKustomization = ({ uri, text }: Pick<Source, 'uri' | 'text'>): boolean =>
  (/^kustomization(?:\.ya?ml)?$/i.test(baseName(uri)) || /^apiVersion:[ \t]*["']?kustomize\.config\.k8s\.io\//m.test(text)) &&
  patches.test(text);

const patches = /^patches(?:StrategicMerge)?:/m;

/**
 * The patches that are in a kustomization as text (`patch: |`, `patchesStrategicMerge`), each a part of its own at its place;
 * the text between them has no objects of a cluster. A patch that changes by JSON pointers is not read.
 * https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/
 */
export function kustomizationParts(text: string): readonly Placed<PodPart>[] {
  return chunksOf(text).flatMap(({ start, end }) => {
    const document = text.slice(start, end);
    return patches.test(document)
      ? partsOfDocument(document).map((placed) => ({ ...placed, start: placed.start + start }))
      : [{ start, part: readPart(document) }];
  });
}

function partsOfDocument(text: string): readonly Placed<PodPart>[] {
  const parts: Placed<PodPart>[] = [];
  let end = 0;
  for (const patch of patchesIn(parseYaml(text).root)) {
    if (patch.start < end) continue;
    parts.push({ start: end, part: between(text.slice(end, patch.start)) });
    parts.push({ start: patch.start, part: { ...readPart(text.slice(patch.start, patch.end)), patch: true } });
    end = patch.end;
  }
  return [...parts, { start: end, part: between(text.slice(end)) }];
}

const between = (text: string): PodPart => ({
  text,
  tree: { ...parseYaml(''), text },
  templated: false,
  faults: 0,
  objects: [],
  levels: [],
});

/** Where the lines of literal block scalars lie, in the order of the text. */
function patchesIn(root: Node | undefined): readonly { readonly start: number; readonly end: number }[] {
  const nodes = [...itemsOf(get(root, 'patches')).map((item) => get(item, 'patch')), ...itemsOf(get(root, 'patchesStrategicMerge'))];
  return nodes
    .flatMap((node) => {
      const scalar = resolved(node);
      if (scalar?.kind !== 'scalar') return [];
      const header = /^\|[-+0-9]*[ \t]*(?:#[^\n]*)?\n/.exec(scalar.raw)?.[0];
      return header ? [{ start: scalar.span.start + header.length, end: scalar.span.end }] : [];
    })
    .sort((a, b) => a.start - b.start);
}
