/** What a language says of an event: which place of its file may cause it. */

import type { Span } from '../span';
import type { ConfinedPlace, SuspectFix } from './confined';
import type { WhyEvent, WhyLayer } from './event';

/** `certain`: the message names the cause and the file confirms it. `likely`, `possible`: the workspace's files make it a candidate. */
export type Certainty = 'certain' | 'likely' | 'possible';

/** A place that may cause an event, as the language of its file sees it. */
export interface Suspect {
  /** Absent: no file decides. */
  readonly span?: Span;
  /** In another file. */
  readonly uri?: string;
  readonly layer: WhyLayer;
  readonly certainty: Certainty;
  /** One to three sentences, plain text. */
  readonly message: string;
  readonly fix?: SuspectFix;
  /** Other changes of the same file, such as one that makes the refusal visible. */
  readonly alternatives?: readonly SuspectFix[];
  /** A command that confirms or refutes it. */
  readonly next?: string;
  /** The happening is explained by this alone: less certain suspects are left out. */
  readonly decisive?: boolean;
}

/** What a language is asked about an event. */
export interface Blame {
  readonly event: WhyEvent;
  /** The containers that it may be about; none where no file of the workspace describes them. */
  readonly containers: readonly ConfinedPlace[];
}
