import { baseName, type Context, type Files, memo, pathOf, resolveUri, type Source, type Span } from '../../../core';
import { get, itemsOf, parseYaml, stringOf } from '../../../tree';
import { joined, type Origin, type Traced, untraced } from '../charts/origin';
import { originMap } from '../charts/originMap';
import { Dict, isList, type Value } from '../charts/value';
import { yamlOf } from '../charts/yamlText';
import type { Built } from '../part';
import { buildOverlay, type Kustomized, kustomizationNames } from './build';
import type { BuiltObject } from './objects';

/** What a file of an overlay becomes. */
export interface BuiltOverlay {
  readonly built: Built;
  readonly reads: readonly string[];
  /** The file belongs to a base that other kustomizations build on: alone it is not all. */
  readonly base: boolean;
}

const isKustomization = (uri: string): boolean => /^kustomization(?:\.ya?ml)?$/i.test(baseName(uri));

/** The folders that a kustomization builds on. */
export function basesIn({ uri, text }: Source): readonly { readonly name: string; readonly span: Span }[] {
  if (!isKustomization(uri)) return [];
  const { root } = parseYaml(text);
  return ['resources', 'bases', 'components'].flatMap((key) =>
    itemsOf(get(root, key)).flatMap((node) => {
      const name = stringOf(node);
      return name === undefined || /\.(?:ya?ml|json)$|^[a-z][\w+.-]*:|^git@|\?/i.test(name) ? [] : [{ name, span: node.span }];
    }),
  );
}

/** How far above a file the kustomization that names it is looked for. */
const most = 3;

/** What a kustomization, one of its patches or one of its resources becomes; undefined for a file that none names. */
export async function builtInOverlay(source: Source, files: Files, context: Pick<Context, 'facts'>): Promise<BuiltOverlay | undefined> {
  const reads = new Set<string>();
  const seen: Files = {
    read: async (uri) => {
      reads.add(uri);
      return uri === source.uri ? source.text : files.read(uri);
    },
    list: (uri) => files.list(uri),
  };
  const bases = new Set(context.facts.filter(({ kind }) => kind === 'kustomize-base').map(({ uri, name }) => `${resolveUri(uri, name)}/`));
  let folder = source.uri.slice(0, source.uri.lastIndexOf('/') + 1);
  for (let up = 0; up < most && /[^/]\/$/.test(folder); up++) {
    if (isKustomization(source.uri) || (await isNamedIn(folder, source.uri, seen))) {
      const overlay = await buildOverlay(folder, seen);
      reads.delete(source.uri);
      return { built: builtOf(overlay, folder, source), reads: [...reads], base: bases.has(folder) };
    }
    folder = folder.replace(/[^/]+\/$/, '');
  }
  return undefined;
}

/** Whether the folder's kustomization names a file; only then is it built. */
async function isNamedIn(folder: string, uri: string, files: Files): Promise<boolean> {
  const path = pathOf(uri.slice(folder.length));
  for (const name of kustomizationNames) {
    const text = await files.read(folder + name);
    if (text !== undefined) return text.split('\n').some((line) => line.includes(path));
  }
  return false;
}

function builtOf(overlay: Kustomized, folder: string, source: Source): Built {
  const { objects, problem, resources, patches } = overlay;
  if (problem !== undefined) return { supersedes: false, texts: [], problem: `kustomize: ${problem}` };
  if (!resources.has(source.uri) && !patches.has(source.uri)) return { supersedes: false, texts: [] };
  const texts = objects
    .filter((object) => hasPlaceIn(object, folder, source.uri))
    .map((object) => textOf(object, folder, source))
    .filter(({ pieces }) => pieces.some(({ origin }) => origin.uri === source.uri));
  return { supersedes: true, texts: texts.map((text) => ({ text: text.text, map: originMap(text, source) })) };
}

/** Whether a part of an object may come from a file, so that its text is worth making. */
const hasPlaceIn = ({ value, entry }: BuiltObject, folder: string, uri: string): boolean =>
  filesOf(value).has(uri) || (entry?.uri === uri && [...filesOf(value)].some((other) => !other.startsWith(folder)));

/** The files that a value comes from. */
const filesOf = memo((value: Value): ReadonlySet<string> => {
  const files = new Set<string>();
  const add = (one: Value, key?: Origin): void => {
    for (const origin of [key, one.from]) if (origin) files.add(origin.uri);
    for (const { origin } of one.pieces ?? []) files.add(origin.uri);
    if (one.v instanceof Dict) for (const entry of one.v.entries.values()) add(entry.value, entry.key);
    else if (isList(one.v)) for (const item of one.v) add(item);
  };
  add(value);
  return files;
});

/** An object's text; for the kustomization, what comes from other folders comes from the entry that adds it. */
function textOf({ value, entry }: BuiltObject, folder: string, source: Source): Traced {
  const made = joined([yamlOf(value, () => {}), untraced('\n')]);
  if (!entry || !isKustomization(source.uri)) return made;
  const own = (origin: Origin): boolean => origin.uri.startsWith(folder);
  return { text: made.text, pieces: made.pieces.map((piece) => (own(piece.origin) ? piece : { ...piece, origin: entry })) };
}
