import { memo } from '../../../core';
import { get, itemsOf, type Node, resolved, stringOf, type Tree } from '../../../tree';

/** A string of the object, and its place. */
export interface Written {
  readonly node: Node;
  readonly text: string;
}

/** A ClusterImagePolicy or an ImagePolicy, as far as it can be read. */
export interface ImagePolicy {
  readonly kind: 'ClusterImagePolicy' | 'ImagePolicy';
  /** The preview, which checks less. */
  readonly preview: boolean;
  readonly name: string;
  /** Of an ImagePolicy; `default` where the file leaves it to `kubectl`. */
  readonly namespace?: string;
  readonly scopes: readonly Written[];
  readonly rootOfTrust: Node | undefined;
  readonly signedIdentity: Node | undefined;
}

const kindPattern = /^(?:ClusterImagePolicy|ImagePolicy)$/;
const mirrorKindPattern = /^(?:ImageDigestMirrorSet|ImageTagMirrorSet|ImageContentSourcePolicy)$/;
const groupPattern = /^(?:config|operator)\.openshift\.io\//;

/** What an object of OpenShift's API is to us, by its apiVersion and kind; undefined where it is nothing of ours. */
export function openShiftKind({ root }: Tree): 'image-policy' | 'mirror-set' | undefined {
  const kind = stringOf(get(root, 'kind')) ?? '';
  if (!groupPattern.test(stringOf(get(root, 'apiVersion')) ?? '')) return undefined;
  if (kindPattern.test(kind)) return 'image-policy';
  return mirrorKindPattern.test(kind) ? 'mirror-set' : undefined;
}

/** Whether a text could be one of these objects, without reading it. */
export const maybeOpenShift = (text: string): boolean =>
  /\bopenshift\.io\//.test(text) &&
  /\bkind["']?[ \t]*:[ \t]*["']?(?:(?:Cluster)?ImagePolicy|Image(?:Digest|Tag)MirrorSet|ImageContentSourcePolicy)\b/.test(text);

export function readImagePolicy({ root }: Tree): ImagePolicy {
  const spec = get(root, 'spec');
  const metadata = get(root, 'metadata');
  const policy = get(spec, 'policy');
  const cluster = stringOf(get(root, 'kind')) === 'ClusterImagePolicy';
  return {
    kind: cluster ? 'ClusterImagePolicy' : 'ImagePolicy',
    preview: stringOf(get(root, 'apiVersion'))?.endsWith('/v1alpha1') ?? false,
    name: stringOf(get(metadata, 'name')) ?? '',
    ...(!cluster && { namespace: stringOf(get(metadata, 'namespace')) ?? 'default' }),
    scopes: stringsIn(get(spec, 'scopes')),
    rootOfTrust: get(policy, 'rootOfTrust'),
    signedIdentity: get(policy, 'signedIdentity'),
  };
}

export const stringsIn = (list: Node | undefined): readonly Written[] =>
  itemsOf(resolved(list)).flatMap((item) => {
    const text = stringOf(item);
    const node = resolved(item);
    return text === undefined || !node ? [] : [{ node, text }];
  });

/** One source and its mirrors. */
export interface MirrorEntry {
  readonly node: Node;
  readonly source: Written;
  readonly mirrors: readonly Written[];
  readonly use: 'digest-only' | 'tag-only';
  readonly neverSource: boolean;
}

const lists = { imageDigestMirrors: 'digest-only', imageTagMirrors: 'tag-only', repositoryDigestMirrors: 'digest-only' } as const;

export const readMirrorSet = memo(({ root }: Tree): readonly MirrorEntry[] => {
  const spec = get(root, 'spec');
  return Object.entries(lists).flatMap(([name, use]) =>
    itemsOf(resolved(get(spec, name))).flatMap((item) => {
      const node = resolved(item);
      const source = resolved(get(node, 'source'));
      const text = stringOf(source);
      if (!node || !source || text === undefined) return [];
      const neverSource = stringOf(get(node, 'mirrorSourcePolicy')) === 'NeverContactSource';
      return [{ node, source: { node: source, text }, mirrors: stringsIn(get(node, 'mirrors')), use, neverSource }];
    }),
  );
});
