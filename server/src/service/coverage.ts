import { type Context, listed } from '../core';
import type { Document } from './document';

/** How much of a file was looked at. */
export interface Coverage {
  /** Why nothing of the file was checked. */
  readonly skipped?: string;
  /** Why only a part of it was. */
  readonly partial?: string;
}

export function coverageOf({ judged, regions }: Document, context: Context): Coverage {
  const unchecked = judged.map(({ language, part }) => language.unchecked?.(part, context));
  const reasons = [...new Set(unchecked.filter((reason) => reason !== undefined))];
  if (reasons.length && unchecked.every((reason) => reason !== undefined)) return { skipped: listed(reasons) };
  const partial = [...new Set([...regions, ...judged].flatMap(({ language, part }) => language.partial?.(part, context) ?? []))];
  return partial.length ? { partial: listed(partial) } : {};
}
