import { type Context, type DividedPart, memo, type PieceSlot } from '../../core';
import { type ArrayNode, contentOf, get, type Node, type ObjectNode, workedOut } from '../../tree';
import { type Container, keepPods, type Pod, podsOf } from './model';
import { long, type PodPart } from './part';

/** Containers from which on each is judged by itself. */
const many = 8;

/** A long document with one pod, whose containers are the pieces. */
export function divide(part: PodPart, context: Context): DividedPart<PodPart> | undefined {
  const [object, ...others] = part.objects;
  const isPlain = !part.templated && !part.rendered && !part.built && !part.reduced && !part.skimmed;
  if (!isPlain || part.text.length < long || !object || others.length) return undefined;
  const { root } = part.tree;
  if (object.node !== root || !contentOf(root)) return undefined;
  const [pod, ...more] = podsOf(part, context);
  const list = pod && get(pod.spec, 'containers');
  if (!pod || more.length || pod.workload.form !== 'pod' || list?.kind !== 'array' || list.parent !== pod.spec) return undefined;
  if (list.flow || list.items.length < many) return undefined;
  const containers = new Map<Node, Container>(pod.containers.map((container) => [container.node, container]));
  const { start, end } = list.span;
  return {
    by: surroundings(context)(
      JSON.stringify([pod.partial, part.levels, part.result, part.patch, part.faults > 0, part.text.slice(0, start), part.text.slice(end)]),
    ),
    around: reduced(
      pod,
      list,
      [],
      pod.containers.filter(({ node }) => node.parent !== list),
    ),
    span: list.span,
    pieces: list.items.flatMap((item) => {
      const container = containers.get(item);
      if (!container) return [];
      return [{ span: item.span, slot: workedOut(container.node, newSlot), alone: () => reduced(pod, list, [item], [container]) }];
    }),
  };
}

const newSlot = (): PieceSlot => ({});

/** Versions of what is around the containers that are kept for one context. */
const mostKept = 20;

/** What containers are judged by besides themselves: the same object for the same. */
const surroundings = memo((_: Context) => {
  const known = new Map<string, object>();
  return (words: string): object => {
    const same = known.get(words) ?? {};
    if (known.size > mostKept) known.clear();
    known.set(words, same);
    return same;
  };
});

type Changeable<T> = { -readonly [K in keyof T]: T[K] };

/** The pod's document with some of its containers alone. Every node is where it is in the whole; those from the list to the root are others. */
function reduced(pod: Pod, list: ArrayNode, items: readonly Node[], containers: readonly Container[]): PodPart {
  const { part, object } = pod;
  let made: Changeable<ArrayNode | ObjectNode> = { kind: 'array', span: list.span, items, flow: list.flow };
  let old: Node = list;
  let spec: ObjectNode | undefined;
  for (let holder: Node['parent'] = list.parent; holder; holder = holder.parent) {
    const inner: Node = made;
    const before = old;
    const { span, flow } = holder;
    const around: Changeable<ObjectNode | ArrayNode> =
      holder.kind === 'object'
        ? {
            kind: 'object',
            span,
            flow,
            members: holder.members.map(({ key, value, span: place }) => ({
              key,
              span: place,
              ...(value && { value: value === before ? inner : value }),
            })),
          }
        : { kind: 'array', span, flow, items: holder.items.map((item) => (item === before ? inner : item)) };
    made.parent = around;
    if (around.kind === 'object') spec ??= around;
    made = around;
    old = holder;
  }
  const root = made as ObjectNode;
  const own = { ...object, node: root };
  const alone: PodPart = { ...part, tree: { ...part.tree, root }, objects: [own], reduced: true };
  keepPods(alone, [{ ...pod, part: alone, object: own, spec: spec ?? pod.spec, containers }]);
  return alone;
}
