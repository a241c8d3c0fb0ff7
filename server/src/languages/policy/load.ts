import { baseName, type Entry, type Files, type Loaded, type LoadOptions, pathOf, resolveUri, type Source } from '../../core';
import { itemsOf, type Member, type Node, parseToml, stringOf } from '../../tree';
import { decryptionFolder, keyFilesBelow } from './conf/decryptionKeys';
import { keptOf, type Policy, type RequirementList } from './model';
import { maybeOpenShift } from './openshift/object';
import {
  mirrorsFile,
  type NearbyFiles,
  namespaceOf,
  nothingAround,
  openShiftFile,
  type PolicyFile,
  type PolicyPart,
  pathFields,
  pathListFields,
  policyFile,
  registriesFile,
  rootOf,
  type ToolsFile,
} from './part';
import { rivalsOf } from './root';
import { foldersOn } from './symbolicLinks';

const isRegistries = ({ uri, languageId, text }: Source): boolean =>
  languageId === 'yaml' ||
  /\.ya?ml$|\/registries(?:\.root(?:ful|less))?\.d\/(?:\d+\/)?[^/]+$/i.test(pathOf(uri)) ||
  /^(?:\s*#[^\n]*\n)*(?:docker|default-docker):/.test(text);

const isMirrors = ({ uri, languageId, text }: Source): boolean =>
  /\/registries(?:\.root(?:ful|less))?\.conf(?:\.d\/(?:\d+\/)?[^/]+)?$/.test(pathOf(uri)) ||
  (languageId === 'containers-conf' && !/^\s*\[crio\b/m.test(text));

/** Files of that name elsewhere are other programs'. */
function toolsKind({ uri }: Source): ToolsFile['kind'] | undefined {
  const [, kind] = /\/(storage|containers)(?:\.root(?:ful|less))?\.conf(?:\.d\/(?:\d+\/)?[^/]+)?$/.exec(pathOf(uri)) ?? [];
  return kind as ToolsFile['kind'] | undefined;
}

const isCrio = ({ uri, languageId }: Source): boolean =>
  languageId === 'containers-conf' || /\/crio\.conf(?:\.d\/[^/]+)?$/.test(pathOf(uri));

export async function load(source: Source, { files, previous }: LoadOptions<PolicyPart>): Promise<Loaded<PolicyPart>> {
  const { text, uri } = source;
  const openShift = maybeOpenShift(text) ? openShiftFile(text, uri) : undefined;
  if (openShift) return { parts: [{ start: 0, part: openShift }], reads: [] };
  const { rivals, looked } = await rivalsBeside(uri, files);
  if (!toolsKind(source) && isMirrors(source)) return { parts: [{ start: 0, part: { ...mirrorsFile(text, uri), rivals } }], reads: looked };
  const tools = toolsKind(source);
  if (tools) return { parts: [{ start: 0, part: { kind: tools, text, uri, tree: parseToml(text), rivals } }], reads: looked };
  if (isCrio(source)) {
    const tree = parseToml(text);
    const { keys, reads } = await keyFilesBelow(decryptionFolder(tree), rootOf(uri), files);
    return { parts: [{ start: 0, part: { kind: 'crio', text, uri, tree, keys } }], reads };
  }
  if (isRegistries(source)) return { parts: [{ start: 0, part: { ...registriesFile(text, uri), rivals } }], reads: looked };
  const before = previous?.loaded.parts[0]?.part;
  const former = previous && before?.kind === 'policy' ? { tree: before.tree, change: previous.change } : undefined;
  const alone = policyFile(text, uri, nothingAround, former);
  const { around: found, reads } = await lookAround(alone, files);
  // The same object as before where the same was found, so that what was judged by it is still known.
  const around = before?.kind === 'policy' && sameAround(before.around, found) ? before.around : found;
  const withComments = source.languageId === 'jsonc';
  return { parts: [{ start: 0, part: { ...alone, around, rivals, ...(withComments && { withComments }) } }], reads: [...reads, ...looked] };
}

async function rivalsBeside(
  uri: string,
  files: Files,
): Promise<{ readonly rivals: ReadonlySet<string>; readonly looked: readonly string[] }> {
  const rivals = new Set<string>();
  const looked = rivalsOf(uri);
  for (const other of looked) if ((await files.read(other)) !== undefined) rivals.add(other);
  return { rivals, looked };
}

async function lookAround(file: PolicyFile, files: Files): Promise<{ around: NearbyFiles; reads: readonly string[] }> {
  const root = rootOf(file.uri);
  if (root === undefined) return { around: nothingAround, reads: [] };
  const reads: string[] = [];
  const keys = new Map<string, string | null>();
  const paths = keyPathsOf(file.policy);
  const listed = await filesIn(root, new Set([...paths.map(folderOf), ...usualFolders]), files);
  for (const path of paths) {
    const uri = resolveUri(`${root}/`, path.slice(1));
    reads.push(uri);
    const text = await files.read(uri);
    if (text !== undefined) keys.set(path, text);
    else if (isMissing(path, listed.get(folderOf(path)))) keys.set(path, null);
  }
  const candidates = [...listed].flatMap(([folder, names]) =>
    names.flatMap(({ name }) => (isKeyName(name) ? [name] : [])).map((name) => `${folder}/${name}`),
  );
  const { reads: looked, ...known } = await foldersOn(pathScopesOf(file.policy), root, files);
  reads.push(...looked);
  if (namespaceOf(file.uri) === undefined) return { around: { keys, candidates, known }, reads };
  const systemUri = `${root}/etc/containers/policy.json`;
  reads.push(systemUri);
  const system = await files.read(systemUri);
  return { around: { keys, candidates, known, ...(system !== undefined && { system: policyFile(system, systemUri) }) }, reads };
}

const sameAround = (before: NearbyFiles, now: NearbyFiles): boolean =>
  before.system?.text === now.system?.text && plain(before) === plain(now);

const plain = ({ keys, candidates, known }: NearbyFiles): string =>
  JSON.stringify([[...keys], candidates, known && [...known.folders].map(([folder, entries]) => [folder, [...entries]])]);

/** The directories and files that scopes name; without one there is nothing that links could lead to. */
const pathScopesOf = ({ sections }: Policy): readonly string[] =>
  sections.flatMap(({ transport, scopes }) =>
    /^(?:dir|oci|oci-archive|sif)$/.test(transport) ? scopes.flatMap(({ scope }) => (scope?.startsWith('/') ? [scope] : [])) : [],
  );

/** Where distributions and the manual put keys. */
const usualFolders = ['/etc/pki/containers', '/etc/pki/rpm-gpg', '/etc/containers/keys'];

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));

/** A link that leads out of what may be read proves nothing. */
const isMissing = (path: string, entries: readonly Entry[] = []): boolean =>
  entries.length > 0 && !entries.some(({ name, kind }) => kind === 'unread' && name === baseName(path));

const isKeyName = (name: string): boolean => /\.(?:pub|pem|gpg|asc|crt)$|^RPM-GPG-KEY-/.test(name);

/** What lies in each folder, by name. */
async function filesIn(root: string, folders: ReadonlySet<string>, files: Files): Promise<ReadonlyMap<string, readonly Entry[]>> {
  const found = new Map<string, readonly Entry[]>();
  for (const folder of folders) {
    // `/` itself contains no file that a policy or its neighbors name.
    if (!folder) continue;
    found.set(folder, await files.list(resolveUri(`${root}/`, folder.slice(1))));
  }
  return found;
}

/** A policy names a handful of keys; a generated one with thousands is not read file by file. */
const mostKeys = 64;

function keyPathsOf({ lists }: Policy): readonly string[] {
  const paths = new Set<string>();
  for (const list of lists) {
    for (const path of keptOf(list, keyPathsIn)) paths.add(path);
    if (paths.size >= mostKeys) break;
  }
  return [...paths].slice(0, mostKeys);
}

function keyPathsIn({ requirements }: RequirementList): readonly string[] {
  const paths: string[] = [];
  const take = (node: Node | undefined) => {
    const path = stringOf(node);
    if (path?.startsWith('/')) paths.push(path);
  };
  const read = (members: readonly Member[]) => {
    for (const { key, value } of members) {
      const field = String(key.value);
      if (pathFields.includes(field)) take(value);
      else if (pathListFields.includes(field)) itemsOf(value).forEach(take);
      else if (value?.kind === 'object') read(value.members);
    }
  };
  for (const { node } of requirements) read(node.members);
  return paths;
}
