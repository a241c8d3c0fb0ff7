/** Rules from a log of denials. */

import type { FileParams, RangeEdit } from './text';

/** Client to server. Carries `ObservationParams`, answers `ObservationResult`, or null for a file that has no rules to add. */
export const fromObservationRequest = 'confine/fromObservation';

/** The same for all files below a folder: `uri` is the folder's, and every edit is one of `others`. Null where no file of the folder can answer. */
export const fromFolderObservationRequest = 'confine/fromFolderObservation';

export interface ObservationParams extends FileParams {
  /** Lines of the audit log, the journal or strace. */
  readonly text: string;
  /** By the id of a suggestion: the index of the alternative that is wanted, -1 for none. */
  readonly chosen?: Readonly<Record<string, number>>;
}

export interface ObservationResult {
  /** What would allow that which was denied. */
  readonly edits: readonly RangeEdit[];
  /** Files beside it that change with it. */
  readonly others: readonly {
    readonly uri: string;
    readonly edits: readonly RangeEdit[];
    readonly made: boolean;
  }[];
  /** Each rule with the log lines that it is for, and what no rule would help; Markdown. */
  readonly report: string;
  /** The rules to choose from; empty where there is no choice. */
  readonly suggestions: readonly ObservedSuggestion[];
}

/** Rules that answer the same denial; plain text. */
export interface ObservedSuggestion {
  readonly id: string;
  readonly profile?: string;
  /** `high: it …`. */
  readonly severity?: string;
  /** The file decides otherwise today: nothing is added unless it is chosen. */
  readonly optional: boolean;
  /** Of the alternatives; -1 where none is taken. */
  readonly chosen: number;
  readonly alternatives: readonly { readonly kind: string; readonly rule: string; readonly note?: string }[];
}
