/** The values that a setting can have, and the edit that writes one into `.confine.yaml`. */

import type { FileParams, RangeEdit } from './text';

/** Client to server. Carries `SettingValuesParams`, answers `SettingValue[]`: values besides those that the manifest lists. */
export const settingValuesRequest = 'confine/settingValues';

export interface SettingValuesParams extends FileParams {
  /** Below `confine.`: `target`. */
  readonly setting: string;
}

export interface SettingValue {
  /** `docker@25`. */
  readonly value: string;
  readonly detail: string;
}

/** Client to server. Carries `SettingParams`, answers `SettingsFileEdit`, or null for a file outside of every workspace folder. */
export const writeSettingRequest = 'confine/writeSetting';

export interface SettingParams extends FileParams {
  /** Below `confine.`: `target`. */
  readonly setting: string;
  readonly value: string;
}

/** What sets a setting in a `.confine.yaml`; the client applies and saves it. */
export interface SettingsFileEdit extends FileParams {
  /** The file is not there yet. */
  readonly create: boolean;
  /** Null where the file can't be edited, e.g. because it isn't YAML. */
  readonly edits: readonly RangeEdit[] | null;
}
