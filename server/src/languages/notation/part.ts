import { type Fact, type Files, type Loaded, type LoadOptions, type Part, pathOf, resolveUri, type Source } from '../../core';
import { parseJson, parseYaml, type Tree } from '../../tree';
import { readDocument, type TrustDocument } from './model';

/** A trust policy of Notation: the file, or the same document in a Verifier of Ratify. */
export interface TrustPart extends Part {
  readonly uri: string;
  readonly tree: Tree;
  readonly document: TrustDocument;
  /** For files that are signed, which have no registry. */
  readonly forBlobs: boolean;
  /** Inside of an object of Ratify, whose stores have other places. */
  readonly inObject: boolean;
  readonly around: FilesBeside;
}

/** What lies beside the file. */
export interface FilesBeside {
  /** The stores that are there, as `ca:NAME`; undefined where the folder `truststore` is not there. */
  readonly stores?: ReadonlySet<string>;
  /** The file that Notation reads in place of this one. */
  readonly readInstead?: Fact['uri'];
}

export const storeTypes = ['ca', 'signingAuthority', 'tsa'] as const;

export async function load({ text, uri }: Source, { files }: LoadOptions<TrustPart>): Promise<Loaded<TrustPart>> {
  const inObject = !/\.json$/i.test(pathOf(uri));
  const tree = inObject ? parseYaml(text) : parseJson(text);
  const { around, reads } = inObject ? { around: {}, reads: [] } : await lookAround(uri, files);
  const forBlobs = /\.blob\.json$/i.test(pathOf(uri));
  return { parts: [{ start: 0, part: { text, uri, tree, document: readDocument(tree), forBlobs, inObject, around } }], reads };
}

async function lookAround(uri: string, files: Files): Promise<{ readonly around: FilesBeside; readonly reads: readonly string[] }> {
  const newer = resolveUri(uri, 'trustpolicy.oci.json');
  const hidden = /\/trustpolicy\.json$/.test(uri) && (await files.read(newer)) !== undefined;
  const root = resolveUri(uri, 'truststore/x509');
  const types = await files.list(root);
  const stores = new Set<string>();
  for (const { name, kind } of types) {
    if (kind !== 'folder' || !(storeTypes as readonly string[]).includes(name)) continue;
    for (const store of await files.list(`${root}/${name}`)) if (store.kind === 'folder') stores.add(`${name}:${store.name}`);
  }
  return { around: { ...(types.length > 0 && { stores }), ...(hidden && { readInstead: newer }) }, reads: [newer] };
}
