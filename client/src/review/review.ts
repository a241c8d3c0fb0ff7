import type { TextEdit } from 'vscode-languageclient';

/** A change that is shown before it is made. Hardening, rules from a log, a rebase, all fixes and any fix that is to be confirmed come as one. */
export interface Review {
  readonly title: string;
  /** What the change is with these check boxes set otherwise than they were offered. */
  make(ticks: ReadonlyMap<string, boolean>): Promise<MadeReview>;
}

export interface MadeReview {
  readonly items: readonly ReviewItem[];
  readonly files: readonly FileEdit[];
}

export interface ReviewItem {
  readonly id: string;
  readonly title: string;
  /** Why it is proposed. */
  readonly reason?: string;
  /** What it may break, or that more is allowed afterwards. */
  readonly risk?: string;
  /** Absent: it is told, and can't be left out. */
  readonly ticked?: boolean;
  /** Lets the user take another form of it; resolves to whether one was taken. */
  readonly choose?: () => Promise<boolean>;
}

export interface FileEdit {
  /** As the server knows the file. */
  readonly uri: string;
  readonly edits: readonly TextEdit[];
  /** The file is not there yet. */
  readonly made?: boolean;
}
