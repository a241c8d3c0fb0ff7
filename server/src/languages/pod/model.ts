import { type Context, type CustomResource, memoPair } from '../../core';
import { type Workload, workloadsOf } from '../../knowledge';
import {
  booleanOf,
  get,
  isNull,
  itemsOf,
  memberOf,
  membersOf,
  type Node,
  numberOf,
  type ObjectNode,
  type Path,
  resolved,
  type ScalarNode,
  stringOf,
  type Tree,
} from '../../tree';
import { definedResources } from './definitions';
import type { KubeObject } from './objects';
import type { PodPart } from './part';
import { isUnknown } from './template';

/** A pod, or the template that a workload makes its pods from. */
export interface Pod {
  readonly part: PodPart;
  readonly object: KubeObject;
  readonly workload: Workload;
  /** The pod spec, or what takes its place in a custom resource. */
  readonly spec: ObjectNode;
  /** From the document's root to the pod spec. */
  readonly path: Path;
  readonly metadata?: Node;
  readonly annotations: readonly Annotation[];
  /** Init, regular, then ephemeral: the order of the admission controller's messages. */
  readonly containers: readonly Container[];
  /**
   * Why what is not written may still be there. `template`: rendering adds it. `fragment`: a controller adds it.
   * `patch`: the shape is that of a patch, which is laid over another file.
   */
  readonly partial?: 'template' | 'fragment' | 'patch';
  /** `spec.os.name`. */
  readonly os?: string;
}

export type ContainerKind = 'container' | 'init container' | 'sidecar container' | 'ephemeral container';

export interface Container {
  readonly kind: ContainerKind;
  readonly name: string;
  /** Where findings about something that is missing in the container are shown. */
  readonly nameNode?: Node;
  readonly node: ObjectNode;
  readonly path: Path;
}

export interface Annotation {
  readonly key: string;
  readonly keyNode: ScalarNode;
  readonly value: string | undefined;
  readonly valueNode?: Node;
}

/** By the list of custom resources too: the outline knows no settings, and would else throw away what the rest worked out. */
const none: readonly CustomResource[] = [];

/** What says where pods are, besides what is built in: settings, and definitions in the workspace. */
export type PodPlaces = Pick<Context, 'pod'> & Partial<Pick<Context, 'facts'>>;

/** The pods of a document. */
export function podsOf(part: PodPart, { pod, facts }: PodPlaces): readonly Pod[] {
  const defined = facts?.length ? definedResources(facts) : none;
  const own = pod.customResources.length ? pod.customResources : none;
  return podsFor(part, defined.length ? both(own, defined) : own);
}

const both = memoPair((own: readonly CustomResource[], defined: readonly CustomResource[]): readonly CustomResource[] => [
  ...own,
  ...defined.filter(({ group, kind }) => !own.some((row) => row.group === group && row.kind === kind)),
]);

const given = new WeakMap<PodPart, readonly Pod[]>();

/** Says which pods a part has that is made of another one. */
export function keepPods(part: PodPart, pods: readonly Pod[]): void {
  given.set(part, pods);
}

const podsFor = memoPair(
  (part: PodPart, customResources: readonly CustomResource[]): readonly Pod[] =>
    given.get(part) ??
    part.objects.flatMap((object) =>
      workloadsOf(object.group, object.kind, customResources).flatMap((workload) =>
        nodesAt(object.node, object.path, workload.path.split('.')).flatMap((place) => podsAt(part, object, workload, place)),
      ),
    ),
);

interface PodSpecPlace {
  readonly node: ObjectNode;
  readonly path: Path;
  /** The object with the pod spec; its `metadata` is the pod's. */
  readonly holder: Node;
}

/** Follows a dotted path; `name[*]` goes through every item of a list, `*` through every member of a map. */
function nodesAt(node: ObjectNode, path: Path, [step, ...rest]: readonly string[], holder: Node = node): readonly PodSpecPlace[] {
  if (step === undefined) return [{ node, path, holder }];
  if (step === '*') {
    return membersOf(node).flatMap(({ key, value }) => {
      const child = resolved(value);
      return child?.kind === 'object' ? nodesAt(child, [...path, String(key.value)], rest, node) : [];
    });
  }
  const key = step.replace('[*]', '');
  const next = get(node, key);
  const children = step.endsWith('[*]')
    ? itemsOf(next).map((item, index) => ({ item: resolved(item), path: [...path, key, index] }))
    : [{ item: resolved(next), path: [...path, key] }];
  return children.flatMap((child) => (child.item?.kind === 'object' ? nodesAt(child.item, child.path, rest, node) : []));
}

function podsAt(part: PodPart, object: KubeObject, workload: Workload, place: PodSpecPlace): readonly Pod[] {
  const make = (spec: PodSpecPlace, containers: readonly Container[], fragment = false): Pod => {
    const metadata = get(spec.holder, 'metadata');
    const os = stringOf(get(get(spec.node, 'os'), 'name'));
    const partial = part.templated ? 'template' : fragment ? 'fragment' : part.patch || isPatch(containers) ? 'patch' : undefined;
    return {
      part,
      object,
      workload,
      spec: spec.node,
      path: spec.path,
      ...(metadata && { metadata }),
      annotations: annotationsIn(metadata),
      containers,
      ...(partial && { partial }),
      ...(os !== undefined && !isUnknown(os) && { os }),
    };
  };
  switch (workload.form) {
    case 'workflow':
      return workflowPods(place, make);
    case 'steps':
      return [make(place, taskContainers(place), true)];
    case 'step':
      return [make(place, namedContainer(place.node, place.path, object.name ?? 'step'), true)];
    case 'patch':
      return [make(place, podContainers(place), true)];
    default:
      return [make(place, podContainers(place))];
  }
}

/** A Tekton task: what `stepTemplate` says applies to every step that does not say it itself. */
const taskContainers = (place: PodSpecPlace): readonly Container[] => [
  ...namedContainer(get(place.node, 'stepTemplate'), [...place.path, 'stepTemplate'], 'stepTemplate'),
  ...containersIn(place, 'steps', 'container'),
  ...containersIn(place, 'sidecars', 'sidecar container'),
];

/** A container that has no name of its own. */
function namedContainer(item: Node | undefined, path: Path, name: string): readonly Container[] {
  const container = containerAt(item, path, 'container');
  return container ? [{ ...container, name: container.name || name }] : [];
}

/** A strategic merge patch names the containers that it changes and says no more of them. */
const isPatch = (containers: readonly Container[]): boolean =>
  !containers.some(({ kind }) => kind === 'container') || containers.some(({ node }) => !memberOf(node, 'image'));

const podContainers = (place: PodSpecPlace): readonly Container[] => [
  ...containersIn(place, 'initContainers', 'init container'),
  ...containersIn(place, 'containers', 'container'),
  ...containersIn(place, 'ephemeralContainers', 'ephemeral container'),
];

function containersIn(place: Pick<PodSpecPlace, 'node' | 'path'>, key: string, kind: ContainerKind): readonly Container[] {
  return itemsOf(get(place.node, key)).flatMap((item, index) => containerAt(item, [...place.path, key, index], kind) ?? []);
}

function containerAt(item: Node | undefined, path: Path, kind: ContainerKind): Container | undefined {
  const node = resolved(item);
  if (node?.kind !== 'object') return undefined;
  const nameNode = get(node, 'name');
  const sidecar = kind === 'init container' && stringOf(get(node, 'restartPolicy')) === 'Always';
  const name = stringOf(nameNode);
  return {
    kind: sidecar ? 'sidecar container' : kind,
    name: name === undefined || isUnknown(name) ? '' : name,
    ...(nameNode && { nameNode }),
    node,
    path,
  };
}

/**
 * Argo Workflows: every template is a pod of its own; one without a security context takes the workflow's. The
 * controller's `workflowDefaults` and the service account's may add more.
 */
function workflowPods(
  place: PodSpecPlace,
  make: (spec: PodSpecPlace, containers: readonly Container[], fragment: boolean) => Pod,
): readonly Pod[] {
  const shared: Container[] = [];
  const own: Pod[] = [];
  itemsOf(get(place.node, 'templates')).forEach((item, index) => {
    const node = resolved(item);
    if (node?.kind !== 'object') return;
    const at = { node, path: [...place.path, 'templates', index] };
    const single = (key: string) => containerAt(get(node, key), [...at.path, key], 'container') ?? [];
    const set = resolved(get(node, 'containerSet'));
    const containers = [
      ...containersIn(at, 'initContainers', 'init container'),
      ...['container', 'script'].flatMap(single),
      ...(set?.kind === 'object' ? containersIn({ node: set, path: [...at.path, 'containerSet'] }, 'containers', 'container') : []),
      ...containersIn(at, 'sidecars', 'sidecar container'),
    ];
    if (!containers.length) return;
    // The name is on the template, not on its container.
    const nameNode = get(node, 'name');
    const named = containers.map((each) => (each.name || !nameNode ? each : { ...each, name: stringOf(nameNode) ?? '', nameNode }));
    if (get(node, 'securityContext')) own.push(make({ ...at, holder: node }, named, true));
    else shared.push(...named);
  });
  return shared.length ? [make(place, shared, true), ...own] : own;
}

/** The texts that Argo Workflows merges into the pods of a workflow, or of one of its templates. */
export function specPatches({ spec, path, object }: Pod): readonly Node[] {
  const own = present(get(spec, 'podSpecPatch'));
  // A template with a security context is a pod of its own; its patch is found through the workflow.
  const whole = path.includes('templates') ? undefined : spec;
  const templates = itemsOf(get(whole, 'templates')).flatMap((template) => present(get(template, 'podSpecPatch')) ?? []);
  return object.group === 'argoproj.io' ? [...(own ? [own] : []), ...templates] : [];
}

/** A patch as a piece of the pods that it is merged into. */
export function podOfPatch(pod: Pod, tree: Tree): Pod | undefined {
  const spec = resolved(tree.root);
  if (spec?.kind !== 'object') return undefined;
  const { os: _, ...rest } = pod;
  return {
    ...rest,
    spec,
    path: [],
    annotations: [],
    containers: podContainers({ node: spec, path: [], holder: spec }),
    partial: 'fragment',
  };
}

function annotationsIn(metadata: Node | undefined): readonly Annotation[] {
  return membersOf(get(metadata, 'annotations')).map((member) => {
    const value = stringOf(member.value);
    return { key: String(member.key.value), keyNode: member.key, value, ...(member.value && { valueNode: member.value }) };
  });
}

/** A member of the pod's or a container's `securityContext`; `null` is as if it were not there. */
export const securityField = (holder: Pick<Pod, 'spec'> | Container, field: string): Node | undefined =>
  present(get(get('spec' in holder ? holder.spec : holder.node, 'securityContext'), field));

/** Undefined for `null`, which the API server reads as not written. */
export const present = (node: Node | undefined): Node | undefined => (isNull(node) ? undefined : node);

/** A string that is written as it is, not by a template. */
export function writtenString(node: Node | undefined): string | undefined {
  const text = stringOf(node);
  return text === undefined || isUnknown(text) ? undefined : text;
}

/** Pods of which everything is written here: what one field says of another is the whole truth. */
export const wholePods = (part: PodPart, context: PodPlaces): readonly Pod[] =>
  podsOf(part, context).filter(({ partial }) => partial !== 'template');

/** The container's own field, or the pod's that it inherits. */
export const effectiveField = (pod: Pod, container: Container, field: string): Node | undefined =>
  securityField(container, field) ?? securityField(pod, field);

/** Must not be root and is told to be: the kubelet refuses it. */
export const neverStartsAsRoot = (pod: Pod, container: Container): boolean =>
  pod.os !== 'windows' &&
  booleanOf(effectiveField(pod, container, 'runAsNonRoot')) === true &&
  numberOf(effectiveField(pod, container, 'runAsUser')) === 0;

/** The pod and each container, for fields that exist on both. */
export function* everyHolder(
  pod: Pod,
): Generator<{ readonly holder: Pod | Container; readonly path: Path; readonly container?: Container }> {
  yield { holder: pod, path: pod.path };
  for (const container of pod.containers) yield { holder: container, path: container.path, container };
}

/** `the pod`, `container "app"`. */
export const nameOf = (container: Container | undefined): string => (container ? titleOf(container) : 'the pod');

/** `container "app"`, `init container "setup"`; a custom resource may leave the name to its controller. */
export const titleOf = ({ kind, name, nameNode }: Container): string => (name || nameNode ? `${kind} "${name}"` : `unnamed ${kind}`);

/** The same at the head of a sentence: `Container "app"`. */
export function subjectOf(container: Container): string {
  const title = titleOf(container);
  return title.charAt(0).toUpperCase() + title.slice(1);
}
