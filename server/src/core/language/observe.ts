/** What a log of denials tells about a file, and the rules that would allow what was denied. */

import type { Edit } from '../edit';
import type { Span } from '../span';
import type { Part } from './part';

/** In which way a rule allows what was denied, or answers it otherwise. */
export const alternativeKinds = [
  'literal',
  'variables',
  'glob',
  'any-owner',
  'audit',
  'abstraction',
  'deny',
  'inherit',
  'profile',
  'fallback',
  'named',
  'child',
  'unconfined',
  'stack',
  'priority',
] as const;

export type AlternativeKind = (typeof alternativeKinds)[number];

/** How the rules of a log are chosen, and where they are written. */
export interface ObserveOptions<P extends Part = Part> {
  /** The kinds that are wanted, the most wanted first; else the best of each suggestion. */
  readonly prefer?: readonly AlternativeKind[];
  /** By the `id` of a suggestion: the index of an alternative, -1 to leave it out. */
  readonly chosen?: Readonly<Record<string, number>>;
  /** Rules go into the site's own file (`local/`) that the profile includes. */
  readonly local?: boolean;
  /** Profiles that are created where the log speaks of them and the file doesn't have them. */
  readonly create?: readonly string[] | 'all';
  /** Only what the log says of profiles that the file names; a file of rules alone answers for none. */
  readonly named?: boolean;
  /** Files that profiles can include. */
  readonly library?: readonly P[];
}

/** One of the rules that answer the same denial. */
export interface Alternative {
  readonly kind: AlternativeKind;
  readonly rule: string;
  /** One sentence: what else it opens, what to know. */
  readonly note?: string;
}

/** A file beside the one that was asked about, and its change. */
export interface ObservedChange {
  readonly uri: string;
  readonly text: string;
  readonly edits: readonly Edit[];
  /** The file isn't there yet. */
  readonly made: boolean;
}

/** What a log tells about a file. Lines count from 1. */
export interface Observed {
  /** All suggestions together, as one change of the file. */
  readonly edits: readonly Edit[];
  /** What else changes with it. */
  readonly others?: readonly ObservedChange[];
  /** The texts of profiles that are created. */
  readonly created?: readonly string[];
  readonly suggestions: readonly Suggestion[];
  /** What the file decides otherwise today, on purpose or not: changed only where it is chosen. */
  readonly optional?: readonly Suggestion[];
  /** Denials that the file causes by a rule of its own: adding rules would not help. */
  readonly denied: readonly ObservedPlace[];
  /** What the file already allows: another version of it was loaded. */
  readonly covered: readonly ObservedPlace[];
  /** What no rule of any file would allow. */
  readonly unanswered?: readonly Unanswered[];
  /** The same of processes that none of the file's profiles confines. */
  readonly unconfined?: readonly Unanswered[];
  /** Includes that could not be read: a denial may come from there. */
  readonly unread?: readonly string[];
  /** Profiles that the log speaks of and this file does not have. */
  readonly unknownProfiles: readonly string[];
  /** How much of each log was read. */
  readonly census?: readonly LogCensus[];
  /** One sentence each: what the log says of the file as a whole, and what no log of this kind can show. */
  readonly remarks?: readonly string[];
  /** What the file allows by name and the log doesn't show. */
  readonly unseen?: readonly string[];
  /** What the log shows and the file, with the edits, would still refuse. */
  readonly failing?: readonly Unanswered[] | undefined;
}

/** How much of a log was read. Blank lines don't count. */
export interface LogCensus {
  /** Of the file, if there are several logs. */
  readonly name?: string;
  /** The forms of its lines, for people: `strace`. */
  readonly forms: readonly string[];
  readonly lines: number;
  readonly read: number;
  /** The first line of an unknown form, counted from 1, and its text. */
  readonly firstUnread?: number;
  readonly firstUnreadText?: string;
}

export interface Unanswered {
  /** Of the log. */
  readonly line: number;
  readonly what: string;
  /** One sentence. */
  readonly why: string;
  /** A rule of the file that has to do with it, and its text. */
  readonly span?: Span;
  readonly rule?: string;
}

export interface Suggestion {
  /** As it will be written in the file: `owner @{HOME}/x rw,`, `mknod`. */
  readonly rule: string;
  /** Which profile of the file it goes into, where a file has several. */
  readonly profile?: string;
  /** The lines of the log that require it. */
  readonly lines: readonly number[];
  /** One sentence, where it gives away more than it seems. */
  readonly note?: string;
  /** Names it for `ObserveOptions.chosen`. */
  readonly id?: string;
  /** The rules to choose from, the best first, and which of them this one is. */
  readonly alternatives?: readonly Alternative[];
  readonly chosen?: number;
  /** How much it gives away, and why: a sentence. */
  readonly severity?: { readonly level: 'low' | 'medium' | 'high' | 'critical'; readonly why: string };
}

export interface ObservedPlace {
  /** Of the log. */
  readonly line: number;
  /** The rule of the file. */
  readonly span: Span;
  /** Its text, where that is worth saying: the rule may be in a file that the span includes. */
  readonly rule?: string;
  /** What was denied, or is allowed: `/etc/shadow r`. */
  readonly what: string;
}
