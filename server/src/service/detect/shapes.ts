/** What the beginning of a text says of its language. */

import type { LanguageName } from '../../core';
import { topLevelKeys } from '../../tree';

/** A mark that something else fills before AppArmor sees the text: `<%= x %>`, `###VAR###`. The actions of Jinja and Go are read (`apparmor/syntax/template.ts`). */
export const placeholder = /^(?![ \t]*#)[^\n]*<%[=-]?[ \t]|^###[A-Z][A-Z_]+###/m;

/** Only the beginning of a text is looked at: a file of this kind says early what it is. */
export const head = 64 * 1024;

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
export const shapes: readonly KnownShape[] = [
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

/** The shape of a text, as far as it is asked about. */
export function shapeOf(text: string, path: string): Shape {
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
