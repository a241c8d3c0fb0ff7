import { imageKnowledge } from '../../../knowledge';
import { get, itemsOf, stringOf } from '../../../tree';
import type { Container, Pod } from '../model';
import { volumesOf } from '../standards/baseline';
import { append, type PodChange, set } from './change';
import { imageOf } from './identity';

/** A read-only root file system, with an emptyDir on the folders that the image is known to write. */
export function readOnlyRoot(
  pod: Pod,
  container: Container,
): { readonly changes: readonly PodChange[]; readonly folders: readonly string[] } {
  const mounted = new Set(itemsOf(get(container.node, 'volumeMounts')).map((mount) => stringOf(get(mount, 'mountPath'))));
  const folders = imageKnowledge(imageOf(container) ?? '').writes.filter((folder) => !mounted.has(folder));
  const taken = new Set([...volumesOf(pod)].map(({ name }) => name));
  const changes: PodChange[] = [set([...container.path, 'securityContext', 'readOnlyRootFilesystem'], true)];
  for (const folder of folders) {
    const name = freeName(folder, container, pod, taken);
    taken.add(name);
    changes.push(
      append([...container.path, 'volumeMounts'], { name, mountPath: folder }),
      append([...pod.path, 'volumes'], { name, emptyDir: {} }),
    );
  }
  return { changes, folders };
}

/** `tmp`, in pods with several containers `app-tmp`: an emptyDir of its own for each. */
function freeName(folder: string, container: Container, pod: Pod, taken: ReadonlySet<string>): string {
  const plain =
    folder
      .replace(/^\/+/, '')
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'root';
  const wanted = (pod.containers.length > 1 && container.name ? `${container.name}-${plain}` : plain).slice(0, 60).replace(/-$/, '');
  let name = wanted;
  for (let i = 2; taken.has(name); i++) name = `${wanted}-${i}`;
  return name;
}
