/** Files to start from. */

/** Client to server. Carries nothing, answers `Template[]`. */
export const templatesRequest = 'confine/templates';

export interface Template {
  /** `Seccomp profile`. */
  readonly group: string;
  readonly title: string;
  readonly description: string;
  readonly fileName: string;
  readonly languageId: string;
  readonly text: string;
}
