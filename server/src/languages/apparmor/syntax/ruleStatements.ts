/** The kinds of rules, and what several of them have in common. */

import type { Span } from '../../../core';
import { type Extent, StatementBase, type Word } from './statementBase';

export type RuleMode = 'allow' | 'deny' | 'prompt';

export interface Qualifiers {
  readonly words: readonly Word[];
  readonly priority?: { readonly keyword: Span; readonly value?: Word };
  readonly audit?: Span;
  readonly mode?: { readonly span: Span; readonly value: RuleMode };
  readonly owner?: { readonly span: Span; readonly value: 'owner' | 'other' };
}

/** `name`, `name=value`, `name=(values)`, `name in (values)`, or in a list `name:=value`. */
export interface Condition {
  readonly name: Word;
  /** `:=` of a peer's label in a network rule: the label that is set. */
  readonly operator?: '=' | 'in' | ':=';
  readonly values: readonly Word[];
  readonly listed: boolean;
}

/** `peer=( … )`, `xattrs=( … )`. */
export interface ConditionGroup {
  readonly name: Word;
  readonly conditions: readonly Condition[];
  readonly span: Span;
}

abstract class RuleBase extends StatementBase<never> {
  readonly kind = 'rule';
  /** A room above may keep here what it knows of the rule; only that room reads it (`policy/checks/meaning.ts`). */
  memo: unknown = undefined;

  constructor(
    extent: Extent,
    readonly qualifiers: Qualifiers,
    readonly keyword: Word | undefined,
  ) {
    // A rule has no body.
    super(extent as Extent<never>);
  }
}

interface FileAccess {
  /** `safe` or `unsafe`. */
  readonly environment?: Word;
  /** Absent in the bare `file,`. */
  readonly path?: Word;
  readonly permissions?: Word;
  /** Permissions are before the path. */
  readonly leading: boolean;
  readonly subset?: Span;
  readonly target?: Word;
}

export class FileRule extends RuleBase implements FileAccess {
  readonly verb = 'file';
  readonly environment: Word | undefined;
  readonly path: Word | undefined;
  readonly permissions: Word | undefined;
  readonly leading: boolean;
  readonly subset: Span | undefined;
  readonly target: Word | undefined;

  constructor(extent: Extent, qualifiers: Qualifiers, keyword: Word | undefined, access: FileAccess) {
    super(extent, qualifiers, keyword);
    this.environment = access.environment;
    this.path = access.path;
    this.permissions = access.permissions;
    this.leading = access.leading;
    this.subset = access.subset;
    this.target = access.target;
  }
}

export class LinkRule extends RuleBase {
  readonly verb = 'link';

  constructor(
    extent: Extent,
    qualifiers: Qualifiers,
    keyword: Word,
    readonly subset?: Span,
    readonly path?: Word,
    readonly target?: Word,
  ) {
    super(extent, qualifiers, keyword);
  }
}

export class CapabilityRule extends RuleBase {
  readonly verb = 'capability';

  constructor(
    extent: Extent,
    qualifiers: Qualifiers,
    keyword: Word,
    readonly names: readonly Word[],
  ) {
    super(extent, qualifiers, keyword);
  }
}

export type AccessVerb = 'network' | 'unix' | 'dbus' | 'signal' | 'ptrace' | 'mqueue' | 'io_uring' | 'userns';

export class AccessRule extends RuleBase {
  constructor(
    extent: Extent,
    qualifiers: Qualifiers,
    keyword: Word,
    readonly verb: AccessVerb,
    readonly access: readonly Word[],
    /** network: domain and type; mqueue: the queue's name. */
    readonly words: readonly Word[],
    readonly conditions: readonly Condition[],
    readonly peer?: ConditionGroup,
  ) {
    super(extent, qualifiers, keyword);
  }
}

export class MountRule extends RuleBase {
  constructor(
    extent: Extent,
    qualifiers: Qualifiers,
    keyword: Word,
    readonly verb: 'mount' | 'remount' | 'umount' | 'pivot_root',
    readonly conditions: readonly Condition[],
    /** The device or source; of remount, umount and pivot_root the mount point or new root. */
    readonly source?: Word,
    /** The mount point; of pivot_root the profile. */
    readonly target?: Word,
  ) {
    super(extent, qualifiers, keyword);
  }
}

export class RlimitRule extends RuleBase {
  readonly verb = 'rlimit';

  constructor(
    extent: Extent,
    qualifiers: Qualifiers,
    keyword: Word,
    readonly name?: Word,
    readonly value?: Word,
    readonly unit?: Word,
  ) {
    super(extent, qualifiers, keyword);
  }
}

export class ChangeProfileRule extends RuleBase {
  readonly verb = 'change_profile';

  constructor(
    extent: Extent,
    qualifiers: Qualifiers,
    keyword: Word,
    readonly environment?: Word,
    readonly exec?: Word,
    readonly target?: Word,
  ) {
    super(extent, qualifiers, keyword);
  }
}

export class AllRule extends RuleBase {
  readonly verb = 'all';
}

export type RuleStatement = FileRule | LinkRule | CapabilityRule | AccessRule | MountRule | RlimitRule | ChangeProfileRule | AllRule;
