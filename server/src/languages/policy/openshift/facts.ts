import type { StatedFact } from '../../../core';
import type { ImagePolicyFile, MirrorSetFile } from '../part';
import { readMirrorSet } from './object';
import { type ScopeDetail, scopesOf } from './render';

/** One for each scope of an image policy. */
export function imagePolicyFacts(file: ImagePolicyFile): readonly StatedFact[] {
  const places = new Map(file.object.scopes.map(({ text, node }) => [text, node.span]));
  return scopesOf(file).flatMap(({ scope, ...detail }): readonly StatedFact[] => {
    const span = places.get(scope);
    return span ? [{ kind: 'image-policy', name: scope, detail: JSON.stringify(detail satisfies ScopeDetail), span }] : [];
  });
}

/** One for each mirror, and one for each source with all of them, as registries.conf states them. */
export function mirrorSetFacts({ tree }: MirrorSetFile): readonly StatedFact[] {
  return readMirrorSet(tree).flatMap(({ source, mirrors, use, neverSource }): readonly StatedFact[] => {
    const others = mirrors.filter(({ text }) => text !== source.text);
    if (!others.length) return [];
    const own = neverSource ? [] : [{ name: source.text, use: 'all' }];
    const places = [...others.map(({ text }) => ({ name: text, use })), ...own];
    return [
      ...others.map(({ node, text }): StatedFact => ({ kind: 'image-mirror', name: text, detail: source.text, span: node.span })),
      { kind: 'registry-entry', name: source.text, detail: JSON.stringify({ places }), span: source.node.span },
    ];
  });
}
