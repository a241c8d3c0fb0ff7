import { Dict, isList, of, type Value } from '../charts/value';
import { type BuiltObject, changedAt, kindOfObject, namesOf } from './objects';

const field = (value: Value | undefined, key: string): Value | undefined => (value?.v instanceof Dict ? value.v.get(key) : undefined);
const textOf = (value: Value | undefined): string => (value?.v === undefined || value.v === null ? '' : String(value.v));
const itemsOf = (value: Value | undefined): readonly Value[] => (value && isList(value.v) ? value.v : []);

/** `images` of a kustomization, in every list of containers. */
export const withImages = (objects: readonly BuiltObject[], kustomization: Value): readonly BuiltObject[] =>
  itemsOf(field(kustomization, 'images')).reduce<readonly BuiltObject[]>(
    (all, image) =>
      all.map((object) =>
        kindOfObject(object.value) === 'CustomResourceDefinition' ? object : { ...object, value: withImage(object.value, image) },
      ),
    objects,
  );

function withImage(value: Value, image: Value): Value {
  const { v } = value;
  if (isList(v)) return { ...value, v: v.map((item) => withImage(item, image)) };
  if (!(v instanceof Dict)) return value;
  const made = new Dict();
  for (const [key, entry] of v.entries) {
    const isContainers = (key === 'containers' || key === 'initContainers') && isList(entry.value.v);
    const inner = isContainers ? changedAt(entry.value, ['[]', 'image'], (old) => replaced(old, image)) : withImage(entry.value, image);
    made.entries.set(key, { ...entry, value: inner });
  }
  return { ...value, v: made };
}

function replaced(old: Value | undefined, image: Value): Value | undefined {
  const name = textOf(field(image, 'name'));
  if (typeof old?.v !== 'string' || !name) return old;
  const found = /^(.+?)(?::([\w.{}-]*))?(?:@(sha256:[\w.{}-]*))?$/s.exec(old.v);
  if (found?.[1] !== name) return old;
  const [newName, newTag, digest] = ['newName', 'newTag', 'digest'].map((key) => field(image, key));
  const base = textOf(newName) || name;
  const tag = newTag ? textOf(newTag) : digest ? '' : (found[2] ?? '');
  const sum = digest ? textOf(digest) : newTag ? '' : (found[3] ?? '');
  const from = (newName ?? newTag ?? digest)?.from;
  return of(`${base}${tag && `:${tag}`}${sum && `@${sum}`}`, from ? { ...from, exact: false } : old.from);
}

const scaled = /^(?:Deployment|ReplicaSet|ReplicationController|StatefulSet)$/;

/** `replicas` of a kustomization. */
export const withReplicas = (objects: readonly BuiltObject[], kustomization: Value): readonly BuiltObject[] =>
  itemsOf(field(kustomization, 'replicas')).reduce<readonly BuiltObject[]>((all, entry) => {
    const name = textOf(field(entry, 'name'));
    const count = field(entry, 'count');
    return all.map((object) =>
      count && scaled.test(kindOfObject(object.value)) && namesOf(object).includes(name)
        ? { ...object, value: changedAt(object.value, ['spec', 'replicas'], () => count, true) }
        : object,
    );
  }, objects);
