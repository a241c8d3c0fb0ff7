/** Names that several files share: where they are defined and used, and what a rename changes. */

import type { Edit } from '../edit';
import type { Fact } from '../fact';
import type { Span } from '../span';

export interface Location {
  /** Absent: this file. */
  readonly uri?: string;
  readonly span: Span;
}

/** A word that names something which other places name too. */
export interface Mention {
  /** A profile's name means the same everywhere, the others only in files that are read together. */
  readonly kind: 'profile' | 'variable' | 'boolean';
  /** In full: a child with its parents, a variable without its braces. */
  readonly name: string;
  /** Only the end of the full name: what is before it depends on who includes the file. */
  readonly partial?: boolean;
  readonly defines: boolean;
  /** The name alone: without braces, quotes or parents. */
  readonly span: Span;
}

export interface FileNames {
  /** Absent: the file itself. */
  readonly uri?: string;
  readonly mentions: readonly Mention[];
  readonly includes: readonly FileReference[];
}

/** A file or folder whose text is read as part of another. */
export interface FileReference {
  readonly path: string;
  /** Searched in the include folders; else absolute, or counted from the working folder. */
  readonly searched: boolean;
}

/** The files of a workspace that name something, and those which they were read with. */
export interface NamedFiles {
  readonly files: ReadonlyMap<string, FileNames>;
  /** Where the references of a file lead, as far as they are among the files. */
  included(uri: string): readonly string[];
}

export interface SharingFile {
  readonly uri: string;
  /** Of the file as it was indexed. */
  readonly mentions: readonly Mention[];
}

/** Facts of other files that refer to a name. */
export interface Uses {
  /** What a rename there is listed as, for people to confirm, and what may come of it. */
  readonly label: string;
  readonly description: string;
  of(mention: Mention, facts: readonly Fact[]): readonly Fact[];
  /** Whether the other files take a name as it is. */
  accepts(name: string): boolean;
}

export interface Renamed {
  /** The whole new name. */
  readonly name: string;
  /** Of two mentions beside each other some may be the same; each is made once. */
  readonly edits: readonly Edit[];
}

/** One end of a profile transition. */
export interface Call {
  readonly name: string;
  readonly uri?: string;
  readonly span: Span;
  /** Where the transition is written. */
  readonly from: readonly Span[];
}
