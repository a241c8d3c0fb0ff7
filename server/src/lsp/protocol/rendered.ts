/** Files that a program writes from what another file says. */

/** Client to server. Carries `FileParams`, answers `Rendered[]`, most telling first; empty where no program writes files from the file. */
export const renderedRequest = 'confine/rendered';

/** A file that a program writes from what another file says. */
export interface Rendered {
  /** On the machine where it is written. */
  readonly path: string;
  /** `confine-rendered:`, served through `workspace/textDocumentContent`. */
  readonly uri: string;
}
