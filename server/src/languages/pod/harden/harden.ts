import { type Action, type ActionPiece, type Context, deferred, type Edit, type Fix, type PodSecurityLevel } from '../../../core';
import type { PodControlId } from '../../../knowledge';
import { imageKnowledge } from '../../../knowledge';
import { get, itemsOf, numberOf, stringOf } from '../../../tree';
import { type Container, type Pod, podsOf, securityField } from '../model';
import type { PodPart } from '../part';
import { violationsAt } from '../standards/evaluate';
import type { Violation } from '../standards/violation';
import { canBeMade, changed, editsFor, editsTo, sharedAnchors } from './apply';
import type { PodChange } from './change';
import { consequenceOf } from './consent';
import { imageOf } from './identity';
import { addingAll, type NeededCapabilities, neededAsRoot } from './neededCapabilities';
import { breakNotes } from './notes';

/** Everything that cures a violation, the counterpart that the change itself calls for included. `needed`: the container goes on as root. */
export function changesFor({ control, container, changes }: Violation, needed?: NeededCapabilities): readonly PodChange[] {
  if (container && needed && dropsAll(changes)) return [...changes, ...addingAll(container, needed.capabilities)];
  return control.id === 'capabilities_restricted' && container && dropsAll(changes) ? [...changes, ...keepLowPort(container)] : changes;
}

const dropsAll = (changes: readonly PodChange[]): boolean => changes.some(({ kind, path }) => kind === 'set' && path.at(-1) === 'drop');

/** A container that listens below 1024, or whose program carries the capability for it, keeps that one; restricted allows it. */
function keepLowPort(container: Container): readonly PodChange[] {
  if (!lowPortOf(container) && !imageKnowledge(imageOf(container) ?? '').fileCapability) return [];
  return addingAll(container, ['NET_BIND_SERVICE']);
}

/** A port below 1024 that the container says it opens, or that its image is known for. */
export function lowPortOf(container: Container): number | undefined {
  const ports = itemsOf(get(container.node, 'ports')).map((port) => numberOf(get(port, 'containerPort')));
  if (ports.length) return ports.find((port) => port !== undefined && port < 1024);
  return imageKnowledge(imageOf(container) ?? '').lowPort;
}

/** A fix for one violation. */
export function fixViolation(violation: Violation & { readonly pod: Pod }, title: string): readonly Fix[] {
  const { pod, container, changes } = violation;
  const { note, breaks } = consequenceOf(violation, pod);
  const needed = container && dropsAll(changes) ? neededAsRoot(pod, container) : undefined;
  const plain = hardeningFix(pod.part, changesFor(violation), title, needed ? `${note} ${needed.note}` : note, breaks);
  if (!container || !needed) return plain;
  // Restricted doesn't allow most of them, so only a person chooses this.
  const keeping = hardeningFix(
    pod.part,
    [...changes, ...addingAll(container, needed.capabilities)],
    `${title}, and add what ${needed.image} needs`,
    needed.note,
    breaks,
  );
  return [...plain, ...keeping.map((fix) => ({ ...fix, manual: true }))];
}

/** A change that no level requires: where a level was named, only a person makes it. */
export const habitFix = (
  part: PodPart,
  changes: readonly PodChange[],
  title: string,
  note: string,
  { podSecurity }: Pick<Context, 'podSecurity'>,
): readonly Fix[] => hardeningFix(part, changes, title, note).map((fix) => (podSecurity ? { ...fix, manual: true } : fix));

/** A change that may break the workload, as a fix that says so. */
export function hardeningFix(
  part: PodPart,
  changes: readonly PodChange[],
  title: string,
  note: string,
  breaks?: Fix['breaks'],
): readonly Fix[] {
  return [
    {
      title: `${title}…`,
      edits: editsFor(part, changes),
      safe: false,
      ...(breaks && { breaks }),
      note: () => withSharing(note, sharedAnchors(part, changes)),
    },
  ];
}

const withSharing = (note: string, anchors: readonly string[]): string =>
  anchors.length
    ? `${note} The value is shared through ${anchors.map((name) => `\`&${name}\``).join(', ')}: every place that uses it changes.`
    : note;

/** Each round may show what the round before hid: upstream names what is denied before what is missing. */
const rounds = 4;

export interface Hardening {
  readonly edits: readonly Edit[];
  readonly controls: readonly PodControlId[];
  readonly anchors: readonly string[];
}

/** What a pod shall pass, all of it or one container; pods are told by their order in the document. */
export type Goal = (
  pod: Pod,
  index: number,
) => { readonly level: PodSecurityLevel; readonly minor: number; readonly container?: string } | undefined;

/** A violation in the way, with the name of its change. */
interface Obstacle extends Violation {
  readonly pod: Pod;
  /** The check, the pod and what the change loses: these are chosen one by one. */
  readonly id: string;
  /** What its image needs, where the container goes on as root. */
  readonly needed?: NeededCapabilities;
}

/** Whether a person left out what makes a pod start as another user than root. */
const staysRoot = (index: number, left: ReadonlySet<string>): boolean =>
  [...left].some((id) => /^(?:runAsNonRoot|runAsUser)$/.test(id.split(' ')[1] ?? '') && id.startsWith(`${index} `));

/** An added capability that the image needs is no obstacle where it goes on as root. */
const keeps = ({ changes }: Violation, container: Container, { capabilities }: NeededCapabilities): boolean =>
  changes.some(({ kind, path }) => {
    const item = kind === 'remove' ? itemsOf(get(securityField(container, 'capabilities'), 'add'))[Number(path.at(-1))] : undefined;
    return item !== undefined && capabilities.includes(stringOf(item) ?? '');
  });

/** What keeps pods from their goals. */
function obstacles(part: PodPart, context: Context, goal: Goal, left: ReadonlySet<string> = none): readonly Obstacle[] {
  return podsOf(part, context).flatMap((pod, index) => {
    const wanted = goal(pod, index);
    if (!wanted) return [];
    return violationsAt(pod, wanted.level, wanted.minor).flatMap((violation) => {
      if (!concerns(wanted.container, violation.container) || (violation.missing && pod.partial)) return [];
      const id = [index, violation.control.id, consequenceOf(violation, pod).breaks ?? ''].join(' ');
      if (left.has(id)) return [];
      const { container, control } = violation;
      const asRoot = container && control.id === 'capabilities_restricted' && staysRoot(index, left);
      const needed = asRoot ? neededAsRoot(pod, container) : undefined;
      return container && needed && keeps(violation, container, needed) ? [] : [{ ...violation, pod, id, ...(needed && { needed }) }];
    });
  });
}

const none: ReadonlySet<string> = new Set();

/** Makes pods reach their goals. */
export function hardenTo(part: PodPart, context: Context, goal: Goal, left: ReadonlySet<string> = none): Hardening {
  const controls = new Set<PodControlId>();
  const anchors = new Set<string>();
  const steps: (readonly Edit[])[] = [];
  let current = part;
  for (let round = 0; round < rounds; round++) {
    const open = obstacles(current, context, goal, left);
    for (const { control } of open) controls.add(control.id);
    const changes = open.flatMap((obstacle) => changesFor(obstacle, obstacle.needed));
    if (!changes.length) break;
    if (round === 0) for (const name of sharedAnchors(current, changes)) anchors.add(name);
    const { after, steps: made } = changed(current, changes);
    if (after.text === current.text) break;
    current = after;
    steps.push(...made);
  }
  return { edits: editsTo(part, { after: current, steps }), controls: [...controls], anchors: [...anchors] };
}

/** What is asked of one container leaves the others alone; what only the pod can say is said there. */
const concerns = (wanted: string | undefined, container: Container | undefined): boolean =>
  wanted === undefined || !container || container.name === wanted;

/** A hardening as an action, where there is something to harden. */
export function hardeningAction(title: string, part: PodPart, context: Context, goal: Goal, left = none): readonly Action[] {
  const open = obstacles(part, context, goal, left);
  if (
    !canBeMade(
      part,
      open.flatMap((obstacle) => changesFor(obstacle, obstacle.needed)),
    )
  )
    return [];
  let made: Hardening | undefined;
  const hardening = () => {
    made ??= hardenTo(part, context, goal, left);
    return made;
  };
  return [
    {
      title: `${title}…`,
      kind: 'harden',
      edits: deferred(() => hardening().edits),
      safe: false,
      note: () => noteFor(hardening()),
      pieces: () => piecesOf(open),
      without: (out) => hardeningAction(title, part, context, goal, new Set([...left, ...out]))[0],
    },
  ];
}

/** Each change once, with what it may break. */
function piecesOf(open: readonly Obstacle[]): readonly ActionPiece[] {
  const pieces = new Map<string, ActionPiece>();
  for (const obstacle of open) {
    const { id, control, pod } = obstacle;
    const { note, breaks } = consequenceOf(obstacle, pod);
    const title = pod.object.name === undefined ? control.reason : `${control.reason} (${pod.object.kind} ${pod.object.name})`;
    pieces.set(id, { id, title, note: obstacle.needed ? `${note} ${obstacle.needed.note}` : note, ...(breaks && { breaks }) });
  }
  return [...pieces.values()];
}

const noteFor = ({ controls, anchors }: Hardening): string =>
  withSharing([...new Set(controls.map((control) => breakNotes[control]))].join(' '), anchors);
