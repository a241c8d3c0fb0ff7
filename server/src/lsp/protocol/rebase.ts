/** Moving a file from the default that it was forked from onto a newer one. */

import type { FileParams, RangeEdit } from './text';

/** Client to server. Carries `RebaseParams`, answers `RebaseResult`. */
export const rebaseRequest = 'confine/rebase';

export interface RebaseParams extends FileParams {
  /** `docker@29`; absent: the newest default of the runtime that the file was forked from. */
  readonly onto?: string;
  /** Calls that stay as they are. */
  readonly leaveOut?: readonly string[];
}

/** What upstream changed of one call. */
export interface RebasePiece {
  readonly call: string;
  readonly title: string;
  readonly reason?: string;
  readonly risk?: string;
}

export interface RebaseResult {
  /** `Rebase on Docker 29.7.2 (2026-08)`; absent: there is nothing to do, see `problem`. */
  readonly title?: string;
  readonly problem?: string;
  /** What stays as the file has it. */
  readonly notes: readonly string[];
  /** What can be left out, also what is. */
  readonly pieces: readonly RebasePiece[];
  readonly edits: readonly RangeEdit[];
}
