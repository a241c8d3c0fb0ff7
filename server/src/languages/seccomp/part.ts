import { type Loaded, type LoadOptions, type Part, pathOf, type Source, type Target } from '../../core';
import { type FormerJson, get, type Node, parseJson, parseYaml, stringOf, type Tree, yamlParts } from '../../tree';
import { type ProfileModel, readProfile } from './model';

/** A profile in a JSON file, or one document of a YAML stream, which may have a SeccompProfile object or something else. */
export interface SeccompPart extends Part {
  /** Path of the file; '' where there is none. */
  readonly path: string;
  readonly tree: Tree;
  /** Where the profile is: the whole text, or the `spec` of an object. Absent where there is none. */
  readonly root?: Node;
  /** The object of the Security Profiles Operator that carries the profile. */
  readonly object?: { readonly name?: string };
  readonly profile?: ProfileModel;
  /** Which runtime reads it, whatever the settings and the file say: for a runtime's own default, and for its configuration. */
  readonly readAs?: Target;
  /** The same object for all versions of the text, so that what is made of one can take over from another. */
  readonly versions: object;
}

export async function load(source: Source, options: LoadOptions<SeccompPart>): Promise<Loaded<SeccompPart>> {
  const { text } = source;
  const { readBy } = options;
  // A piece of a runtime's configuration is no file that something could refer to.
  const path = readBy ? '' : pathOf(source.uri);
  if (!isYaml(text, path)) {
    const before = options.previous?.loaded.parts[0]?.part;
    const former = before && options.previous && { tree: before.tree, change: options.previous.change };
    const part = { ...jsonPart(text, path, former), ...(before && { versions: before.versions }), ...(readBy && { readAs: readBy }) };
    return { parts: [{ start: 0, part }], reads: [] };
  }
  return { parts: yamlParts(text, (document) => yamlPart(document, path), options.previous), reads: [] };
}

/** JSON begins with a brace or bracket, whatever the file is called: a profile may have any suffix. */
const isYaml = (text: string, path: string): boolean => /\.ya?ml$/i.test(path) || /^[ \t]*apiVersion:/m.test(text);

export function jsonPart(text: string, path = '', former?: FormerJson): SeccompPart {
  const tree = parseJson(text, former);
  const kind = stringOf(get(tree.root, 'kind'));
  return kind === 'SeccompProfile' ? objectPart(text, path, tree) : withProfile({ text, path, tree, versions: {} }, tree.root);
}

export function yamlPart(text: string, path = ''): SeccompPart {
  const tree = parseYaml(text);
  const group = stringOf(get(tree.root, 'apiVersion'))?.split('/')[0];
  if (get(tree.root, 'kind') === undefined && get(tree.root, 'defaultAction'))
    return withProfile({ text, path, tree, versions: {} }, tree.root);
  const isObject = stringOf(get(tree.root, 'kind')) === 'SeccompProfile' && group === 'security-profiles-operator.x-k8s.io';
  return isObject ? objectPart(text, path, tree) : { text, path, tree, versions: {} };
}

function objectPart(text: string, path: string, tree: Tree): SeccompPart {
  const name = stringOf(get(get(tree.root, 'metadata'), 'name'));
  return withProfile({ text, path, tree, versions: {}, object: name === undefined ? {} : { name } }, get(tree.root, 'spec'));
}

function withProfile(part: SeccompPart, root: Node | undefined): SeccompPart {
  const read = readProfile(root, part.object !== undefined);
  const profile = read && part.object ? asOperatorWrites(read) : read;
  return { ...part, ...(root && { root }), ...(profile && { profile }) };
}

/** The operator's API has no field for the default's error. */
const asOperatorWrites = ({ defaultErrnoRet: _number, defaultErrno: _name, ...profile }: ProfileModel): ProfileModel => profile;
