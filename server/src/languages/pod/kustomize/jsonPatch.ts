import { copyOf } from '../charts/functions/basic';
import type { Origin } from '../charts/origin';
import { Dict, equal, isList, type Value } from '../charts/value';

/** Carries out the operations of a JSON patch (RFC 6902) on a copy; undefined where one of them can't be, for which kustomize refuses the whole. */
export function patched(object: Value, operations: readonly Value[], step: () => void): Value | undefined {
  const holder = new Dict().put('', copyOf(object));
  for (const { v: operation } of operations) {
    step();
    if (!(operation instanceof Dict) || !apply(holder, operation)) return undefined;
  }
  return holder.get('');
}

function apply(holder: Dict, operation: Dict): boolean {
  const path = pointerOf(operation.get('path'));
  const from = pointerOf(operation.get('from'));
  const stated = operation.get('value');
  // Later operations may change what this one adds, and the patch may have more targets.
  const value = stated && copyOf(stated);
  const place = operation.get('path')?.from;
  switch (operation.get('op')?.v) {
    case 'add':
      return path !== undefined && put(holder, path, value ?? { v: null }, place, true);
    case 'replace':
      return path !== undefined && at(holder, path) !== undefined && put(holder, path, value ?? { v: null }, place, false);
    case 'remove':
      return path !== undefined && remove(holder, path);
    case 'test':
      return path !== undefined && equal(at(holder, path) ?? { v: null }, value ?? { v: null });
    case 'copy':
    case 'move': {
      const found = from && at(holder, from);
      if (!from || !path || !found) return false;
      const copy = copyOf(found);
      if (operation.get('op')?.v === 'move' && !remove(holder, from)) return false;
      return put(holder, path, copy, place, true);
    }
    default:
      return false;
  }
}

/** The steps of a pointer, below the holder's only key. */
function pointerOf(value: Value | undefined): readonly string[] | undefined {
  const text = value?.v;
  if (typeof text !== 'string' || (text !== '' && !text.startsWith('/'))) return undefined;
  return text.split('/').map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'));
}

const at = (holder: Dict, path: readonly string[]): Value | undefined =>
  path.reduce<Value | undefined>((value, key) => childOf(value?.v, key), { v: holder });

function childOf(v: Value['v'] | undefined, key: string): Value | undefined {
  if (v instanceof Dict) return v.get(key);
  return v !== undefined && isList(v) && /^\d+$/.test(key) ? v[Number(key)] : undefined;
}

function put(holder: Dict, path: readonly string[], value: Value, place: Origin | undefined, inserts: boolean): boolean {
  const key = path.at(-1) ?? '';
  const around = at(holder, path.slice(0, -1))?.v ?? (path.length === 1 ? holder : undefined);
  if (around instanceof Dict) {
    around.put(key, value, place && { ...place, exact: false });
    return true;
  }
  if (around === undefined || !isList(around)) return false;
  const items = around as Value[];
  const index = key === '-' ? items.length : /^\d+$/.test(key) ? Number(key) : -1;
  if (index < 0 || index > items.length) return false;
  items.splice(index, inserts ? 0 : 1, value);
  return true;
}

function remove(holder: Dict, path: readonly string[]): boolean {
  const key = path.at(-1) ?? '';
  const around = at(holder, path.slice(0, -1))?.v;
  if (around instanceof Dict) return around.entries.delete(key);
  if (around === undefined || !isList(around) || !/^\d+$/.test(key) || Number(key) >= around.length) return false;
  (around as Value[]).splice(Number(key), 1);
  return true;
}
