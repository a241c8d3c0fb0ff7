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
