/** Runtime defaults, and the files that are made from a default or from several files. */

import type { Markdown } from '../markdown';
import type { Part } from './part';

/** The default that a runtime, a cluster or a distribution applies. */
export interface Baseline<P extends Part> {
  /** `docker default`, with the version it was taken from. */
  readonly title: string;
  /** File name for the read-only document: `docker-28-seccomp.json`. */
  readonly fileName: string;
  readonly part: P;
  readonly text: string;
}

/** A file moved onto a newer default. */
export interface Rebased {
  readonly text: string;
  /** What the file was forked from, what it changed, and what upstream changed since. */
  readonly ancestor: string;
  /** `Docker 29.7.2 (2026-08)`. */
  readonly onto: string;
  /** Calls that upstream added, or gave other conditions. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Calls that the file decides itself, although the default changed them. */
  readonly kept: readonly string[];
  /** What upstream changed of each call that the file leaves to the default, those that are left out too. */
  readonly changes: readonly RebasedCall[];
  /** Changes that close something, in a few words each. */
  readonly security: readonly string[];
  /** There is nothing to change. */
  readonly isCurrent: boolean;
}

/** A change that can be left out. */
export interface RebasedCall {
  readonly call: string;
  /** `Allow statmount`. */
  readonly title: string;
  readonly reason?: string;
  readonly risk?: string;
}

/** `union` allows what any allows, `intersect` what all allow. */
export type MergeMode = 'union' | 'intersect';

export interface Merged<P extends Part> {
  readonly part: P;
  /** One sentence each: how the files were read, and what the result can't say. */
  readonly remarks: readonly Markdown[];
}

/** What one purpose needs beyond the default of a runtime. */
export interface Overlay {
  /** A word for the command line: `debugger`. */
  readonly name: string;
  /** The rest of “what … needs”. */
  readonly purpose: string;
  /** The programs that need it. */
  readonly programs: string;
  readonly calls: readonly string[];
  /** What the container needs besides the file. Markdown of ours. */
  readonly besides: string;
  readonly risk: string;
}
