import {
  type ConfinedContainer,
  type Context,
  type Fact,
  type FileInventory,
  linesOf,
  type PositionMap,
  type Span,
  spanToHost,
} from '../core';
import { rebase } from './ask/rebase';
import { ancestorOf } from './compare';
import type { Document } from './document';
import { exceptionsIn } from './suppress';

/** What an overview shows of the facts of a file. */
const mentioned: ReadonlySet<Fact['kind']> = new Set([
  'seccomp-profile',
  'apparmor-profile',
  'signature-policy',
  'uses-seccomp-profile',
  'uses-apparmor-profile',
  'uses-image',
]);

export function inventoryOf(document: Document, context: Context): FileInventory {
  const of = ancestorOf(document, context);
  const rebased = of === undefined ? undefined : rebase(document, undefined, context);
  const lines = linesOf(document.source.text);
  return {
    uri: document.source.uri,
    kind: document.language.title,
    workloads: document.judged.flatMap(({ language, part, map }) =>
      (language.inventory?.(part, context) ?? []).map((workload) => ({
        ...workload,
        span: inHost(map, workload.span),
        containers: workload.containers.map((container) => containerIn(map, container)),
        ...builtFrom(map),
      })),
    ),
    ...(of !== undefined && { fork: { of, current: typeof rebased === 'object' && rebased.isCurrent } }),
    exceptions: document.regions.flatMap(({ part, map }) =>
      exceptionsIn(part).map(({ span, ...exception }) => ({
        ...exception,
        line: lines.positionAt(inHost(map, span).start).line + 1,
      })),
    ),
    mentions: document.regions.flatMap(({ language, part, map }) =>
      (language.facts?.(part) ?? []).flatMap((fact) => (mentioned.has(fact.kind) ? { ...fact, span: inHost(map, fact.span) } : [])),
    ),
  };
}

/** A built text begins in the file that has the object; other files fill in what it says. */
function builtFrom(map: PositionMap): { readonly builtFrom?: string } {
  const from = map.placeOf?.({ start: 0, end: 1 })?.uri;
  return from === undefined ? {} : { builtFrom: from };
}

const inHost = (map: PositionMap, span: Span): Span => spanToHost(map, span) ?? map.extent;

const containerIn = (map: PositionMap, container: ConfinedContainer): ConfinedContainer => ({
  ...container,
  span: inHost(map, container.span),
  places: Object.fromEntries(Object.entries(container.places).map(([field, span]) => [field, inHost(map, span)])),
});
