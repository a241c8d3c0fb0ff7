import { get, type Node, stringOf } from '../../../tree';
import { Dict, of, type Value } from '../charts/value';

/** Kinds without a namespace, to which kustomize gives none. */
const clusterScoped =
  /^(?:Namespace|ClusterRole|ClusterRoleBinding|CustomResourceDefinition|PersistentVolume|StorageClass|PriorityClass|RuntimeClass|IngressClass|APIService|CSIDriver|.*WebhookConfiguration|ValidatingAdmissionPolicy(?:Binding)?)$/;

/** `namespace`, `namePrefix` and `nameSuffix` of a kustomization. */
export function rename(object: Value, kustomization: Node | undefined): Value {
  const namespace = stringOf(get(kustomization, 'namespace'));
  const [prefix, suffix] = ['namePrefix', 'nameSuffix'].map((key) => stringOf(get(kustomization, key)) ?? '');
  if (!(object.v instanceof Dict) || (namespace === undefined && !prefix && !suffix)) return object;
  const kind = String(object.v.get('kind')?.v ?? '');
  const metadata = object.v.get('metadata');
  const made = new Dict();
  if (metadata?.v instanceof Dict) for (const [key, entry] of metadata.v.entries) made.entries.set(key, entry);
  const name = made.get('name');
  if (typeof name?.v === 'string' && kind !== 'CustomResourceDefinition') {
    if (kind === 'Namespace') namespace !== undefined && made.put('name', of(namespace, name.from));
    else made.put('name', of(`${prefix}${name.v}${suffix}`, name.from && { ...name.from, exact: false }));
  }
  if (namespace !== undefined && !clusterScoped.test(kind)) made.put('namespace', of(namespace));
  const copy = new Dict();
  for (const [key, entry] of object.v.entries) copy.entries.set(key, entry);
  copy.put('metadata', { ...(metadata ?? {}), v: made });
  return { ...object, v: copy };
}
