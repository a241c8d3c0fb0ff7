import type { Chart, Dependency } from './chart';
import { copyOf } from './functions/basic';
import { Dict, of, type Value } from './value';
import { valueOfYaml } from './yamlValue';

/** A chart with the values that its templates see, and the charts below it that are enabled. */
export interface Scope {
  readonly chart: Chart;
  readonly values: Dict;
  readonly children: readonly { readonly name: string; readonly scope: Scope }[];
  /** Dependencies that are enabled and not in the workspace. */
  readonly missing: readonly string[];
}

export function defaultsOf({ values }: Chart): Dict | undefined {
  const read = values && valueOfYaml(values)?.v;
  return read instanceof Dict ? read : values && read === undefined ? undefined : new Dict();
}

/** Helm's coalescing: what is given wins over the chart's own values, a `null` takes one of those away, `global` goes down to every chart. */
export function scopeOf(chart: Chart, given: Dict): Scope {
  const own = coalesced(given, defaultsOf(chart) ?? new Dict());
  const enabled = chart.dependencies.filter((dependency) => isEnabled(dependency, own));
  const children = enabled.flatMap(({ name, chart: child }) => {
    if (!child) return [];
    const table = own.get(name)?.v;
    const passed = table instanceof Dict ? table : new Dict();
    const scope = scopeOf(child, withGlobals(passed, own));
    own.put(name, of(scope.values, own.get(name)?.from));
    return [{ name, scope }];
  });
  return { chart, values: own, children, missing: enabled.flatMap(({ name, chart: child }) => (child ? [] : [name])) };
}

/** Both; what is above wins. */
export function mergedOver(below: Dict, above: Dict): Dict {
  const made = new Dict();
  for (const [key, entry] of below.entries) made.entries.set(key, entry);
  for (const [key, entry] of above.entries) {
    const present = made.get(key)?.v;
    const both = present instanceof Dict && entry.value.v instanceof Dict;
    made.entries.set(key, both ? { ...entry, value: { ...entry.value, v: mergedOver(present, entry.value.v as Dict) } } : entry);
  }
  return made;
}

/** `into` gets what only `defaults` has. */
function coalesced(given: Dict, defaults: Dict): Dict {
  const made = new Dict();
  for (const [key, entry] of given.entries) if (entry.value.v !== null || !defaults.entries.has(key)) made.entries.set(key, entry);
  for (const [key, entry] of defaults.entries) {
    const present = given.entries.get(key);
    if (!present) made.entries.set(key, { ...entry, value: copyOf(entry.value) });
    else if (present.value.v instanceof Dict && entry.value.v instanceof Dict)
      made.entries.set(key, { ...present, value: { ...present.value, v: coalesced(present.value.v, entry.value.v) } });
  }
  return made;
}

function withGlobals(passed: Dict, parent: Dict): Dict {
  const globals = parent.get('global')?.v;
  if (!(globals instanceof Dict)) return passed;
  const made = new Dict();
  for (const [key, entry] of passed.entries) made.entries.set(key, entry);
  const own = passed.get('global')?.v;
  made.put('global', of(own instanceof Dict ? coalesced(globals, own) : (copyOf(of(globals)).v as Dict)));
  return made;
}

/** The first path of a condition that is a boolean decides, then tags; else it is enabled. */
function isEnabled({ condition, tags }: Dependency, values: Dict): boolean {
  for (const path of condition.split(',').map((one) => one.trim())) {
    const found = path ? at(values, path.split('.'))?.v : undefined;
    if (typeof found === 'boolean') return found;
  }
  const stated = values.get('tags')?.v;
  const set = tags.map((tag) => (stated instanceof Dict ? stated.get(tag)?.v : undefined));
  return !set.some((one) => one === false) || set.some((one) => one === true);
}

const at = (values: Dict, path: readonly string[]): Value | undefined =>
  path.reduce<Value | undefined>((value, key) => (value?.v instanceof Dict ? value.v.get(key) : undefined), of(values));
