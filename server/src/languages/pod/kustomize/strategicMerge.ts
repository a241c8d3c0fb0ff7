import { Dict, isList, type Value } from '../charts/value';

/** By what the items of a list are told apart in the API of pods: `patchMergeKey` in k8s.io/api/core/v1. Other lists are replaced. */
const mergeKeys: ReadonlyMap<string, string> = new Map([
  ['containers', 'name'],
  ['initContainers', 'name'],
  ['ephemeralContainers', 'name'],
  ['volumes', 'name'],
  ['env', 'name'],
  ['imagePullSecrets', 'name'],
  ['volumeMounts', 'mountPath'],
  ['volumeDevices', 'devicePath'],
  ['ports', 'containerPort'],
  ['hostAliases', 'ip'],
  ['topologySpreadConstraints', 'topologyKey'],
]);

/** Lays a strategic merge patch over an object; undefined where it deletes the object. What the patch writes keeps its place. */
export function merged(base: Value, patch: Value, step: () => void): Value | undefined {
  step();
  if (!(patch.v instanceof Dict)) return patch;
  const directive = patch.v.get('$patch')?.v;
  if (directive === 'delete') return undefined;
  const into = new Dict();
  if (base.v instanceof Dict && directive !== 'replace') for (const [key, entry] of base.v.entries) into.entries.set(key, entry);
  for (const [key, entry] of patch.v.entries) {
    if (key.startsWith('$')) continue;
    const present = into.entries.get(key);
    if (entry.value.v === null) into.entries.delete(key);
    else if (!present) {
      const made = clean(entry.value, step);
      if (made) into.entries.set(key, { ...entry, value: made });
    } else {
      const made = isList(entry.value.v) ? mergedList(key, present.value, entry.value, step) : merged(present.value, entry.value, step);
      if (made) into.entries.set(key, { value: made, ...((entry.key ?? present.key) && { key: entry.key ?? present.key }) });
      else into.entries.delete(key);
    }
  }
  return { ...base, v: into };
}

/** A patch where there is nothing to lay it over: without its directives and its `null`s. */
const clean = (patch: Value, step: () => void): Value | undefined =>
  patch.v instanceof Dict ? merged({ ...patch, v: new Dict() }, patch, step) : patch;

function mergedList(name: string, base: Value, patch: Value, step: () => void): Value {
  const [old, now] = [base.v, patch.v];
  const key = mergeKeys.get(name);
  if (!isList(now) || !isList(old) || key === undefined) return patch;
  const nameOf = ({ v }: Value) => (v instanceof Dict ? v.get(key)?.v : undefined);
  if (now.some(({ v }) => v instanceof Dict && v.get('$patch')?.v === 'replace' && v.entries.size === 1))
    return { ...patch, v: now.filter((item) => nameOf(item) !== undefined) };
  const known = new Map(old.map((item) => [nameOf(item), item]));
  const named = new Set(now.map(nameOf));
  const changed = now.flatMap((item) => {
    const before = known.get(nameOf(item));
    // kustomize leaves an item alone that is to be replaced as a whole.
    if (before && item.v instanceof Dict && item.v.get('$patch')?.v === 'replace') return before;
    return (before ? merged(before, item, step) : clean(item, step)) ?? [];
  });
  // kustomize lists what the patch names first, in its order.
  return { ...base, v: [...changed, ...old.filter((item) => !named.has(nameOf(item)))] };
}
