import { counted } from './markdown';
import type { Span } from './span';

/** One difference in meaning between a baseline and a file. */
export interface Change {
  /** Seen from the baseline: the file permits more, permits less, or differs otherwise. */
  readonly direction: 'loosened' | 'tightened' | 'altered';
  /** What differs: a syscall, a setting of a container, a path, a scope. */
  readonly subject: string;
  /** Family, container or profile that the change is listed under. */
  readonly group?: string;
  readonly before: string;
  readonly after: string;
  /** Why it matters, one sentence; present on what deserves a second look. */
  readonly risk?: string;
  /** Higher comes first within its direction; 0 when absent. */
  readonly weight?: number;
  /** The place in the file that makes the difference. */
  readonly span?: Span;
  /** The place in the baseline's text. */
  readonly baselineSpan?: Span;
}

/** How many differences there are of each direction. */
export function tally(changes: readonly Change[]): Readonly<Record<Change['direction'], number>> {
  const counts = { loosened: 0, tightened: 0, altered: 0 };
  for (const { direction } of changes) counts[direction] += 1;
  return counts;
}

/** `12 more, 31 fewer, 2 different`, or `12 calls more, …` where all are of one kind; '' where nothing differs. */
export function tallyText(changes: readonly Change[], kind?: string): string {
  const { loosened, tightened, altered } = tally(changes);
  const parts = [[loosened, 'more'] as const, [tightened, 'fewer'] as const, [altered, 'different'] as const].filter(
    ([count]) => count > 0,
  );
  return parts.map(([count, word], i) => `${i === 0 && kind !== undefined ? counted(count, kind) : count} ${word}`).join(', ');
}

/** The same difference seen from the other side. */
export function mirror(change: Change): Change {
  const direction = change.direction === 'loosened' ? 'tightened' : change.direction === 'tightened' ? 'loosened' : 'altered';
  const { span, baselineSpan, ...rest } = change;
  return {
    ...rest,
    direction,
    before: change.after,
    after: change.before,
    ...(baselineSpan && { span: baselineSpan }),
    ...(span && { baselineSpan: span }),
  };
}
