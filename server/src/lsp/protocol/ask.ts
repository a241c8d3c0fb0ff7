/** Questions about a file, and the questions that can be asked. */

import type { FileParams, Position, Range } from './text';

/** Client to server. Carries `AskParams`, answers `AskResult`. */
export const askRequest = 'confine/ask';

export interface AskParams extends FileParams {
  /** A syscall, a path, an image, a container: what a person would type. */
  readonly query: string;
  /** Where the cursor is, for files of several documents or profiles. */
  readonly position?: Position;
}

export interface AskResult {
  readonly markdown: string;
  /** The place that decides. */
  readonly range?: Range;
}

/** Client to server. Carries `QuestionsParams`, answers `QuestionRow[]`: what the file and its workspace name that can be asked about. */
export const questionsRequest = 'confine/questions';

export interface QuestionsParams extends FileParams {
  readonly position?: Position;
}

/** At most 50, with the answers in a few words. */
export interface QuestionRow {
  /** For `askRequest`. */
  readonly query: string;
  /** `allowed`, `refused`. */
  readonly verdict: string;
  /** The rule or scope that decides. */
  readonly decides: string;
}
