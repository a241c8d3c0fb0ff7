import type { CustomResource, Fact, StatedFact } from '../../core';
import { memo } from '../../core';
import { get, itemsOf, membersOf, type Node, stringOf } from '../../tree';
import type { KubeObject } from './objects';

/** As deep as definitions nest their pods; a schema cannot refer to itself. */
const deepest = 14;

export const isDefinition = ({ group, kind }: KubeObject): boolean =>
  group === 'apiextensions.k8s.io' && kind === 'CustomResourceDefinition';

/** Where objects of a custom resource have whole pod specs, by the schema in its definition. */
export function definedPods(definition: KubeObject, text: string): readonly StatedFact[] {
  // A definition without pods need not be parsed.
  if (!podSpecFields.every((field) => text.includes(field))) return [];
  const { node } = definition;
  const spec = get(node, 'spec');
  const group = stringOf(get(spec, 'group'));
  const names = get(spec, 'names');
  const kind = stringOf(get(names, 'kind'));
  if (group === undefined || kind === undefined) return [];
  const paths = new Map<string, Node>();
  for (const version of itemsOf(get(spec, 'versions'))) {
    for (const [path, at] of podsIn(get(get(version, 'schema'), 'openAPIV3Schema'), [])) if (!paths.has(path)) paths.set(path, at);
  }
  return [...paths].map(([path]) => ({
    kind: 'custom-resource-pods' as const,
    name: `${group}/${kind}`,
    detail: path,
    span: get(names, 'kind')?.span ?? node.span,
  }));
}

function* podsIn(schema: Node | undefined, path: readonly string[]): Generator<readonly [path: string, at: Node]> {
  if (!schema || path.length > deepest) return;
  const properties = get(schema, 'properties');
  if (isPodSpec(schema, properties)) {
    yield [path.join('.'), schema];
    return;
  }
  for (const { key, value } of membersOf(properties)) {
    const name = String(key.value);
    if (name === 'status' && !path.length) continue;
    yield* stringOf(get(value, 'type')) === 'array' ? podsIn(get(value, 'items'), [...path, `${name}[*]`]) : podsIn(value, [...path, name]);
  }
  const others = get(schema, 'additionalProperties');
  if (others) yield* podsIn(others, [...path, '*']);
}

const podSpecFields = ['containers', 'nodeSelector'];

/** A PodSpec is the only object that requires `containers` and has a `nodeSelector`. */
const isPodSpec = (schema: Node, properties: Node | undefined): boolean =>
  podSpecFields.every((field) => get(properties, field) !== undefined) &&
  itemsOf(get(schema, 'required')).some((item) => stringOf(item) === 'containers');

/** The places that definitions of the workspace name. */
export const definedResources = memo((facts: readonly Fact[]): readonly CustomResource[] =>
  facts.flatMap(({ kind, name, detail }) => {
    const [group = '', own = ''] = name.split('/');
    return kind === 'custom-resource-pods' && detail !== undefined ? [{ group, kind: own, path: detail }] : [];
  }),
);
