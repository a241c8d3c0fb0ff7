import { type Span, wordTable } from '../../core';
import { get, itemsOf, type Node, type ObjectNode, type Path, resolved, type Skimmed, stringOf, type Tree } from '../../tree';
import { isUnknown } from './template';

/** An API object of a manifest. */
export interface KubeObject {
  readonly node: ObjectNode;
  /** Keys from the root of the document. */
  readonly path: Path;
  /** Absent where a template writes it. */
  readonly apiVersion?: string;
  /** API group, '' for core; absent where a template writes it. */
  readonly group?: string;
  readonly kind: string;
  readonly name?: string;
  readonly namespace?: string;
  /** Where an object is that is only skimmed, so that an outline needs no tree. */
  readonly place?: { readonly span: Span; readonly title: Span };
}

/** The objects of a document: itself, or the items of a List. Everything without apiVersion and kind is none. */
export function objectsIn(tree: Tree, templated: boolean): readonly KubeObject[] {
  const root = objectAt(tree.root, [], templated);
  if (!root) return [];
  if (!root.kind.endsWith('List') || !get(root.node, 'items')) return [root, ...heldObjects(root, templated)];
  const items = itemsOf(get(root.node, 'items')).flatMap((item, index) => objectAt(item, ['items', index], templated) ?? []);
  // Where the text is broken, so may be the items; the list itself still says that it is a manifest.
  return items.length || !tree.problems.length ? items.flatMap((item) => [item, ...heldObjects(item, templated)]) : [root];
}

/**
 * Kinds whose objects contain whole objects that a controller creates, and where: `name[*]` goes through a list. The API types of
 * argoproj/argo-events (StandardK8STrigger, ArgoWorkflowTrigger), tektoncd/triggers (TriggerTemplate), open-cluster-management-io/api
 * (ManifestWork), openshift/hive (SyncSet) and crossplane-contrib/provider-kubernetes (Object).
 */
const holders: Readonly<Record<string, readonly string[]>> = wordTable({
  'argoproj.io/Sensor': ['spec.triggers[*].template.k8s.source.resource', 'spec.triggers[*].template.argoWorkflow.source.resource'],
  'triggers.tekton.dev/TriggerTemplate': ['spec.resourcetemplates[*]'],
  'work.open-cluster-management.io/ManifestWork': ['spec.workload.manifests[*]'],
  'hive.openshift.io/SyncSet': ['spec.resources[*]'],
  'hive.openshift.io/SelectorSyncSet': ['spec.resources[*]'],
  'kubernetes.crossplane.io/Object': ['spec.forProvider.manifest'],
});

/** The one object of a text that is only skimmed; undefined where all of it is needed to tell its objects. Its nodes are those of `tree`, once something needs them. */
export function objectSkimmed({ words, text }: Skimmed, tree: Tree): KubeObject | undefined {
  const wordOf = (path: string) => words.get(path)?.word;
  const kind = wordOf('kind');
  const apiVersion = wordOf('apiVersion');
  if (kind === undefined || apiVersion === undefined || kind.endsWith('List')) return undefined;
  const group = groupOf(apiVersion);
  const named = words.get('metadata.name') ?? words.get('metadata.generateName');
  const name = named?.word;
  const namespace = wordOf('metadata.namespace');
  if (holders[`${group}/${kind}`]) return undefined;
  return {
    get node() {
      return tree.root as ObjectNode;
    },
    path: [],
    kind,
    apiVersion,
    group,
    place: { span: { start: 0, end: text.trimEnd().length }, title: (named ?? words.get('kind'))?.span ?? { start: 0, end: 0 } },
    ...(name !== undefined && { name }),
    ...(namespace !== undefined && { namespace }),
  };
}

const groupOf = (apiVersion: string): string => (apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '');

/** The objects in an object that a controller creates. */
function heldObjects({ node, path, group, kind }: KubeObject, templated: boolean): readonly KubeObject[] {
  return (holders[`${group}/${kind}`] ?? []).flatMap((steps) =>
    placesAt(node, path, steps.split('.')).flatMap((place) => objectAt(place.node, place.path, templated) ?? []),
  );
}

interface HeldPlace {
  readonly node: Node | undefined;
  readonly path: Path;
}

function placesAt(node: Node | undefined, path: Path, [step, ...rest]: readonly string[]): readonly HeldPlace[] {
  if (step === undefined) return [{ node, path }];
  const key = step.replace('[*]', '');
  const next = get(node, key);
  if (!step.endsWith('[*]')) return placesAt(next, [...path, key], rest);
  return itemsOf(next).flatMap((item, index) => placesAt(item, [...path, key, index], rest));
}

function objectAt(candidate: Node | undefined, path: Path, templated: boolean): KubeObject | undefined {
  const node = resolved(candidate);
  if (node?.kind !== 'object') return undefined;
  const kind = stringOf(get(node, 'kind'));
  const apiVersion = stringOf(get(node, 'apiVersion'));
  if (kind === undefined || isUnknown(kind)) return undefined;
  const known = apiVersion !== undefined && !isUnknown(apiVersion);
  if (!known && !(templated && hasKey(node, 'apiVersion'))) return undefined;
  const metadata = get(node, 'metadata');
  const name = plain(get(metadata, 'name') ?? get(metadata, 'generateName'));
  const namespace = plain(get(metadata, 'namespace'));
  return {
    node,
    path,
    kind,
    ...(known && { apiVersion, group: groupOf(apiVersion) }),
    ...(name !== undefined && { name }),
    ...(namespace !== undefined && { namespace }),
  };
}

const hasKey = (node: ObjectNode, key: string): boolean => node.members.some((member) => member.key.value === key);

function plain(node: Node | undefined): string | undefined {
  const text = stringOf(node);
  return text === undefined || isUnknown(text) ? undefined : text;
}
