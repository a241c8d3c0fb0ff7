import { defaultContext, type Outline, type Span } from '../../core';
import { get, memberOf, type ObjectNode } from '../../tree';
import { imageOf } from './harden/identity';
import { type Container, podsOf } from './model';
import type { KubeObject } from './objects';
import type { PodPart } from './part';
import { nameSpan } from './standards/violation';

/** The objects of a document with their containers. */
export function outline(part: PodPart): readonly Outline[] {
  const pods = podsOf(part, defaultContext);
  return part.objects.map((object) => ({
    name: object.name ?? object.kind,
    detail: object.name === undefined ? (object.apiVersion ?? '') : object.kind,
    kind: 'object',
    span: object.place?.span ?? object.node.span,
    selection: titleSpan(object),
    children: pods
      .filter((pod) => pod.object === object)
      .flatMap((pod) =>
        pod.containers.map((container) => ({
          name: container.name || container.kind,
          detail: [container.kind === 'container' ? '' : container.kind, imageOf(container) ?? ''].filter(Boolean).join(' · '),
          kind: 'module' as const,
          ...placeOf(container),
        })),
      ),
  }));
}

/** The name of a container may be written before it: a workflow's template names the one that it has. */
function placeOf(container: Container): Pick<Outline, 'span' | 'selection'> {
  const { span } = container.node;
  const selection = nameSpan(container);
  return { span: { start: Math.min(span.start, selection.start), end: Math.max(span.end, selection.end) }, selection };
}

/** Where an object is pointed at: its name, else its kind. */
export const titleSpan = (object: KubeObject): Span => object.place?.title ?? titleOfNode(object.node);

const titleOfNode = (node: ObjectNode): Span =>
  get(get(node, 'metadata'), 'name')?.span ?? memberOf(node, 'kind')?.value?.span ?? { start: node.span.start, end: node.span.start };
