import picomatch from 'picomatch';
import { type Language, type LanguageName, pathOf, type Source } from '../core';
import { languages } from '../languages';

/** Editors' language ids that leave no doubt. */
const byLanguageId: Readonly<Record<string, LanguageName>> = {
  apparmor: 'apparmor',
  seccomp: 'seccomp',
  'containers-policy': 'policy',
  'containers-conf': 'policy',
};

/** The editor's language ids of the languages that have a feature. */
export const languageIdsOf = (feature: keyof Language): readonly string[] =>
  Object.entries(byLanguageId).flatMap(([id, name]) =>
    languages.some((one) => one.name === name && one[feature] !== undefined) ? [id] : [],
  );

/** File names that leave no doubt, most telling first; matched against the path without its leading slash. */
const byName: readonly (readonly [LanguageName, string])[] = [
  ['policy', '**/containers/policy.json'],
  ['policy', '**/crio/policies/*.json'],
  ['policy', '**/registries.d/*.{yaml,yml}'],
  ['policy', '**/{registries,crio}.conf'],
  ['policy', '**/registries.conf.d/*.conf'],
  ['policy', '**/crio.conf.d/*'],
  ['seccomp', '**/*.seccomp.json'],
  ['seccomp', '**/seccomp.json'],
  ['seccomp', '**/seccomp/**/*.json'],
  ['apparmor', '**/apparmor.d/**'],
  ['apparmor', '**/*.{apparmor,aa}'],
];

let matchers: readonly (readonly [LanguageName, (path: string) => boolean])[] | undefined;

function languageByName(path: string): LanguageName | undefined {
  matchers ??= byName.map(([name, pattern]) => [name, picomatch(pattern, { dot: true })] as const);
  return matchers.find(([, matches]) => matches(path))?.[0];
}

/**
 * Which language is this text? By the editor's language id, then by its path, then by its shape. Other languages of
 * the editor than JSON, YAML and plain text are never ours, whatever they contain.
 */
export function detect(source: Source): LanguageName | undefined {
  const byId = byLanguageId[source.languageId];
  if (byId) return byId;
  if (!/^(?:|json|jsonc|yaml|helm|plaintext)$/.test(source.languageId)) return undefined;
  const path = pathOf(source.uri).replace(/^\/+/, '');
  const name = languageByName(path);
  // Below `seccomp/` and `apparmor.d/` other files live too: notes, scripts, pods.
  if (name && !(name === 'apparmor' && /\.(?:md|sh|py|ya?ml|json|txt|rst|cfg)$/i.test(path))) return name;
  return languageByShape(source.text, path);
}

/** Only the beginning of a text is looked at: a file of this kind says early what it is. */
const head = 64 * 1024;

function languageByShape(text: string, path: string): LanguageName | undefined {
  // A byte order mark says nothing about what follows.
  const start = text.slice(0, head).replace(/^\uFEFF/, '');
  if (/^\s*\{/.test(start)) return jsonByShape(start);
  if (/^kind:[ \t]*SeccompProfile\b/m.test(start) && /^apiVersion:[ \t]*["']?security-profiles-operator\.x-k8s\.io\//m.test(start))
    return 'seccomp';
  // A kustomization may go without both; what is ours of it are its patches.
  if (/(?:^|\/)kustomization(?:\.ya?ml)?$/i.test(path)) return /^patches(?:StrategicMerge)?:/m.test(start) ? 'pod' : undefined;
  if (/^(?:-[ \t]+)?apiVersion:/m.test(start) && /^[ \t]*kind:/m.test(text)) return 'pod';
  if (/\.(?:ya?ml|json|md|sh|py)$/i.test(path)) return undefined;
  if (
    /^\s*(?:#[^\n]*\n\s*)*(?:abi[ \t]+<abi\/|#?include[ \t]+<(?:tunables|abstractions)\/|(?:profile[ \t]+\S|hat[ \t]+\S)[^\n]*\{)/.test(
      start,
    )
  )
    return 'apparmor';
  return undefined;
}

function jsonByShape(start: string): LanguageName | undefined {
  if (/"apiVersion"\s*:/.test(start) && /"kind"\s*:/.test(start)) return 'pod';
  if (/"defaultAction"\s*:\s*"SCMP_ACT_/.test(start) && /"(?:syscalls|architectures|archMap)"\s*:/.test(start)) return 'seccomp';
  if (
    /^\s*\{\s*"(?:default|transports)"\s*:/.test(start) &&
    /"type"\s*:\s*"(?:insecureAcceptAnything|reject|signedBy|sigstoreSigned)"/.test(start)
  )
    return 'policy';
  return undefined;
}

/** Whether a path could be one of ours at all; what a search through folders opens. */
export function mayBeOurs(path: string): boolean {
  return (
    /\.(?:ya?ml|json|aa|apparmor)$/i.test(path) ||
    /(?:^|\/)(?:apparmor\.d\/|(?:registries|crio)\.conf$|(?:registries|crio)\.conf\.d\/)/.test(path)
  );
}
