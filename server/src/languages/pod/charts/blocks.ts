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

/** Pods with the blocks and settings of values whose chart isn't known: what they do in any pod that is made from them. */
export function podsOfBlocks(values: Dict, known: (name: string, field: string) => boolean): readonly Traced[] {
  return blocksIn(values, 0).map(({ name, value, key }): Traced => {
    const pod = /pod/i.test(name);
    const fields = new Dict();
    if (value.v instanceof Dict) for (const [field, entry] of value.v.entries) if (known(name, field)) fields.entries.set(field, entry);
    const container = new Dict().put('name', of('app')).put('image', of('image'));
    if (!pod && value.v instanceof Dict) container.put('securityContext', { ...value, v: fields });
    const spec = new Dict().put('containers', of([of(container)]));
    if (!(value.v instanceof Dict)) spec.put(name, value, key);
    else if (pod) spec.put('securityContext', { ...value, v: fields });
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

const deepest = 12;

function blocksIn(values: Dict, depth: number): readonly Block[] {
  if (depth > deepest) return [];
  return [...values.entries].flatMap(([name, { value, key }]): readonly Block[] => {
    if (value.v instanceof Dict) return blockName.test(name) ? [{ name, value, ...(key && { key }) }] : blocksIn(value.v, depth + 1);
    if (isList(value.v)) return value.v.flatMap(({ v }) => (v instanceof Dict ? blocksIn(v, depth + 1) : []));
    return podSettings.has(name) && typeof value.v === 'boolean' ? [{ name, value, ...(key && { key }) }] : [];
  });
}
