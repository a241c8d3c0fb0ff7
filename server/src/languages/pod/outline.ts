import { defaultContext, type Outline, type Span } from '../../core';
import { get, memberOf } from '../../tree';
import { imageOf } from './harden/identity';
import { podsOf } from './model';
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
    span: object.node.span,
    selection: titleSpan(object),
    children: pods
      .filter((pod) => pod.object === object)
      .flatMap((pod) =>
        pod.containers.map((container) => ({
          name: container.name || container.kind,
          detail: [container.kind === 'container' ? '' : container.kind, imageOf(container) ?? ''].filter(Boolean).join(' · '),
          kind: 'module' as const,
          span: container.node.span,
          selection: nameSpan(container),
        })),
      ),
  }));
}

/** Where an object is pointed at: its name, else its kind. */
export const titleSpan = ({ node }: KubeObject): Span =>
  get(get(node, 'metadata'), 'name')?.span ?? memberOf(node, 'kind')?.value?.span ?? { start: node.span.start, end: node.span.start };
