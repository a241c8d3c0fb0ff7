/** What a file is, how it is read, and which commands have an answer for it. */

/** Client to server. Carries `FileParams`, answers `Status` or null for a file that Confine does not handle. */
export const statusRequest = 'confine/status';

export interface Status {
  readonly language: string;
  /** `seccomp profile`, `Deployment`. */
  readonly what: string;
  /** How it is read: `Docker format, read as containerd (a pod refers to it)`. */
  readonly description: string;
  /** The settings that the answers for this file depend on. */
  readonly targets: readonly TargetSetting[];
  /** Which commands have an answer for this file. */
  readonly can: readonly ('diff' | 'showDefault' | 'showRendered' | 'harden' | 'ask' | 'observe' | 'rebase')[];
  /** The editor's language id of its own for what otherwise stays JSON. */
  readonly ownLanguageId?: string;
  /** What the input box of Ask This File prompts for. */
  readonly question?: string;
  /** What it starts with. */
  readonly exampleQuery?: string;
  /** The `.confine.yaml` whose settings come before the editor's; absent: there is none. */
  readonly settingsFile?: string;
}

/** A setting with the value that is in force. */
export interface TargetSetting {
  /** Below `confine.`: `target`, `kubernetes.version`. */
  readonly setting: string;
  /** `Runtime`. */
  readonly label: string;
  readonly value: string;
}
