import { Dict, of, type Value } from '../charts/value';
import { hashOf } from './hashes';
import { type BuiltObject, changedAt, fieldPath, kindOfObject, namesOf, templatePath, textAt } from './objects';

const containers = ['containers', 'initContainers'];

/** Where a pod names objects of other kinds, below its spec. */
const inPods: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'ConfigMap',
    [
      'volumes/[]/configMap/name',
      'volumes/[]/projected/sources/[]/configMap/name',
      ...containers.flatMap((list) => [`${list}/[]/env/[]/valueFrom/configMapKeyRef/name`, `${list}/[]/envFrom/[]/configMapRef/name`]),
    ],
  ],
  [
    'Secret',
    [
      'volumes/[]/secret/secretName',
      'volumes/[]/projected/sources/[]/secret/name',
      'imagePullSecrets/[]/name',
      ...containers.flatMap((list) => [`${list}/[]/env/[]/valueFrom/secretKeyRef/name`, `${list}/[]/envFrom/[]/secretRef/name`]),
    ],
  ],
  ['ServiceAccount', ['serviceAccountName']],
  ['PersistentVolumeClaim', ['volumes/[]/persistentVolumeClaim/claimName']],
  ['PriorityClass', ['priorityClassName']],
]);

/** Where other objects name each other: kind of the referrer, path, kind of what is named. */
const others: readonly (readonly [RegExp, string, string])[] = [
  [/^StatefulSet$/, 'spec/serviceName', 'Service'],
  [/^Ingress$/, 'spec/defaultBackend/service/name', 'Service'],
  [/^Ingress$/, 'spec/rules/[]/http/paths/[]/backend/service/name', 'Service'],
  [/^Ingress$/, 'spec/tls/[]/secretName', 'Secret'],
  [/^ServiceAccount$/, 'imagePullSecrets/[]/name', 'Secret'],
  [/^(?:Cluster)?RoleBinding$/, 'roleRef/name', 'Role'],
  [/^(?:Cluster)?RoleBinding$/, 'roleRef/name', 'ClusterRole'],
  [/^(?:PersistentVolumeClaim|PersistentVolume)$/, 'spec/storageClassName', 'StorageClass'],
  [/^PersistentVolumeClaim$/, 'spec/volumeName', 'PersistentVolume'],
];

/** Gives what was generated its hash, and every reference the name that its object has in the end. */
export function withFinalNames(objects: readonly BuiltObject[]): readonly BuiltObject[] {
  const named = objects.map((object) =>
    object.generated?.hash ? renamed(object, `${textAt(object.value, 'metadata', 'name')}-${hashOf(object.value)}`) : object,
  );
  return named.map((object) => ({ ...object, value: referring(object, named) }));
}

export function renamed(object: BuiltObject, name: string): BuiltObject {
  const before = textAt(object.value, 'metadata', 'name');
  if (before === name) return object;
  const value = changedAt(object.value, ['metadata', 'name'], (old) => of(name, old?.from && { ...old.from, exact: false }));
  return { ...object, value, names: [before, ...(object.names ?? [])] };
}

function referring(object: BuiltObject, all: readonly BuiltObject[]): Value {
  const kind = kindOfObject(object.value);
  const template = templatePath(object.value);
  let { value } = object;
  const follow = (path: string, wanted: string) => {
    value = changedAt(value, fieldPath(path), (old) => withName(old, wanted, object, all));
  };
  if (template !== undefined) for (const [wanted, paths] of inPods) for (const path of paths) follow(`${template}/spec/${path}`, wanted);
  for (const [referrer, path, wanted] of others)
    if (referrer.test(kind) && (path !== 'roleRef/name' || textAt(value, 'roleRef', 'kind') === wanted)) follow(path, wanted);
  if (/^(?:Cluster)?RoleBinding$/.test(kind)) value = changedAt(value, ['subjects', '[]'], (subject) => ofSubject(subject, object, all));
  if (kind === 'HorizontalPodAutoscaler') follow('spec/scaleTargetRef/name', textAt(value, 'spec', 'scaleTargetRef', 'kind'));
  return value;
}

function withName(old: Value | undefined, kind: string, from: BuiltObject, all: readonly BuiltObject[]): Value | undefined {
  if (typeof old?.v !== 'string') return old;
  const found = referred(old.v, kind, from, all);
  const name = found && textAt(found.value, 'metadata', 'name');
  return name === undefined || name === old.v ? old : of(name, old.from && { ...old.from, exact: false });
}

/** The object that a name means; of several, the one whose name was changed as the referrer's was. */
function referred(name: string, kind: string, from: BuiltObject, all: readonly BuiltObject[]): BuiltObject | undefined {
  const found = all.filter((one) => kindOfObject(one.value) === kind && namesOf(one).includes(name));
  if (found.length < 2) return found[0];
  const alike = found.filter((one) => (one.affixes ?? '') === (from.affixes ?? ''));
  return alike.length === 1 ? alike[0] : undefined;
}

/** A ServiceAccount that a binding names: also its namespace. */
function ofSubject(subject: Value | undefined, from: BuiltObject, all: readonly BuiltObject[]): Value | undefined {
  if (!subject || textAt(subject, 'kind') !== 'ServiceAccount' || !(subject.v instanceof Dict)) return subject;
  const found = referred(textAt(subject, 'name'), 'ServiceAccount', from, all);
  if (!found) return subject;
  const named = changedAt(subject, ['name'], (old) => of(textAt(found.value, 'metadata', 'name'), old?.from));
  const namespace = textAt(found.value, 'metadata', 'namespace');
  return namespace ? changedAt(named, ['namespace'], () => of(namespace)) : named;
}
