/** Changes that a person reviews before they are made: hardenings, and the fixes of a file. */

import type { FileParams, Range, RangeEdit } from './text';

/** Client to server. Carries `HardenParams`, answers `HardenResult`. */
export const hardenRequest = 'confine/harden';

export interface HardenParams extends FileParams {
  /** Only what lies around this place, e.g. one container; absent: the whole file. */
  readonly range?: Range;
  /** Pieces that are left out: `HardenPiece.id`. */
  readonly leaveOut?: readonly string[];
}

/**
 * Client to server. Carries `FileParams`, answers `HardenResult`: the safe fixes of all findings, and one for each error that has no safe one, each noted
 * with what it cures.
 */
export const fixesRequest = 'confine/fixes';

export interface HardenResult {
  readonly changes: readonly HardenChange[];
}

/** One piece of a change, which can be left out. */
export interface HardenPiece {
  readonly id: string;
  readonly title: string;
  readonly note?: string;
  /** Loses data or changes who runs. */
  readonly breaking: boolean;
}

export interface HardenChange {
  readonly title: string;
  /** Absent: the change is made whole. */
  readonly pieces?: readonly HardenPiece[];
  /** What may break. */
  readonly note?: string;
  /** Cannot break a running workload. */
  readonly safe: boolean;
  readonly edits: readonly RangeEdit[];
}
