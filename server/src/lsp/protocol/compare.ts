/** Comparing a file with a default, another version or another file. */

import type { FileParams } from './text';

/** Client to server. Carries `DiffParams`, answers `DiffResult` or null where there is nothing to compare with. */
export const diffRequest = 'confine/diff';

export interface DiffParams extends FileParams {
  /** What to compare with; absent: the default of the runtime that loads the file. */
  readonly against?: { readonly runtime: string } | OtherText;
}

/** Another version of a file, or another file, which the client has and the server may not have. */
export interface OtherText {
  /** `web.json at HEAD`. */
  readonly title: string;
  readonly text: string;
  /** Where the editor shows that text. */
  readonly uri: string;
}

/** Client to server. Carries `FileParams`, answers `Default[]`, the one in force first; empty where there is nothing to compare with. */
export const defaultsRequest = 'confine/defaults';

export interface Default {
  /** `docker default`. */
  readonly title: string;
  /** `docker`, `docker@24.0.2`; absent: in force. */
  readonly runtime?: string;
  /** The file was forked from it. */
  readonly isAncestor?: true;
}

export interface DiffResult {
  /** The tab's title: `web.json against docker default`. */
  readonly title: string;
  /** The left side; `profile-default:` for a default, served through `workspace/textDocumentContent`. */
  readonly left: string;
  /** Differences in meaning, as Markdown. */
  readonly report: string;
  readonly loosened: number;
  readonly tightened: number;
  readonly altered: number;
}
