/** The kinds of statements that an AppArmor file is made of. */

import type { Span } from '../../core';
import type { Meaning } from './checks';
import type { Token } from './lexer';
import { unpacked } from './pieces';
import type { Body } from './tree';

/** One word as it stands in the text, quotes included. */
export class Word {
  constructor(
    readonly raw: string,
    readonly start: number,
    readonly end: number,
  ) {}

  get span(): Span {
    return { start: this.start, end: this.end };
  }
}

/** Something that upstream refuses; `kind` is the code of the rule that explains it, without the language. */
export interface Problem {
  readonly kind: string;
  readonly span: Span;
  readonly data?: ProblemData;
}

/** What a message or a fix needs to know of a problem; each kind uses a few of these. */
export interface ProblemData {
  /** The word that is wrong. */
  readonly word?: string;
  /** What it contradicts. */
  readonly against?: string;
  readonly name?: string;
  readonly path?: string;
  readonly otherPath?: string;
  readonly verb?: string;
  readonly mode?: string;
  readonly what?: string;
  readonly reason?: string;
  readonly place?: string;
  readonly form?: string;
  readonly through?: string;
  readonly value?: string;
  readonly expanded?: string;
  /** How many others are meant with the one that is named. */
  readonly more?: number;
  readonly peer?: boolean;
  readonly elsewhere?: boolean;
  readonly swapped?: boolean;
  readonly misplaced?: boolean;
  readonly missing?: boolean;
  readonly arrow?: boolean;
  readonly bare?: boolean;
  readonly after?: boolean;
  readonly topLevel?: boolean;
  /** What is wrong in an included file, and where in its text. */
  readonly inner?: Problem;
  readonly at?: Span;
}

/** What the parser knows of any statement once it has read it; offsets are relative to the statement's start. */
export interface Extent {
  /** Of the first word. */
  readonly start: number;
  /** Of the last token. */
  readonly end: number;
  readonly length: number;
  readonly reach: number;
  readonly pieces: readonly number[];
  readonly bodies: readonly Body[];
  readonly problems: readonly Problem[];
}

abstract class StatementBase {
  private readonly spanStart: number;
  private readonly spanEnd: number;
  /** With the space before. */
  readonly length: number;
  /** How far behind its start the parser looked to read it; a change of the text behind that, line ends apart, leaves it as it is. */
  readonly reach: number;
  readonly bodies: readonly Body[];
  readonly problems: readonly Problem[];
  /** What the checks know of the statement: in a map of all statements it would cost the garbage collector a walk each time. */
  flaws: readonly Problem[] | undefined = undefined;
  marks = 0;
  private readonly packed: readonly number[];

  constructor(extent: Extent) {
    this.spanStart = extent.start;
    this.spanEnd = extent.end;
    this.length = extent.length;
    this.reach = extent.reach;
    this.bodies = extent.bodies;
    this.problems = extent.problems;
    this.packed = extent.pieces;
  }

  /** From the first word to the last token, without the space and comments before. */
  get span(): Span {
    return { start: this.spanStart, end: this.spanEnd };
  }

  /** Its tokens, space and comments too, and its bodies; made when asked for. */
  get pieces(): readonly (Token | Body)[] {
    return unpacked(this.packed, this.bodies);
  }
}

/** What is written in an include or abi rule. */
export class FileName extends Word {
  constructor(
    { raw, start, end }: Word,
    readonly form: 'angle' | 'quoted' | 'bare',
    /** Without brackets, quotes and escapes. */
    readonly path: string,
  ) {
    super(raw, start, end);
  }
}

export class Include extends StatementBase {
  readonly kind = 'include';

  constructor(
    extent: Extent,
    readonly keyword: Word,
    readonly ifExists: boolean,
    readonly file?: FileName,
  ) {
    super(extent);
  }
}

export class Abi extends StatementBase {
  readonly kind = 'abi';

  constructor(
    extent: Extent,
    readonly keyword: Word,
    readonly file?: FileName,
  ) {
    super(extent);
  }
}

export class Alias extends StatementBase {
  readonly kind = 'alias';

  constructor(
    extent: Extent,
    readonly from?: Word,
    readonly to?: Word,
  ) {
    super(extent);
  }
}

export type AssignmentOperator = '=' | '+=' | '?=' | ':=';

export class SetVariable extends StatementBase {
  readonly kind = 'set-variable';

  constructor(
    extent: Extent,
    readonly name: Word,
    readonly operator: AssignmentOperator,
    readonly values: readonly Word[],
  ) {
    super(extent);
  }
}

export class BooleanVariable extends StatementBase {
  readonly kind = 'boolean-variable';

  constructor(
    extent: Extent,
    readonly name: Word,
    readonly operator: AssignmentOperator,
    readonly value?: Expression,
  ) {
    super(extent);
  }
}

export type Expression =
  | { readonly kind: 'and' | 'or'; readonly span: Span; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly span: Span; readonly operand: Expression }
  | { readonly kind: 'literal'; readonly span: Span; readonly value: boolean }
  | { readonly kind: 'boolean'; readonly span: Span; readonly name: string }
  | { readonly kind: 'defined'; readonly span: Span; readonly variable: Word }
  | { readonly kind: 'compare'; readonly span: Span; readonly operator: string; readonly left: Word; readonly right: Word }
  | { readonly kind: 'invalid'; readonly span: Span };

/** What stands between a profile's keyword and its body. */
export interface Header {
  readonly attachment?: Word;
  readonly xattrs?: ConditionGroup;
  readonly identities: readonly Word[];
  readonly flags?: { readonly span: Span; readonly words: readonly Word[] };
}

export class Profile extends StatementBase {
  readonly kind = 'profile';
  readonly hat: boolean;
  readonly attachment: Word | undefined;
  readonly xattrs: ConditionGroup | undefined;
  readonly identities: readonly Word[];
  readonly flags: Header['flags'];

  constructor(
    extent: Extent,
    readonly keyword: Word | undefined,
    readonly name: Word | undefined,
    header: Header,
    readonly body: Body | undefined,
  ) {
    super(extent);
    this.hat = keyword !== undefined && keyword.raw !== 'profile';
    this.attachment = header.attachment;
    this.xattrs = header.xattrs;
    this.identities = header.identities;
    this.flags = header.flags;
  }
}

/** Rules in braces, with qualifiers for all of them. */
export class RuleBlock extends StatementBase {
  readonly kind = 'block';

  constructor(
    extent: Extent,
    readonly qualifiers: Qualifiers,
    readonly body: Body,
  ) {
    super(extent);
  }
}

export interface Branch {
  readonly keyword: Span;
  readonly test?: Expression;
  readonly body?: Body;
}

export class Conditional extends StatementBase {
  readonly kind = 'if';

  constructor(
    extent: Extent,
    readonly branches: readonly Branch[],
  ) {
    super(extent);
  }
}

/** `else` without `if`, text that starts no statement, a brace too many. */
export class Unknown extends StatementBase {
  readonly kind = 'unknown';
}

/** Space and comments behind the last statement of a body or file. */
export class Rest extends StatementBase {
  readonly kind = 'rest';
}

export type Mode = 'allow' | 'deny' | 'prompt';

export interface Qualifiers {
  readonly words: readonly Word[];
  readonly priority?: { readonly keyword: Span; readonly value?: Word };
  readonly audit?: Span;
  readonly mode?: { readonly span: Span; readonly value: Mode };
  readonly owner?: { readonly span: Span; readonly value: 'owner' | 'other' };
}

/** `name`, `name=value`, `name=(values)` or `name in (values)`. */
export interface Condition {
  readonly name: Word;
  readonly operator?: '=' | 'in';
  readonly values: readonly Word[];
  readonly listed: boolean;
}

/** `peer=( … )`, `xattrs=( … )`. */
export interface ConditionGroup {
  readonly name: Word;
  readonly conditions: readonly Condition[];
  readonly span: Span;
}

abstract class RuleBase extends StatementBase {
  readonly kind = 'rule';
  /** In the profile where it was read last. */
  meaning: Meaning | undefined = undefined;

  constructor(
    extent: Extent,
    readonly qualifiers: Qualifiers,
    readonly keyword: Word | undefined,
  ) {
    super(extent);
  }
}

interface FileAccess {
  /** `safe` or `unsafe`. */
  readonly environment?: Word;
  /** Absent in the bare `file,`. */
  readonly path?: Word;
  readonly permissions?: Word;
  /** Permissions stand before the path. */
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

export type Rule = FileRule | LinkRule | CapabilityRule | AccessRule | MountRule | RlimitRule | ChangeProfileRule | AllRule;

export type Statement = Include | Abi | Alias | SetVariable | BooleanVariable | Profile | RuleBlock | Conditional | Rule | Unknown | Rest;
