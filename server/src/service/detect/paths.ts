/** What the path of a file says of its language. */

import picomatch from 'picomatch';
import { type Context, defaultContext, isLeftover, type LanguageName } from '../../core';

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

/** The language whose files have such a name. */
export function languageByName(path: string): LanguageName | undefined {
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

/**
 * What a path says: true for a profile or fragment, false for the kernel features that an `abi` rule names and for compiled policy,
 * undefined where the text has to say. A clone of the collection apparmor.d is a folder of that name too, with its build and tests.
 */
export function isPolicyPath(path: string): boolean | undefined {
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

/** Whether a path could be a file that only states facts, and has no rules: the index of facts reads it, a search for files to check does not. */
export const mayStateFacts = (path: string): boolean =>
  /(?:^|\/)(?:Containerfile|Dockerfile)(?:\.[^/]*)?$|\.(?:containerfile|dockerfile)$|\.(?:container|image|volume)(?:\.d\/[^/]*\.conf)?$/i.test(
    path,
  ) || /(?:^|\/)containerd\/(?:config|conf(?:ig)?\.d\/[^/]+)\.toml$/.test(path);

/** What the names of Markdown files end with. */
export const markdownName = /\.(?:md|markdown)$/i;

/** Whether a path could be one of ours at all; what a search through folders opens. */
export function mayBeOurs(path: string, { markdown }: Pick<Context, 'markdown'> = defaultContext): boolean {
  return (
    (markdown === true && markdownName.test(path)) ||
    /\.(?:ya?ml|json|aa|apparmor)$/i.test(path) ||
    // As add-ons of Home Assistant and repositories of one image call it; its text says whether it is a profile.
    /(?:^|\/)apparmor(?:\.txt|[-_.]profile(?:\.txt)?)$/i.test(path) ||
    (/apparmor[^/]*\//i.test(path) && isPolicyPath(path) !== false && !namesOther(path.slice(path.lastIndexOf('/') + 1))) ||
    /(?:^|\/)(?:registries(?:\.root(?:ful|less))?|crio)\.conf(?:$|\.d\/)/.test(path) ||
    /(?:^|\/)containers\/(?:storage|containers)(?:\.root(?:ful|less))?\.conf(?:$|\.d\/)/.test(path)
  );
}
