import { Joiner, type Origin, type Traced, untraced } from './origin';
import { Dict, isList, of, type Value } from './value';
import { yamlOf } from './yamlText';

/** What blocks of values that become a security context are called. */
export const blockName = /(?:^s|S)ecurityContext$/;

/** Settings of a pod that charts pass as they are. */
export const podSettings: ReadonlySet<string> = new Set([
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'hostUsers',
  'shareProcessNamespace',
  'automountServiceAccountToken',
]);

/** A key that no pod has: it marks the place of a block that is empty, so that what is built tells where the block would go. */
const marker = 'confine.empty';

/** Values that say of each empty block where it is; undefined where there is none. */
export function markedBlocks(values: Dict): Dict | undefined {
  const made = new Dict();
  for (const [key, { value }] of values.entries) {
    if (!(value.v instanceof Dict)) continue;
    const inner = blockName.test(key) ? marked(value) : markedBlocks(value.v);
    if (inner) made.put(key, of(inner));
  }
  return made.entries.size ? made : undefined;
}

const marked = ({ v, from }: Value): Dict | undefined =>
  v instanceof Dict && !v.entries.size && from ? new Dict().put(marker, of(true, from), { ...from, exact: false }) : undefined;

interface Block {
  readonly name: string;
  readonly value: Value;
  readonly key?: Origin;
}

export type SecurityContextOf = 'pod' | 'container';

/** Whether a security context of this kind has a field, by the keys that lead to it. */
export type KnownField = (context: SecurityContextOf, path: readonly string[]) => boolean;

/**
 * Pods with the blocks and settings of values whose chart isn't known: what they do in any pod that is made from them. What a security context doesn't
 * have means something to the chart alone, such as `enabled` or the lists of capabilities for several containers.
 */
export function podsOfBlocks(values: Dict, known: KnownField): readonly Traced[] {
  return blocksIn(values, 0).map(({ name, value, key }): Traced => {
    const [ofPod, ofContainer] = value.v instanceof Dict ? contextsOf(name, value.v, known) : [];
    const container = new Dict().put('name', of('app')).put('image', of('image'));
    if (ofContainer) container.put('securityContext', { ...value, v: ofContainer });
    const spec = new Dict().put('containers', of([of(container)]));
    if (!(value.v instanceof Dict)) spec.put(name, value, key);
    else if (ofPod) spec.put('securityContext', { ...value, v: ofPod });
    const object = new Dict()
      .put('apiVersion', of('v1'))
      .put('kind', of('Pod'))
      .put('metadata', of(new Dict().put('name', of('values'))))
      .put('spec', of(spec));
    return new Joiner()
      .add(yamlOf(of(object), () => {}))
      .add(untraced('\n'))
      .joined();
  });
}

/**
 * The fields of a block for the pod and for the container. Charts name it for one of them; plain `securityContext` is the pod's where a field says so and no
 * other contradicts it.
 */
function contextsOf(name: string, block: Dict, known: KnownField): readonly [pod: Dict | undefined, container: Dict | undefined] {
  if (/pod/i.test(name)) return [fieldsOf(block, 'pod', known), undefined];
  if (/container/i.test(name)) return [undefined, fieldsOf(block, 'container', known)];
  const own = (context: SecurityContextOf, other: SecurityContextOf) =>
    [...block.entries.keys()].filter((field) => known(context, [field]) && !known(other, [field]));
  const onlyPod = own('pod', 'container');
  if (!onlyPod.length) return [undefined, fieldsOf(block, 'container', known)];
  if (!own('container', 'pod').length) return [fieldsOf(block, 'pod', known), undefined];
  return [fieldsOf(block, 'pod', (_, path) => onlyPod.includes(path[0] ?? '')), fieldsOf(block, 'container', known)];
}

/** The entries that a security context has, at any depth; items of lists are all of one form. */
function fieldsOf(dict: Dict, context: SecurityContextOf, known: KnownField, path: readonly string[] = []): Dict {
  const fields = new Dict();
  for (const [key, entry] of dict.entries) {
    const own = [...path, key];
    const { value } = entry;
    if (!known(context, own)) continue;
    fields.entries.set(key, value.v instanceof Dict ? { ...entry, value: { ...value, v: fieldsOf(value.v, context, known, own) } } : entry);
  }
  return fields;
}

const deepest = 12;

function blocksIn(values: Dict, depth: number): readonly Block[] {
  if (depth > deepest) return [];
  return [...values.entries].flatMap(([name, { value, key }]): readonly Block[] => {
    if (value.v instanceof Dict) return blockName.test(name) ? [{ name, value, ...(key && { key }) }] : blocksIn(value.v, depth + 1);
    if (isList(value.v)) return value.v.flatMap(({ v }) => (v instanceof Dict ? blocksIn(v, depth + 1) : []));
    return podSettings.has(name) && typeof value.v === 'boolean' ? [{ name, value, ...(key && { key }) }] : [];
  });
}
