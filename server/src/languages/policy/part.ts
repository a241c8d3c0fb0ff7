import { type Context, type Fix, type Part, pathOf, type Report, type Span } from '../../core';
import {
  chunksOf,
  type FormerJson,
  locate,
  type Member,
  type Node,
  type ObjectNode,
  parseJson,
  parseToml,
  parseYaml,
  type Tree,
} from '../../tree';
import type { KeyFile } from './conf/decryptionKeys';
import { type Mirrors, readMirrors } from './conf/mirrors';
import { type Policy, readPolicy } from './model';
import { type ImagePolicy, openShiftKind, readImagePolicy } from './openshift/object';
import { type Registries, readRegistries } from './registries';
import type { KnownFolders } from './symbolicLinks';

/** A signature policy: the system's, a user's, or one that CRI-O applies to one namespace. */
export interface PolicyFile extends Part {
  readonly kind: 'policy';
  readonly uri: string;
  readonly tree: Tree;
  readonly policy: Policy;
  /** Edited as JSON with comments, where the editor's own checker lets pass what the loader refuses. */
  readonly withComments?: boolean;
  /** What was found beside it. */
  readonly around: NearbyFiles;
  /** The files of its tree that may hide it, as far as they are there. */
  readonly rivals?: ReadonlySet<string>;
}

/** One file of registries.d: where signatures are read from and written to. */
export interface RegistriesFile extends Part {
  readonly kind: 'registries';
  readonly uri: string;
  readonly tree: Tree;
  readonly registries: Registries;
  /** The files of its tree that may hide it, as far as they are there. */
  readonly rivals?: ReadonlySet<string>;
}

/** registries.conf, or a file of registries.conf.d: where images are fetched from. */
export interface MirrorsFile extends Part {
  readonly kind: 'mirrors';
  readonly uri: string;
  readonly tree: Tree;
  readonly mirrors: Mirrors;
  /** The files of its tree that may hide it, as far as they are there. */
  readonly rivals?: ReadonlySet<string>;
}

/** crio.conf, or a file of crio.conf.d. */
export interface CrioFile extends Part {
  readonly kind: 'crio';
  readonly uri: string;
  readonly tree: Tree;
  /** What lies below `decryption_keys_path`, where that is in the same tree of files. */
  readonly keys: readonly KeyFile[];
}

/** storage.conf or containers.conf, or a drop-in of it. */
interface ToolsFileOf<K extends 'storage' | 'containers'> extends Part {
  readonly kind: K;
  readonly uri: string;
  readonly tree: Tree;
  /** The files of its tree that may hide it, as far as they are there. */
  readonly rivals?: ReadonlySet<string>;
}

export type ToolsFile = ToolsFileOf<'storage'> | ToolsFileOf<'containers'>;

/** What is written in TOML. */
export type TomlFile = MirrorsFile | CrioFile | ToolsFile;

/** A ClusterImagePolicy or ImagePolicy of OpenShift, from which policy.json is written. */
export interface ImagePolicyFile extends Part {
  readonly kind: 'image-policy';
  readonly uri: string;
  readonly tree: Tree;
  readonly object: ImagePolicy;
}

/** An ImageDigestMirrorSet of OpenShift and its kin, from which registries.conf is written. */
export interface MirrorSetFile extends Part {
  readonly kind: 'mirror-set';
  readonly uri: string;
  readonly tree: Tree;
}

export type PolicyPart = PolicyFile | RegistriesFile | TomlFile | ImagePolicyFile | MirrorSetFile;

const tomlKinds: ReadonlySet<string> = new Set(['mirrors', 'crio', 'storage', 'containers'] satisfies TomlFile['kind'][]);

export const isToml = (part: PolicyPart): part is TomlFile => tomlKinds.has(part.kind);

/** The neighbours that a policy's meaning depends on, as far as they are in the same tree of files. */
export interface NearbyFiles {
  /** Key files by the path that the policy names; null where the folder is there and the file is not. */
  readonly keys: ReadonlyMap<string, string | null>;
  /** Files that could be keys, by path: what lies beside the named ones and where keys usually lie. */
  readonly candidates: readonly string[];
  /** The folders on the way to the directories that scopes name, for symbolic links. */
  readonly known?: KnownFolders;
  /** For a policy of one namespace: the system's. */
  readonly system?: PolicyFile;
}

export const nothingAround: NearbyFiles = { keys: new Map(), candidates: [] };

/** A part made of text alone; for baselines and tests. */
export function policyFile(
  text: string,
  uri = 'file:///etc/containers/policy.json',
  around = nothingAround,
  former?: FormerJson,
): PolicyFile {
  const tree = parseJson(text, former);
  return { kind: 'policy', text, uri, tree, policy: readPolicy(tree), around };
}

export function registriesFile(text: string, uri: string): RegistriesFile {
  // yaml.v3's Unmarshal reads the first document and leaves the others alone.
  const [first] = chunksOf(text);
  const tree = parseYaml(text.slice(0, first?.end));
  return { kind: 'registries', text, uri, tree, registries: readRegistries(tree) };
}

export function mirrorsFile(text: string, uri: string): MirrorsFile {
  const tree = parseToml(text);
  return { kind: 'mirrors', text, uri, tree, mirrors: readMirrors(tree) };
}

/** Undefined where the text is no object of OpenShift's API about images. */
export function openShiftFile(text: string, uri: string): ImagePolicyFile | MirrorSetFile | undefined {
  const tree = parseYaml(text);
  const kind = openShiftKind(tree);
  if (kind === 'image-policy') return { kind, text, uri, tree, object: readImagePolicy(tree) };
  return kind && { kind, text, uri, tree };
}

/** The Kubernetes namespace that a file of CRI-O's `signature_policy_dir` is for. */
export const namespaceOf = (uri: string): string | undefined => /\/crio\/policies\/([^/]+)\.json$/.exec(pathOf(uri))?.[1];

/** A folder of fragments that people make, and no program reads. */
export const isInPolicyFolder = (uri: string): boolean => /\/containers\/policy\.d\/[^/]+$/.test(pathOf(uri));

/** The folder that represents `/` when the file is kept in a tree such as `files/etc/containers/policy.json`. */
export function rootOf(uri: string): string | undefined {
  const etc = uri.lastIndexOf('/etc/');
  return etc < 0 ? undefined : uri.slice(0, etc);
}

/** Fields that name a file, and fields that list several. */
export const pathFields = ['keyPath', 'caPath', 'rekorPublicKeyPath', 'caRootsPath', 'caIntermediatesPath'];
export const pathListFields = ['keyPaths', 'rekorPublicKeyPaths'];

type Kind = PolicyPart['kind'];

/** A report with what the rule's fixes need to know of this occurrence. */
export type Hinted<H> = Report & { readonly hint?: H };

/** What a rule does about its reports. `at` is the key or value that is reported. */
export type Cure<F, H> = (file: F, at: ReportedNode, hint: Partial<H>, context: Context) => readonly (Fix | undefined)[];

/** A check of one kind of file and what cures its findings; it ignores other kinds of file. */
const only =
  <K extends Kind>(...kinds: readonly K[]) =>
  <H>(
    check: (file: Extract<PolicyPart, { kind: K }>, context: Context) => Iterable<Hinted<H>>,
    cure?: Cure<Extract<PolicyPart, { kind: K }>, H>,
  ) =>
    function* (part: PolicyPart, context: Context): Iterable<Report> {
      if (!isOneOf(part, kinds)) return;
      for (const { hint, ...report } of check(part, context)) {
        yield cure ? { ...report, cure: () => curesAt(part.tree, report.span, (at) => cure(part, at, hint ?? {}, context)) } : report;
      }
    };

/** What a finding is about. */
export interface ReportedNode {
  /** The key or value that the finding's span covers or begins at. */
  readonly node: Node;
  /** The member that it is key or value of. */
  readonly member?: Member;
  /** The reported object, or the object around the reported node. */
  readonly object?: ObjectNode;
}

function curesAt(tree: Tree, { start }: Span, make: (at: ReportedNode) => readonly (Fix | undefined)[]): readonly (Fix | undefined)[] {
  const found = locate(tree, start);
  if (!found) return [];
  const { node, member } = found;
  const object = node.kind === 'object' ? node : node.parent?.kind === 'object' ? node.parent : undefined;
  return make({ node, ...(member && { member }), ...(object && { object }) });
}

const isOneOf = <K extends Kind>(part: PolicyPart, kinds: readonly K[]): part is Extract<PolicyPart, { kind: K }> =>
  (kinds as readonly Kind[]).includes(part.kind);

export const onPolicy = only('policy');
export const onRegistries = only('registries');
export const onMirrors = only('mirrors');
export const onCrio = only('crio');
/** The kinds that are looked for in several folders. */
export const onRead = only('policy', 'registries', 'mirrors', 'storage', 'containers');
export const onToml = only('mirrors', 'crio', 'storage', 'containers');
export const onImagePolicy = only('image-policy');
export const onMirrorSet = only('mirror-set');
export const onOpenShift = only('image-policy', 'mirror-set');
