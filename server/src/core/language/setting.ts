/** The settings that choose what files are judged for. */

export interface LanguageSetting {
  readonly setting: string;
  /** `Runtime`. */
  readonly label: string;
  /** Values besides those that the manifest lists, such as releases. */
  more?(): readonly SettingChoice[];
  /** Why a value names nothing that is known. */
  problem?(value: string): string | undefined;
}

export interface SettingChoice {
  readonly value: string;
  /** `25.0.17 (2026-07)`. */
  readonly detail: string;
}

export interface JudgedFor {
  /** Below `confine.`. */
  readonly setting: string;
  /** `podman 5.4 (containers/image 5.34.0)`. */
  readonly reader: string;
  /** One sentence. */
  readonly problem?: string;
}
