import type { Target } from '../core';

/** The runtimes in the order in which tables name them. */
export const targets: readonly Target[] = ['docker', 'containerd', 'podman', 'cri-o'];

/** How the projects write their own names. */
export const targetNames: Readonly<Record<Target, string>> = {
  docker: 'Docker',
  containerd: 'containerd',
  podman: 'Podman',
  'cri-o': 'CRI-O',
};
