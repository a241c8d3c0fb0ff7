import type { Node, Plain } from '../../tree';

/** Who decides a setting. `forced`: another setting leaves no choice. */
export type SettingOrigin =
  | 'container'
  | 'pod'
  | 'annotation'
  | 'API default'
  | 'runtime default'
  | 'runtime configuration'
  | 'kubelet'
  | 'image'
  | 'service account'
  | 'forced';

/** What applies to a container when it runs. */
export interface Setting {
  readonly field: string;
  readonly value: Plain;
  readonly from: SettingOrigin;
  /** Where it is written. */
  readonly node?: Node;
  /** What else decides. */
  readonly note?: string;
}
