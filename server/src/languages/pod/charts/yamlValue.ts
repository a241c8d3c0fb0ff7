import { membersOf, type Node, parseYaml, resolved, type ScalarNode } from '../../../tree';
import { type Origin, originOf, type Traced } from './origin';
import { Dict, nil, type Value } from './value';

/** Which words are booleans. */
export type Dialect = 'yaml1.1' | 'kustomize';

/** A YAML text as Helm decodes it: numbers are float64, every value knows where it is written. Undefined where it can't be read. */
export function valueOfYaml(source: Traced, step: () => void = () => {}, dialect: Dialect = 'yaml1.1'): Value | undefined {
  const tree = parseYaml(source.text);
  if (tree.problems.length) return undefined;
  return tree.root ? valueAt(tree.root, { source, step, dialect }, 0) : nil;
}

export const placeOf = (source: Traced, { span }: Pick<Node, 'span'>): Origin | undefined => originOf(source, span.start, span.end);

/** Words that are booleans to Helm and kubectl, and text to kustomize. */
const oldBooleans = /^(?:y|yes|on|n|no|off)$/i;

interface Reading {
  readonly source: Traced;
  readonly step: () => void;
  readonly dialect: Dialect;
}

/** Keys are resolved as values are, and JSON then spells a boolean out. */
function keyText({ value, raw, quoted }: ScalarNode, dialect: Dialect): string {
  if (quoted || dialect === 'kustomize') return String(value);
  return /^(?:y|yes|on|true)$/i.test(raw) ? 'true' : /^(?:n|no|off|false)$/i.test(raw) ? 'false' : String(value);
}

function valueAt(node: Node, reading: Reading, depth: number): Value {
  const { source, step, dialect } = reading;
  step();
  const target = depth > 100 ? undefined : resolved(node);
  const from = placeOf(source, target ?? node);
  const placed = from && { from };
  if (target?.kind === 'object') {
    const made = new Dict();
    for (const { key, value } of membersOf(target)) {
      const place = placeOf(source, key);
      made.put(keyText(key, dialect), value ? valueAt(value, reading, depth + 1) : nil, place);
    }
    return { v: made, ...placed };
  }
  if (target?.kind === 'array') return { v: target.items.map((item) => valueAt(item, reading, depth + 1)), ...placed };
  if (target?.kind !== 'scalar') return nil;
  const value = dialect === 'kustomize' && !target.quoted && oldBooleans.test(target.raw) ? target.raw : target.value;
  const exact = from?.exact && target.raw === String(value);
  return {
    v: value,
    ...(from && { from: exact ? from : { ...from, exact: false } }),
    ...(typeof value === 'number' && { float: true }),
  };
}
