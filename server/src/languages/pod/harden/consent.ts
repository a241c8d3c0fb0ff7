import { get, itemsOf, numberOf, resolved, stringOf } from '../../../tree';
import { type Container, effectiveField, type Pod, subjectOf, titleOf, writtenString } from '../model';
import type { Violation } from '../standards/violation';
import { breakNotes } from './notes';

/** Changes that lose data or change who runs: made only when they are named. */
export const breakingChanges = {
  'replaced-volume': 'a volume with data becomes an empty one',
  'root-init': 'an init container that changes owners as root becomes another user',
} as const;

export interface Consequence {
  /** What may break, one or two sentences. */
  readonly note: string;
  readonly breaks?: keyof typeof breakingChanges;
}

/** What the change that cures a violation may break in this pod. */
export function consequenceOf({ control, container, changes }: Violation, pod: Pod): Consequence {
  const note = breakNotes[control.id];
  const emptied = changes.find(({ kind, path }) => kind === 'set' && path.at(-1) === 'emptyDir');
  if (emptied) return { note: `${replacedNote(pod, emptied.path.at(-2))} ${note}`, breaks: 'replaced-volume' };
  const owner = takesRoot.has(control.id) ? ownerChanger(pod, container) : undefined;
  if (owner)
    return {
      note: `${subjectOf(owner)} changes owners of files, which needs root and the capability CHOWN: it fails as another user.`,
      breaks: 'root-init',
    };
  return { note };
}

/** Checks whose cure takes root, or what root needs to change owners, away. */
const takesRoot: ReadonlySet<string> = new Set(['runAsNonRoot', 'runAsUser', 'capabilities_restricted']);

/** `Volume "logs" has /var/log of the node, mounted at /logs in container "app".` */
function replacedNote(pod: Pod, index: string | number | undefined): string {
  const volume = resolved(itemsOf(get(pod.spec, 'volumes'))[Number(index)]);
  const name = stringOf(get(volume, 'name')) ?? '';
  const folder = writtenString(get(get(volume, 'hostPath'), 'path'));
  const mounts = pod.containers.flatMap((container) =>
    itemsOf(get(container.node, 'volumeMounts')).flatMap((mount) =>
      stringOf(get(mount, 'name')) === name ? [`${writtenString(get(mount, 'mountPath')) ?? 'a folder'} in ${titleOf(container)}`] : [],
    ),
  );
  const where = mounts.length ? `, mounted at ${mounts.join(' and ')}` : '';
  return `Volume "${name}" ${folder === undefined ? 'has data of its own' : `has ${folder} of the node`}${where}.`;
}

/** An init container that runs `chown` as root, where a change reaches it. */
function ownerChanger(pod: Pod, container: Container | undefined): Container | undefined {
  const reached = container ? [container] : pod.containers;
  return reached.find(
    (each) => each.kind === 'init container' && mayBeRoot(pod, each) && /\b(?:chown|chgrp|setfacl)\b/.test(commandOf(each)),
  );
}

const mayBeRoot = (pod: Pod, container: Container): boolean => !numberOf(effectiveField(pod, container, 'runAsUser'));

const commandOf = ({ node }: Container): string =>
  ['command', 'args'].flatMap((key) => itemsOf(get(node, key)).map((item) => stringOf(item) ?? '')).join(' ');
