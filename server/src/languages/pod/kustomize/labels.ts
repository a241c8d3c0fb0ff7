import { Dict, isList, type Value } from '../charts/value';
import { type BuiltObject, changedAt, fieldPath, kindOfObject, templatePath } from './objects';

/** Kinds whose selector gets labels though it isn't written. */
const selectors: ReadonlyMap<string, string> = new Map([
  ['Service', 'spec/selector'],
  ['ReplicationController', 'spec/selector'],
  ...['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet'].map((kind) => [kind, 'spec/selector/matchLabels'] as const),
]);

/** Selectors that get labels only where they are written. */
const written: ReadonlyMap<string, readonly string[]> = new Map([
  ['Job', ['spec/selector/matchLabels']],
  ['CronJob', ['spec/jobTemplate/spec/selector/matchLabels']],
  ['PodDisruptionBudget', ['spec/selector/matchLabels']],
  ['NetworkPolicy', ['spec/podSelector/matchLabels']],
]);

const inPods = [
  ...['podAffinity', 'podAntiAffinity'].flatMap((affinity) => [
    `affinity/${affinity}/preferredDuringSchedulingIgnoredDuringExecution/[]/podAffinityTerm/labelSelector/matchLabels`,
    `affinity/${affinity}/requiredDuringSchedulingIgnoredDuringExecution/[]/labelSelector/matchLabels`,
  ]),
  'topologySpreadConstraints/[]/labelSelector/matchLabels',
];

interface Where {
  readonly selectors: boolean;
  readonly templates: boolean;
}

const field = (value: Value | undefined, key: string): Value | undefined => (value?.v instanceof Dict ? value.v.get(key) : undefined);

/** `commonLabels`, `labels` and `commonAnnotations` of a kustomization. */
export function labelled(objects: readonly BuiltObject[], kustomization: Value): readonly BuiltObject[] {
  let all = objects;
  const lay = (paths: (value: Value) => readonly LabelPath[], pairs: Value | undefined) => {
    if (pairs?.v instanceof Dict)
      all = all.map((object) => ({ ...object, value: withPairs(object.value, paths(object.value), pairs.v as Dict) }));
  };
  const entries = field(kustomization, 'labels');
  for (const entry of entries && isList(entries.v) ? entries.v : []) {
    const selects = field(entry, 'includeSelectors')?.v === true;
    const templates = selects || field(entry, 'includeTemplates')?.v === true;
    lay((value) => labelPaths(value, { selectors: selects, templates }), field(entry, 'pairs'));
  }
  lay((value) => labelPaths(value, { selectors: true, templates: true }), field(kustomization, 'commonLabels'));
  lay((value) => annotationPaths(value), field(kustomization, 'commonAnnotations'));
  return all;
}

interface LabelPath {
  readonly path: string;
  readonly create: boolean;
}

function labelPaths(value: Value, where: Where): readonly LabelPath[] {
  const kind = kindOfObject(value);
  const template = templatePath(value);
  const made: LabelPath[] = [{ path: 'metadata/labels', create: true }];
  if (where.templates && template) {
    made.push({ path: `${template}/metadata/labels`, create: true });
    if (kind === 'CronJob') made.push({ path: 'spec/jobTemplate/metadata/labels', create: true });
    if (kind === 'StatefulSet') made.push({ path: 'spec/volumeClaimTemplates/[]/metadata/labels', create: true });
  }
  if (!where.selectors) return made;
  const selector = selectors.get(kind);
  if (selector) made.push({ path: selector, create: true });
  for (const path of written.get(kind) ?? []) made.push({ path, create: false });
  if (template) for (const path of inPods) made.push({ path: `${template}/spec/${path}`, create: false });
  return made;
}

function annotationPaths(value: Value): readonly LabelPath[] {
  const template = templatePath(value);
  return [
    { path: 'metadata/annotations', create: true },
    ...(template ? [{ path: `${template}/metadata/annotations`, create: true }] : []),
    ...(kindOfObject(value) === 'CronJob' ? [{ path: 'spec/jobTemplate/metadata/annotations', create: true }] : []),
  ];
}

function withPairs(value: Value, targets: readonly LabelPath[], pairs: Dict): Value {
  return targets.reduce(
    (all, { path, create }) =>
      changedAt(
        all,
        fieldPath(path),
        (old) => {
          const made = new Dict();
          if (old?.v instanceof Dict) for (const [key, entry] of old.v.entries) made.entries.set(key, entry);
          for (const [key, entry] of pairs.entries) made.entries.set(key, entry);
          return { ...old, v: made };
        },
        create,
      ),
    value,
  );
}
