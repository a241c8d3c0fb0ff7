/**
 * Sockets of the node's container runtime: a program that writes to them controls it.
 *
 * $source the default addresses in docker, containerd, cri-o, podman, k3s and cri-dockerd; file-hierarchy(7)
 * $checked 2026-11-30
 */
const runtimeSockets: readonly (readonly [path: string, program: string])[] = [
  ['/var/run/docker.sock', 'Docker'],
  ['/run/docker.sock', 'Docker'],
  ['/run/containerd/containerd.sock', 'containerd'],
  ['/var/run/containerd/containerd.sock', 'containerd'],
  ['/run/crio/crio.sock', 'CRI-O'],
  ['/var/run/crio/crio.sock', 'CRI-O'],
  ['/run/podman/podman.sock', 'Podman'],
  ['/run/k3s/containerd/containerd.sock', 'containerd'],
  ['/var/run/cri-dockerd.sock', 'cri-dockerd'],
  ['/run/cri-dockerd.sock', 'cri-dockerd'],
];

/** Folders above these sockets that are mounted for more than them. `/var/run` is a link to `/run`, which `/var` does not contain. */
const broader: ReadonlySet<string> = new Set(['', '/', '/run', '/var', '/var/run']);

/** The runtime that a host path commands, the folder of its socket included. */
export function runtimeBehind(path: string): string | undefined {
  const plain = normalised(path);
  return runtimeSockets.find(([socket]) => socket === plain || (!broader.has(plain) && socket.startsWith(`${plain}/`)))?.[1];
}

/** Folders of a node whose files lead to the node or to other pods; what below them is not more harmless. */
const sensitive: readonly (readonly [path: string, why: string])[] = [
  ['/', 'the whole disk of the node'],
  ['/etc', 'accounts, keys and the static pods of the node'],
  ['/root', 'the files of the node’s root user'],
  ['/home', 'the files of the node’s users'],
  ['/boot', 'the kernel that the node starts next'],
  ['/proc', 'memory, environment and files of every process of the node'],
  ['/sys', 'the node’s kernel settings and devices'],
  ['/dev', 'the node’s devices, its disks among them'],
  ['/run', 'the sockets of the node’s services'],
  ['/var/run', 'the sockets of the node’s services'],
  ['/var', 'volumes, images and logs of every pod of the node'],
  ['/var/lib', 'volumes and images of every pod of the node'],
  ['/var/lib/kubelet', 'volumes, tokens and secrets of every pod of the node'],
  ['/var/lib/containerd', 'the file systems of every container of the node'],
  ['/var/lib/containers', 'the file systems of every container of the node'],
  ['/var/lib/docker', 'the file systems of every container of the node'],
  ['/var/lib/etcd', 'everything that the cluster knows, secrets included'],
  ['/usr', 'the programs of the node'],
  ['/lib', 'the libraries of the node'],
];

/** What is at a host path, when it is more than data: a noun phrase. */
export function behindHostPath(path: string): string | undefined {
  const plain = normalised(path);
  return sensitive.find(([folder]) => folder === plain)?.[1];
}

const normalised = (path: string): string => path.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
