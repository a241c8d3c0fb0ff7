/** Tools for the editor's language model. */

/** Client to server. Carries `ToolCall`, answers `ToolAnswer`: a tool that a language model of the editor has chosen. */
export const toolRequest = 'confine/tool';

export interface ToolCall {
  /** `confine_check`. */
  readonly name: string;
  /** As the model wrote them. */
  readonly arguments: unknown;
}

export interface ToolAnswer {
  readonly text: string;
  /** There is no answer, and `text` says why. */
  readonly failed?: true;
}
