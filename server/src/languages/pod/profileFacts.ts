import type { Context, Fact } from '../../core';
import type { ProfileField } from './profiles';

export interface KnownProfile {
  readonly fact: Fact;
  /** What `localhostProfile` says to use it. */
  readonly name: string;
  matches(name: string): boolean;
}

/**
 * Profiles of the workspace that `localhostProfile` may name. A seccomp profile is told by its path, of which the pod
 * writes the end: what lies below the kubelet's folder.
 */
export function knownProfiles(field: ProfileField, { facts, pod: { seccompRoot } }: Context): readonly KnownProfile[] {
  if (field === 'appArmorProfile')
    return facts
      .filter(({ kind }) => kind === 'apparmor-profile')
      .map((fact) => ({ fact, name: fact.name, matches: (name) => name === fact.name }));
  return facts
    .filter(({ kind }) => kind === 'seccomp-profile')
    .map((fact) => ({
      fact,
      name: belowRoot(fact.name, seccompRoot),
      matches: (name) => fact.name === name || fact.name.endsWith(`/${name}`),
    }));
}

/** The path below the folder that is used as the kubelet's, or below the last folder that is called `seccomp`. */
function belowRoot(path: string, root: string): string {
  const folder = root.replace(/^\.?\/+|\/+$/g, '');
  const at = folder ? path.lastIndexOf(`${folder}/`) : -1;
  if (at >= 0) return path.slice(at + folder.length + 1);
  const seccomp = /(?:^|\/)seccomp\/(.+)$/.exec(path)?.[1];
  return seccomp ?? path.replace(/^\/+/, '');
}
