import picomatch from 'picomatch';
import {
  type Context,
  defaultContext,
  isLeftover,
  type Language,
  type LanguageName,
  pathOf,
  type Source,
  type TextChange,
  wordTable,
} from '../core';
import { topLevelKeys } from '../tree';
import { looksTheSame } from './detectAgain';

/** Editors' language ids that leave no doubt. */
const byLanguageId: Readonly<Record<string, LanguageName>> = wordTable({
  apparmor: 'apparmor',
  seccomp: 'seccomp',
  'containers-policy': 'policy',
  'containers-conf': 'policy',
});

/** What only some of the languages with language ids of their own can do; no language is loaded to know that. */
export const featureLanguages = {
  format: ['apparmor', 'policy', 'seccomp'],
  formatOnType: ['apparmor'],
  rename: ['apparmor'],
  definition: ['apparmor'],
  nameAt: ['apparmor'],
  callees: ['apparmor'],
  folds: ['apparmor', 'policy', 'seccomp'],
} as const satisfies Partial<Record<keyof Language, readonly LanguageName[]>>;

/** The editor's language ids of the languages that have a feature. */
export const languageIdsOf = (feature: keyof typeof featureLanguages): readonly string[] => {
  const able: readonly LanguageName[] = featureLanguages[feature];
  return Object.entries(byLanguageId).flatMap(([id, name]) => (able.includes(name) ? [id] : []));
};

/** The languages that have a language id of their own. */
export const ownLanguages = (): ReadonlySet<LanguageName> => new Set(Object.values(byLanguageId));

/** The editor's language ids of files that text of other languages lies in. */
export const hostLanguageIds: readonly string[] = ['yaml', 'json', 'jsonc'];

/** File names that leave no doubt, most telling first; matched against the path without its leading slash. */
const byName: readonly (readonly [LanguageName, string])[] = [
  ['policy', '**/containers/policy.json'],
  ['policy', '**/crio/policies/*.json'],
  ['notation', '**/trustpolicy{,.oci,.blob}.json'],
  ['policy', '**/registries.d/*.{yaml,yml}'],
  ['policy', '**/{registries,crio}.conf'],
  ['policy', '**/registries{,.rootful,.rootless}.conf.d/**/*.conf'],
  ['policy', '**/registries.{rootful,rootless}.d/**/*.{yaml,yml}'],
  ['policy', '**/containers/{storage,containers}.conf'],
  ['policy', '**/containers/{storage,containers}{,.rootful,.rootless}.conf.d/**/*.conf'],
  ['policy', '**/crio.conf.d/*'],
  ['seccomp', '**/*.seccomp.json'],
  ['seccomp', '**/seccomp.json'],
  ['seccomp', '**/seccomp/**/*.json'],
  ['apparmor', '**/*.{apparmor,aa}'],
  ['containerfile', '**/{Containerfile,Dockerfile}{,.*}'],
  ['containerfile', '**/*.{Containerfile,Dockerfile,containerfile,dockerfile}'],
  ['quadlet', '**/*.{container,image,volume}'],
  ['quadlet', '**/*.{container,image,volume}.d/*.conf'],
  ['engine', '**/containerd/{config.toml,{conf,config}.d/*.toml}'],
  ['engine', '**/daemon.json'],
];

let matchers: readonly (readonly [LanguageName, (path: string) => boolean])[] | undefined;

function languageByName(path: string): LanguageName | undefined {
  matchers ??= byName.map(([name, pattern]) => [name, picomatch(pattern, { dot: true })] as const);
  return matchers.find(([, matches]) => matches(path))?.[0];
}

/** Folders of policy wherever they lie below an `apparmor.d`; the collection of that name has more. */
const policyFolders = /^(?:abstractions|mappings|namespaces|tunables|local|disable|force-complain|libvirt|lxc|groups|profiles-.*|.*\.d)$/;

/** Names of what lies beside profiles: notes, builds, and the sources of what maintains a collection. */
const otherNames =
  /^(?:\..*|README.*|LICEN[CS]E.*|COPYING|AUTHORS|NEWS|CHANGELOG|ChangeLog|TODO|(?:GNU)?[Mm]akefile|[Jj]ustfile|PKGBUILD|Dockerfile|Vagrantfile)$/;
const otherEndings =
  /\.(?:md|rst|txt|pod|html|adoc|sh|py|pl|rb|go|mod|sum|c|h|cc|cpp|hpp|rs|js|ts|lua|bats|ya?ml|json|toml|ini|cfg|lock|in|ac|m4|po|patch|diff|spec|log|png|svg|gz|xz|zst|deb|rpm|erb|epp)$/i;

const namesOther = (name: string): boolean => otherNames.test(name) || otherEndings.test(name) || isLeftover(name);

/** A mark that something else fills before AppArmor sees the text: `<%= x %>`, `###VAR###`. The actions of Jinja and Go are read (`apparmor/syntax/template.ts`). */
const placeholder = /^(?![ \t]*#)[^\n]*<%[=-]?[ \t]|^###[A-Z][A-Z_]+###/m;

/**
 * What a path says: true for a profile or fragment, false for the kernel features that an `abi` rule names and for compiled policy,
 * undefined where the text has to say. A clone of the collection apparmor.d is a folder of that name too, with its build and tests.
 */
function isPolicyPath(path: string): boolean | undefined {
  const below = /(?:^|.*\/)apparmor\.d\/(.+)$/.exec(path)?.[1]?.split('/');
  const name = below?.pop();
  if (below === undefined || name === undefined) return undefined;
  if (/^(?:abi|cache(?:\.d)?)$/.test(below[0] ?? '')) return false;
  if (namesOther(name)) return undefined;
  if (below.length === 0 || /(?:^|\/)etc\/apparmor\.d\//.test(path)) return true;
  return below.some((folder) => policyFolders.test(folder)) || undefined;
}

/** The `apparmor.d` that a file lies in, where its includes are looked for first. */
export const policyFolderOf = (uri: string): string | undefined => /^(.*\/apparmor\.d)\//.exec(uri)?.[1];

/**
 * Which language is this text? By the editor's language id, then by its path, then by its shape. Other languages of
 * the editor than JSON, YAML and plain text are never ours, whatever they contain.
 */
export function detect(
  source: Source,
  { markdown, pod }: Pick<Context, 'markdown'> & Partial<Pick<Context, 'pod'>> = defaultContext,
  former?: FormerDetection,
): LanguageName | undefined {
  if (pod?.values && [...pod.values.files, ...pod.values.set].some(({ uri }) => uri === source.uri)) return 'pod';
  if (/^markdown$/.test(source.languageId) || markdownName.test(pathOf(source.uri))) return markdown ? 'markdown' : undefined;
  const language = (former && languageAgain(source, former)) ?? languageIn(source);
  return language === 'apparmor' && placeholder.test(source.text.slice(0, head)) ? undefined : language;
}

/** The version before of the same text, and what changed since. */
export interface FormerDetection {
  readonly source: Source;
  readonly language: LanguageName;
  readonly change: TextChange;
}

/** What the text was, where an edit in JSON changes nothing of its shape. What the settings decide is no answer of the shape. */
function languageAgain(source: Source, { source: before, language, change }: FormerDetection): LanguageName | undefined {
  const isJson =
    before.uri === source.uri && before.languageId === source.languageId && /\.json$/i.test(pathOf(source.uri)) && language !== 'pod';
  return isJson && /^\s*\{(?!\{)/.test(source.text) && looksTheSame(before, source, change, head) ? language : undefined;
}

function languageIn(source: Source): LanguageName | undefined {
  const byId = byLanguageId[source.languageId];
  const path = pathOf(source.uri).replace(/^\/+/, '');
  const policy = isPolicyPath(path);
  // An editor gives the id to whatever lies below an `apparmor.d`.
  const given = byId === 'apparmor' && !policy && /(?:^|\/)apparmor\.d\//.test(path);
  if (byId && !given) return byId;
  if (policy === false || !(given || /^(?:|json|jsonc|yaml|helm|plaintext)$/.test(source.languageId))) return undefined;
  const shape = shapeOf(source.text, path);
  const certain = shapes.find((known) => known.certain && known.fits(shape))?.language;
  return certain ?? languageByName(path) ?? (policy ? 'apparmor' : shapes.find(({ fits }) => fits(shape))?.language);
}

/** Which language is text inside of another file, by the name that it has there and its shape? */
export const detectEmbedded = (name: string, text: string): LanguageName | undefined =>
  detect({ uri: `/${encodeURIComponent(name)}`, languageId: '', version: 0, text });

/** Only the beginning of a text is looked at: a file of this kind says early what it is. */
const head = 64 * 1024;

/** What a text looks like, from the outside. */
interface Shape {
  readonly path: string;
  /** The beginning, without a byte order mark, which says nothing about what follows. */
  readonly start: string;
  readonly json: boolean;
  /** Keys of the outermost object, with what their values begin with. */
  readonly keys: ReadonlyMap<string, string>;
}

const isYamlPath = (path: string): boolean => /\.ya?ml$/i.test(path);

/** Kubernetes writes the keys of a List in their order, so that its kind may come after everything else. */
const isObject = ({ keys }: Shape): boolean => keys.has('apiVersion') && keys.has('kind');

/** Whether there is a chart around it, only its folder can say. */
const isValues = ({ path, json, keys }: Shape): boolean =>
  !json && keys.size > 0 && /(?:^|\/)(?:values(?:[._-][^/]*)?|ci\/[^/]*values[^/]*)\.ya?ml$/i.test(path);

/** Operations on an object that a kustomization names. */
const isJsonPatch = ({ start }: Shape): boolean =>
  /^\s*(?:#[^\n]*\n\s*)*(?:---\s*\n\s*)?(?:-[ \t]|\[)[\s{]*["']?(?:op|path|from|value)["']?\s*:/.test(start) &&
  /\bop["']?\s*:\s*["']?(?:add|remove|replace|move|copy|test)\b/.test(start);

const isKustomization = ({ path }: Shape): boolean => /(?:^|\/)kustomization(?:\.ya?ml)?$/i.test(path);

/** Jinja may render it first, and cloud-init looks for the header in what comes of that. */
const isCloudConfig =
  /^(?:##[ \t]*template:[ \t]*jinja[ \t]*\r?\n(?:\s*(?:\{#(?:(?!#\})[\s\S])*#\}|\{%(?:(?!%\})[\s\S])*%\}))*\s*)?#cloud-config[ \t]*\r?\n/i;

/** User data of several pieces, as it is handed to cloud-init. */
const isUserData = (start: string): boolean =>
  /^(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*Content-Type:[ \t]*multipart\//i.test(start) &&
  /^Content-Type:[ \t]*text\/(?:x-)?cloud-config\b|^#cloud-config/im.test(start);

interface KnownShape {
  readonly language: LanguageName;
  /** Leaves no doubt, wherever the file lies. */
  readonly certain?: true;
  fits(shape: Shape): boolean;
}

/** What a text is by its outermost keys or its first line; never by what is nested in it. The first that fits counts. */
const shapes: readonly KnownShape[] = [
  { language: 'cloudInit', certain: true, fits: ({ start }) => isCloudConfig.test(start) || isUserData(start) },
  { language: 'pod', certain: true, fits: (shape) => shape.json && isObject(shape) },
  { language: 'pod', fits: isValues },
  // A kustomization may go without apiVersion and kind; what is ours of it are its patches.
  {
    language: 'pod',
    fits: (shape) =>
      isKustomization(shape)
        ? /^(?:patches(?:StrategicMerge|Json6902)?|resources|bases|components):/m.test(shape.start)
        : isObject(shape) || isJsonPatch(shape),
  },
  {
    language: 'seccomp',
    fits: ({ json, keys }) =>
      json && /^"SCMP_ACT_/.test(keys.get('defaultAction') ?? '') && ['syscalls', 'architectures', 'archMap'].some((key) => keys.has(key)),
  },
  {
    language: 'policy',
    fits: ({ json, keys }) =>
      json &&
      keys.size > 0 &&
      [...keys.keys()].every((key) => key === 'default' || key === 'transports') &&
      /^\[\s*(?:\{|\]|$)/.test(keys.get('default') ?? '['),
  },
  { language: 'notation', certain: true, fits: (shape) => shape.json && shape.keys.has('trustPolicies') && shape.keys.size <= 3 },
  // The state of a container has the version too, and names its bundle.
  { language: 'oci', certain: true, fits: (shape) => shape.json && shape.keys.has('ociVersion') && !shape.keys.has('bundle') },
  { language: 'compose', fits: ({ json, path, keys }) => !json && isYamlPath(path) && /^(?:#|$)/.test(keys.get('services') ?? '-') },
  {
    language: 'apparmor',
    fits: ({ json, path, start }) => !json && !/\.(?:ya?ml|json|md)$/i.test(path) && !start.startsWith('#!') && beginsAsPolicy(start),
  },
];

function shapeOf(text: string, path: string): Shape {
  const start = text.slice(0, head).replace(/^\uFEFF/, '');
  let known: ReadonlyMap<string, string> | undefined;
  const keysOf = () => {
    const early = topLevelKeys(start);
    return early.has('apiVersion') && !early.has('kind') ? topLevelKeys(text) : early;
  };
  return {
    path,
    start,
    json: /^\s*\{(?!\{)/.test(start),
    // Most files are told by their names: each keystroke asks.
    get keys() {
      known ??= keysOf();
      return known;
    },
  };
}

const comments = /^\s*(?:#(?!include\b)[^\n]*\n\s*)*/;
const first =
  /^(?:abi[ \t]+<|#?include[ \t]+(?:if[ \t]+exists[ \t]+)?<(?:tunables|abstractions|local)\/|@\{\w+\}[ \t]*[+?:]?=|(?:profile|hat)[ \t]+\S[^\n]*\{|"?\/[^\n]*[ \t]\{[ \t]*(?:\r?\n|$))/;

/** A path in front of a brace opens a section of logrotate's configuration too. */
const rotatesLogs =
  /^[ \t]*(?:hourly|daily|weekly|monthly|yearly|rotate[ \t]+\d+|missingok|notifempty|(?:delay)?compress|copytruncate|postrotate)[ \t]*$/m;

/** Whether the text begins with an abi, an include, a variable, or the head of a profile. */
const beginsAsPolicy = (text: string): boolean => first.test(text.slice(comments.exec(text)?.[0].length)) && !rotatesLogs.test(text);

/** Whether a path could be a file that only states facts, and has no rules: the index of facts reads it, a search for files to check does not. */
export const mayStateFacts = (path: string): boolean =>
  /(?:^|\/)(?:Containerfile|Dockerfile)(?:\.[^/]*)?$|\.(?:containerfile|dockerfile)$|\.(?:container|image|volume)(?:\.d\/[^/]*\.conf)?$/i.test(
    path,
  ) || /(?:^|\/)containerd\/(?:config|conf(?:ig)?\.d\/[^/]+)\.toml$/.test(path);

const markdownName = /\.(?:md|markdown)$/i;

/** Whether a path could be one of ours at all; what a search through folders opens. */
export function mayBeOurs(path: string, { markdown }: Pick<Context, 'markdown'> = defaultContext): boolean {
  return (
    (markdown === true && markdownName.test(path)) ||
    /\.(?:ya?ml|json|aa|apparmor)$/i.test(path) ||
    (/apparmor[^/]*\//i.test(path) && isPolicyPath(path) !== false && !namesOther(path.slice(path.lastIndexOf('/') + 1))) ||
    /(?:^|\/)(?:registries(?:\.root(?:ful|less))?|crio)\.conf(?:$|\.d\/)/.test(path) ||
    /(?:^|\/)containers\/(?:storage|containers)(?:\.root(?:ful|less))?\.conf(?:$|\.d\/)/.test(path)
  );
}
