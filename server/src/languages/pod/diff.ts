import { applyEdits, type Baseline, type Change, type Context, listed, mirror, wordTable } from '../../core';
import { findCapability, type Risk, riskRank, targetNames } from '../../knowledge';
import { get, type Path, type Plain } from '../../tree';
import { settingsOf, valueText } from './effective';
import { withChanges } from './harden/apply';
import { type PodChange, remove } from './harden/change';
import { hardenTo } from './harden/harden';
import { judgementOf } from './level';
import { type Container, type Pod, podsOf } from './model';
import type { PodPart } from './part';
import { readPart } from './part';
import { runtimeOf } from './runtimeSettings';
import type { Setting } from './setting';
import { appArmorPrefix, metadataPath } from './standards/baseline';

/**
 * What to compare a manifest with, in its own order and layout: the level that is asked for or enforced, as the file
 * would pass it; else the pods without any of their security settings, as the runtime would run them.
 */
export function baseline(part: PodPart | undefined, context: Context): Baseline<PodPart> | undefined {
  const pods = part ? podsOf(part, context) : [];
  const [first] = pods;
  if (!part || !first) return undefined;
  const { level, minor, by } = judgementOf(first, context);
  if (by !== 'none' && level !== 'privileged') {
    const { edits } = hardenTo(part, context, () => ({ level, minor }));
    const passing = readPart(applyEdits(part.text, edits));
    return { title: `${level}:v1.${minor}`, fileName: `pod-${level}.yaml`, part: passing, text: passing.text };
  }
  const bare = withChanges(part, pods.flatMap(bareness));
  return {
    title: `${targetNames[runtimeOf(context)]} without security settings`,
    fileName: `pod-${runtimeOf(context)}-default.yaml`,
    part: bare,
    text: bare.text,
  };
}

const specFields = [
  'securityContext',
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'hostUsers',
  'shareProcessNamespace',
  'automountServiceAccountToken',
];

/** Takes every security setting out of a pod. */
function bareness(pod: Pod): readonly PodChange[] {
  const written = (path: Path, node: Pod['spec'], field: string) => (get(node, field) ? [remove([...path, field])] : []);
  return [
    ...specFields.flatMap((field) => written(pod.path, pod.spec, field)),
    ...pod.containers.flatMap((container) => written(container.path, container.node, 'securityContext')),
    ...pod.annotations
      .filter(({ key }) => key.startsWith(appArmorPrefix))
      .map(({ key }) => remove([...metadataPath(pod), 'annotations', key])),
  ];
}

/** Differences in what applies to each container, from the first to the second. */
export function diff(before: PodPart, after: PodPart, context: Context): readonly Change[] {
  const olds = podsOf(before, context);
  return podsOf(after, context).flatMap((pod, index) => {
    const old = olds[index];
    if (!old) return [];
    const changes = pod.containers.flatMap((container) => {
      const counterpart = named(container.name, old);
      return counterpart
        ? containerChanges(settingsOf(old, counterpart, context), settingsOf(pod, container, context), container)
        : added(after, pod, container, context);
    });
    const gone = old.containers
      .filter(({ name }) => !named(name, pod))
      .flatMap((container) => added(before, old, container, context).map(mirror));
    return sharedOnce([...changes, ...gone], pod);
  });
}

const named = (name: string | undefined, { containers }: Pod): Container | undefined =>
  containers.find((container) => container.name === name);

/** A container that the other version does not have: that it is there, and what it has beyond one that says nothing of its security. */
function added(part: PodPart, pod: Pod, container: Container, context: Context): readonly Change[] {
  const own = settingsOf(pod, container, context);
  const silent = withChanges(part, [remove([...container.path, 'securityContext'])]);
  const holder = podsOf(silent, context)[podsOf(part, context).indexOf(pod)];
  const plain = holder && named(container.name, holder);
  const granted = holder && plain ? settingsOf(holder, plain, context) : own;
  const without = granted.map((setting) => (outside.has(setting.field) ? { ...setting, value: null, node: undefined } : setting));
  const presence: Change = {
    direction: 'altered',
    group: container.name || container.kind,
    subject: 'container',
    before: 'not there',
    after: 'there',
    span: (get(container.node, 'name') ?? container.node).span,
  };
  // Places of the text that was made for the comparison are in no file.
  return [presence, ...containerChanges(without, own, container).map(({ baselineSpan: _, ...change }) => change)];
}

/** What a container reaches of the node by other fields than its security settings. */
const outside: ReadonlySet<string> = new Set(['hostPaths', 'hostPorts']);

/** What belongs to the pod is said once, not for each container. */
function sharedOnce(changes: readonly Change[], pod: Pod): readonly Change[] {
  const shared = new Set([
    'hostNetwork',
    'hostPID',
    'hostIPC',
    'hostUsers',
    'shareProcessNamespace',
    'automountServiceAccountToken',
    'fsGroup',
    'supplementalGroups',
    'sysctls',
  ]);
  const seen = new Set<string>();
  return changes.flatMap((change) => {
    if (!shared.has(change.subject)) return [change];
    if (seen.has(change.subject)) return [];
    seen.add(change.subject);
    return [{ ...change, group: pod.object.name === undefined ? 'the pod' : `${pod.object.kind} ${pod.object.name}` }];
  });
}

function containerChanges(before: readonly Setting[], after: readonly Setting[], container: Container): readonly Change[] {
  const fields = [...new Set([...before, ...after].map(({ field }) => field))];
  return fields.flatMap((field) => {
    const old = before.find((setting) => setting.field === field);
    const now = after.find((setting) => setting.field === field);
    const place = {
      group: container.name || container.kind,
      ...(now?.node && { span: now.node.span }),
      ...(old?.node && { baselineSpan: old.node.span }),
    };
    const a = old?.value ?? null;
    const b = now?.value ?? null;
    if (JSON.stringify(a) === JSON.stringify(b)) return [];
    if (sets.has(field)) return setChanges(field, a, b, place);
    return [
      { ...place, direction: directionOf(field, a, b), subject: field, before: shown(a), after: shown(b), weight: weights[field] ?? 1 },
    ];
  });
}

const shown = (value: Plain): string => (value === null ? 'not set' : valueText(value));

/** Fields of which more permits more. */
const sets = new Set(['capabilities', 'hostPorts', 'hostPaths']);

function setChanges(field: string, before: Plain, after: Plain, place: Pick<Change, 'group' | 'span' | 'baselineSpan'>): readonly Change[] {
  const old = (before ?? []) as readonly string[];
  const now = (after ?? []) as readonly string[];
  const more = now.filter((name) => !old.includes(name));
  const less = old.filter((name) => !now.includes(name));
  const change = (direction: Change['direction'], names: readonly string[]): Change => {
    const risk = field === 'capabilities' ? riskOf(names) : undefined;
    return {
      ...place,
      direction,
      subject: field,
      before: direction === 'loosened' ? 'without' : `with ${listed(names)}`,
      after: direction === 'loosened' ? `with ${listed(names)}` : 'without',
      ...(risk && direction === 'loosened' && { risk: risk.sentence }),
      weight: (weights[field] ?? 1) + (risk && direction === 'loosened' ? riskRank(risk.risk) : 0),
    };
  };
  return [...(more.length ? [change('loosened', more)] : []), ...(less.length ? [change('tightened', less)] : [])];
}

/** The gravest of several capabilities. */
function riskOf(names: readonly string[]): { readonly risk: Risk; readonly sentence: string } | undefined {
  const [worst] = names.flatMap((name) => findCapability(name) ?? []).sort((a, b) => riskRank(b.risk) - riskRank(a.risk));
  return worst && riskRank(worst.risk) >= 2 ? { risk: worst.risk, sentence: `${worst.name}: ${worst.why}` } : undefined;
}

/** Higher comes first in reports. */
const weights: Readonly<Record<string, number>> = wordTable({
  privileged: 10,
  hostPID: 9,
  hostPaths: 9,
  hostNetwork: 8,
  hostIPC: 7,
  seccompProfile: 7,
  appArmorProfile: 6,
  capabilities: 6,
  allowPrivilegeEscalation: 5,
  procMount: 5,
  runAsUser: 4,
  runAsNonRoot: 4,
  hostUsers: 4,
});

/** How much a value permits; undefined where values cannot be compared. */
function permits(field: string, value: Plain): number | undefined {
  switch (field) {
    case 'runAsNonRoot':
    case 'readOnlyRootFilesystem':
      return value === true ? 0 : 1;
    case 'seccompProfile':
    case 'appArmorProfile':
      return value === 'Unconfined' ? 2 : value === 'RuntimeDefault' ? 1 : undefined;
    case 'procMount':
      return value === 'Unmasked' ? 1 : 0;
    case 'runAsUser':
    case 'runAsGroup':
      // The image may say anything, root included.
      return value === 0 ? 2 : typeof value === 'number' ? 0 : 1;
    default:
      return typeof value === 'boolean' ? Number(value) : undefined;
  }
}

function directionOf(field: string, before: Plain, after: Plain): Change['direction'] {
  const [a, b] = [permits(field, before), permits(field, after)];
  if (a === undefined || b === undefined || a === b) return 'altered';
  return b > a ? 'loosened' : 'tightened';
}

/** Which objects of two versions belong together. */
export const partKey = (part: PodPart): string | undefined =>
  part.objects.length
    ? part.objects.map(({ group, kind, namespace, name }) => [group, kind, namespace, name].filter(Boolean).join(' ')).join(', ')
    : undefined;
