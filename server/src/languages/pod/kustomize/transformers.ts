import { Dict, of, type Value } from '../charts/value';
import { type BuiltObject, changedAt, kindOfObject, textAt } from './objects';
import { renamed } from './references';

/** Kinds without a namespace, to which kustomize gives none. */
const clusterScoped =
  /^(?:Namespace|ClusterRole|ClusterRoleBinding|CustomResourceDefinition|PersistentVolume|StorageClass|PriorityClass|RuntimeClass|IngressClass|APIService|CSIDriver|.*WebhookConfiguration|ValidatingAdmissionPolicy(?:Binding)?)$/;

/** Kinds whose name says what they are about. */
const fixedName = /^(?:Namespace|CustomResourceDefinition|APIService)$/;

const field = (value: Value, key: string): Value | undefined => (value.v instanceof Dict ? value.v.get(key) : undefined);

/** `namespace` of a kustomization. */
export function withNamespace(objects: readonly BuiltObject[], kustomization: Value): readonly BuiltObject[] {
  const namespace = field(kustomization, 'namespace');
  if (typeof namespace?.v !== 'string' || namespace.v === '') return objects;
  return objects.map((object) => {
    const kind = kindOfObject(object.value);
    if (kind === 'Namespace') return renamed(object, namespace.v as string);
    const own = clusterScoped.test(kind) ? object.value : changedAt(object.value, ['metadata', 'namespace'], () => namespace, true);
    return { ...object, value: /^(?:Cluster)?RoleBinding$/.test(kind) ? withSubjects(own, namespace) : own };
  });
}

/** The default account of a binding is that of the namespace. */
const withSubjects = (value: Value, namespace: Value): Value =>
  changedAt(value, ['subjects', '[]'], (subject) =>
    subject && textAt(subject, 'name') === 'default' ? changedAt(subject, ['namespace'], () => of(namespace.v), true) : subject,
  );

/** `namePrefix` and `nameSuffix` of a kustomization. */
export function withAffixes(objects: readonly BuiltObject[], kustomization: Value): readonly BuiltObject[] {
  const [prefix, suffix] = ['namePrefix', 'nameSuffix'].map((key) => field(kustomization, key)?.v ?? '');
  if (!prefix && !suffix) return objects;
  return objects.map((object) => {
    if (fixedName.test(kindOfObject(object.value))) return object;
    const made = renamed(object, `${prefix}${textAt(object.value, 'metadata', 'name')}${suffix}`);
    return { ...made, affixes: `${prefix}/${suffix} ${object.affixes ?? ''}` };
  });
}
