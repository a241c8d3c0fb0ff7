import { membersOf, type Node, parseYaml, resolved, type ScalarNode } from '../../../tree';
import { type Origin, originOf, type Traced } from './origin';
import { Dict, nil, type Value } from './value';

/** A YAML text as Helm decodes it: numbers are float64, every value knows where it is written. Undefined where it can't be read. */
export function valueOfYaml(source: Traced, step: () => void = () => {}): Value | undefined {
  const tree = parseYaml(source.text);
  if (tree.problems.length) return undefined;
  return tree.root ? valueAt(tree.root, source, step, 0) : nil;
}

export const placeOf = (source: Traced, { span }: Pick<Node, 'span'>): Origin | undefined => originOf(source, span.start, span.end);

/** Keys are resolved as values are: YAML 1.1 reads `y` and `no` as booleans, which JSON then spells out. */
function keyText({ value, raw, quoted }: ScalarNode): string {
  if (quoted) return String(value);
  return /^(?:y|yes|on|true)$/i.test(raw) ? 'true' : /^(?:n|no|off|false)$/i.test(raw) ? 'false' : String(value);
}

function valueAt(node: Node, source: Traced, step: () => void, depth: number): Value {
  step();
  const target = depth > 100 ? undefined : resolved(node);
  const from = placeOf(source, target ?? node);
  const placed = from && { from };
  if (target?.kind === 'object') {
    const made = new Dict();
    for (const { key, value } of membersOf(target)) {
      const place = placeOf(source, key);
      made.put(keyText(key), value ? valueAt(value, source, step, depth + 1) : nil, place);
    }
    return { v: made, ...placed };
  }
  if (target?.kind === 'array') return { v: target.items.map((item) => valueAt(item, source, step, depth + 1)), ...placed };
  if (target?.kind !== 'scalar') return nil;
  const exact = from?.exact && target.raw === String(target.value);
  return {
    v: target.value,
    ...(from && { from: exact ? from : { ...from, exact: false } }),
    ...(typeof target.value === 'number' && { float: true }),
  };
}
