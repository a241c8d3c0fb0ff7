import { type ConfinedWorkload, type Context, spanToHost } from '../core';
import { rebase } from './ask';
import { ancestorOf } from './compare';
import type { Document } from './document';
import { type Exception, exceptionsIn } from './suppress';

/** What one file adds to an overview of a folder. */
export interface FileInventory {
  readonly kind: string;
  readonly workloads: readonly ConfinedWorkload[];
  /** A seccomp profile that was forked from a runtime's default, and whether the default has moved on since. */
  readonly fork?: { readonly of: string; readonly current: boolean };
  readonly exceptions: readonly Exception[];
}

export function inventoryOf(document: Document, context: Context): FileInventory {
  const of = ancestorOf(document, context);
  const rebased = of === undefined ? undefined : rebase(document, undefined, context);
  return {
    kind: document.language.title,
    workloads: document.judged.flatMap(({ language, part, map }) =>
      (language.inventory?.(part, context) ?? []).map((workload) => ({
        ...workload,
        span: spanToHost(map, workload.span) ?? map.extent,
        containers: workload.containers.map((container) => ({ ...container, span: spanToHost(map, container.span) ?? map.extent })),
      })),
    ),
    ...(of !== undefined && { fork: { of, current: typeof rebased === 'object' && rebased.isCurrent } }),
    exceptions: document.regions.flatMap(({ part, map }) =>
      exceptionsIn(part).map((exception) => ({ ...exception, span: spanToHost(map, exception.span) ?? map.extent })),
    ),
  };
}
