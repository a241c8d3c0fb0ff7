import type { Origin } from '../charts/origin';
import { Dict, isList, type Value } from '../charts/value';

/** An object of an overlay, and the entry of the kustomization that adds it. */
export interface BuiltObject {
  readonly value: Value;
  readonly entry?: Origin;
  /** What it was called before, in the files that refer to it. */
  readonly names?: readonly string[];
  /** Made by a generator; `hash`: its name gets the hash of its content. */
  readonly generated?: { readonly hash: boolean };
  /** What kustomizations put around its name. */
  readonly affixes?: string;
}

/** The text at a path of keys, or ''. */
export function textAt(value: Value, ...path: readonly string[]): string {
  const found = path.reduce<Value | undefined>((at, key) => (at?.v instanceof Dict ? at.v.get(key) : undefined), value)?.v;
  return typeof found === 'string' ? found : '';
}

export const kindOfObject = (value: Value): string => textAt(value, 'kind');

/** Every name that an object has, or had in the files that refer to it. */
export const namesOf = ({ value, names = [] }: BuiltObject): readonly string[] => [textAt(value, 'metadata', 'name'), ...names];

/** Keys from an object to a value; `[]` is each item of a list. */
export type FieldPath = readonly string[];

/** `spec/template/spec` as keys. */
export const fieldPath = (text: string): FieldPath => text.split('/').filter(Boolean);

type Replacing = (value: Value | undefined) => Value | undefined;

/** A copy with another value at a path; undefined takes the value out. What isn't there is left alone unless it is to be made. */
export function changedAt(value: Value, [step, ...rest]: FieldPath, change: Replacing, create = false): Value {
  if (step === undefined) return change(value) ?? value;
  const { v } = value;
  if (step === '[]') return isList(v) ? { ...value, v: v.map((item) => changedAt(item, rest, change, create)) } : value;
  if (!(v instanceof Dict)) return value;
  const present = v.get(step);
  if (!rest.length && (present || create)) return withKey(value, v, step, change(present));
  if (!present && (!create || rest[0] === '[]')) return value;
  const inner = present?.v instanceof Dict || isList(present?.v ?? null) ? (present as Value) : { v: new Dict() };
  if (present && inner !== present && present.v !== null) return value;
  return withKey(value, v, step, changedAt(inner, rest, change, create));
}

function withKey(value: Value, dict: Dict, key: string, made: Value | undefined): Value {
  const copy = new Dict();
  for (const [name, entry] of dict.entries) copy.entries.set(name, entry);
  if (made) copy.put(key, made, dict.entries.get(key)?.key);
  else copy.entries.delete(key);
  return { ...value, v: copy };
}

/** Where the pod of a workload is, and its template. */
const podPaths: ReadonlyMap<string, string> = new Map([
  ['Pod', ''],
  ['CronJob', 'spec/jobTemplate/spec/template'],
  ...['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job', 'ReplicationController'].map(
    (kind) => [kind, 'spec/template'] as const,
  ),
]);

/** The path of a workload's pod template: '' where the object is a pod itself; undefined for other kinds. */
export const templatePath = (value: Value): string | undefined => podPaths.get(kindOfObject(value));
