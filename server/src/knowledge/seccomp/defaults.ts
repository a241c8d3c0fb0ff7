import { type Authority, memo, type Target } from '../../core';
import { lazyFor } from '../lazy';
import { architectureNamed } from '../linux/architectures';
import { targetNames } from '../targets';
import { hostsWithGuests } from './data/defaults';
import { containerdRules, crioRules, dockerRules, ENOSYS, EPERM, podmanRules } from './defaultRules';
import { type DefaultVersion, defaultAt, partsOfEntry, releaseNamed, ruleOfHead } from './history';
import type { SeccompProfile, SeccompRule } from './profile';

export interface SeccompDefault {
  readonly target: Target;
  /** `Docker default`. */
  readonly title: string;
  /** The upstream revision in words. */
  readonly version: string;
  readonly source: Authority;
  /** SPDX identifier of the upstream file's licence. */
  readonly licence: string;
  readonly profile: SeccompProfile;
}

/** The default of a release of the history; that of today where none is named. */
export function seccompDefaultOf(target: Target, release?: string): SeccompDefault {
  const full = release === undefined ? undefined : releaseNamed(target, release);
  const version = full === undefined ? undefined : defaultAt(target, full);
  return version ? defaultOfVersion(version, full as string) : seccompDefault(target);
}

function defaultOfVersion(version: DefaultVersion, release: string): SeccompDefault {
  const { target } = version;
  const today = seccompDefault(target);
  return { ...today, title: `${targetNames[target]} ${release} default`, version: release, profile: profileOfVersion(version) };
}

/** A default of the history, each head one rule. containerd makes its default for the host, so it has no archMap. */
const profileOfVersion = memo(({ target, entries, hosts, defaultErrnoRet }: DefaultVersion): SeccompProfile => {
  const names = new Map<string, string[]>();
  for (const entry of entries) {
    const { key, name } = partsOfEntry(entry);
    const list = names.get(key);
    if (list) list.push(name);
    else names.set(key, [name]);
  }
  return {
    defaultAction: 'SCMP_ACT_ERRNO',
    defaultErrnoRet,
    archMap: hosts.length ? hosts.map(archMapEntry) : seccompDefault(target).profile.archMap,
    syscalls: [...names].map(([key, calls]) => ({ names: calls.sort(), ...ruleOfHead(key) })),
  };
});

function archMapEntry(line: string): SeccompProfile['archMap'][number] {
  const [architecture = '', ...subArchitectures] = line.split(' ').map((name) => `SCMP_ARCH_${name}`);
  return { architecture, subArchitectures };
}

/**
 * What a runtime applies when nothing else is said, before capabilities, architecture and kernel decide about its conditional
 * rules. Equal in meaning to the upstream file that `source` names.
 */
export const seccompDefault: (target: Target) => SeccompDefault = lazyFor((target) => ({
  target,
  ...origins[target],
  licence: 'Apache-2.0',
  profile: profiles[target](),
}));

const origins: Readonly<Record<Target, { title: string; version: string; source: Authority }>> = {
  docker: {
    title: 'Docker default',
    version: 'moby/profiles, 8 commits after seccomp/v0.2.3, June 2026',
    source: upstream('moby/profiles', 'cd3bed8061c7b7378b61fc6827c7885779417a75', 'seccomp/default.json'),
  },
  containerd: {
    title: 'containerd default',
    version: 'containerd, 70 commits after 2.4.0-beta.0',
    source: upstream('containerd/containerd', '301026e58c619e63d09c0ec411012e54c0124b03', 'contrib/seccomp/seccomp_default.go'),
  },
  podman: {
    title: 'Podman default',
    version: 'containers/common 0.69.0-dev, June 2026',
    source: upstream('containers/container-libs', '9869b8fd96867ea95f45ac02e9834a632d60b976', 'common/pkg/seccomp/seccomp.json'),
  },
  'cri-o': {
    title: 'CRI-O default',
    version: 'CRI-O, 191 commits after 1.36, on containers/common 0.69.0-dev',
    source: upstream('cri-o/cri-o', 'f954a17e505f8931e91004403b5f5eac71ab6085', 'internal/config/seccomp/seccomp.go'),
  },
};

function upstream(repository: string, commit: string, path: string): Authority {
  return { title: `${repository} ${path}`, url: `https://github.com/${repository}/blob/${commit}/${path}` };
}

const mobyHosts = [...hostsWithGuests, 'riscv64', 'loongarch64'];

const profiles: Readonly<Record<Target, () => SeccompProfile>> = {
  docker: () => profile(EPERM, mobyHosts, dockerRules()),
  containerd: () => profile(EPERM, mobyHosts, containerdRules()),
  podman: () => profile(ENOSYS, hostsWithGuests, podmanRules()),
  'cri-o': () => profile(ENOSYS, hostsWithGuests, crioRules()),
};

function profile(defaultErrnoRet: number, hosts: readonly string[], syscalls: readonly SeccompRule[]): SeccompProfile {
  return {
    defaultAction: 'SCMP_ACT_ERRNO',
    defaultErrnoRet,
    archMap: hosts.flatMap((host) => {
      const architecture = architectureNamed(host);
      return architecture ? [{ architecture: architecture.scmp, subArchitectures: architecture.sub.map(scmpName) }] : [];
    }),
    syscalls,
  };
}

const scmpName = (name: string) => `SCMP_ARCH_${name.toUpperCase()}`;
