/** Explaining an error message. */

import type { Range, RangeEdit } from './text';

/** Client to server. Carries `WhyParams`, answers `WhyResult`. Nothing of the text is kept. */
export const whyRequest = 'confine/why';

export interface WhyParams {
  /** Events, errors, lines of logs: whatever was pasted. */
  readonly text: string;
}

export interface WhyResult {
  readonly markdown: string;
  /** In the order of the text, candidates for one event in the order of likelihood. */
  readonly candidates: readonly WhyCandidate[];
  /** Commands that tell candidates apart, or confirm one. */
  readonly commands: readonly string[];
  /** Lines that report an error and have no answer. */
  readonly unread: number;
}

export interface WhyCandidate {
  /** `seccomp`, `Pod Security admission`. */
  readonly layer: string;
  readonly certainty: 'certain' | 'likely' | 'possible';
  readonly message: string;
  /** The line that decides; absent: no file of the workspace does. */
  readonly place?: { readonly uri: string; readonly name: string; readonly range: Range };
  /** Changes of that file. */
  readonly fixes: readonly { readonly title: string; readonly edits: readonly RangeEdit[] }[];
}

/** Client to server. Carries `WhyParams`, answers `Recognition`. Looks at the first lines only. */
export const recognizesRequest = 'confine/recognizes';

export interface Recognition {
  /** A line of the text is a message that `whyRequest` knows. */
  readonly isKnown: boolean;
}
