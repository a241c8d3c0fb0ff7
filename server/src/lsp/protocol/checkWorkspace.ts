/** Checking every file of the workspace. */

/**
 * Client to server. Carries `CheckWorkspaceParams`, answers `CheckSummary`. The findings are published as diagnostics;
 * progress is reported to the token, and a cancelled check keeps what it has found.
 */
export const checkWorkspaceRequest = 'confine/checkWorkspace';

export interface CheckWorkspaceParams {
  readonly workDoneToken?: string | number;
  /** Files whose findings the client requests; absent: those that are open. */
  readonly pulled?: readonly string[];
}

export interface CheckSummary {
  readonly files: number;
  /** The workspace has more files than are read. */
  readonly more?: boolean;
  readonly error: number;
  readonly warning: number;
  readonly information: number;
  readonly hint: number;
}
