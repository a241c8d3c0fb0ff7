/**
 * The tree of an AppArmor file. Lossless: the tokens of all statements, in order, are the file. A statement is parsed
 * from its own text alone and its spans count from its own start, so an edit elsewhere leaves it as it is, with
 * everything that was derived from it.
 */

import type { Span } from '../../core';
import type { Token } from './lexer';

/** A statement and where it starts, counted from the start of what holds it (the file or another statement). */
export interface PlacedStatement {
  readonly start: number;
  readonly statement: Statement;
}

/**
 * A few hundred neighbouring statements at most; their starts count from the first. An edit makes only the runs anew that
 * it touches, so what is known run by run is known after it too, however long the list of statements is.
 */
export interface Run {
  readonly statements: readonly PlacedStatement[];
  readonly length: number;
  /** As of a statement: how far behind its start the parser looked. */
  readonly reach: number;
}

/** A run and where it starts, counted from the start of what holds it. */
export interface PlacedRun {
  readonly start: number;
  readonly run: Run;
}

export class StatementList {
  private flat?: readonly PlacedStatement[];

  constructor(readonly runs: readonly PlacedRun[]) {}

  /** All of them one by one; made when asked for, at the cost of the whole list. */
  get statements(): readonly PlacedStatement[] {
    this.flat ??= this.runs.flatMap(({ start: base, run }) =>
      base === 0 ? run.statements : run.statements.map(({ start, statement }) => ({ start: base + start, statement })),
    );
    return this.flat;
  }
}

/** The statements between the braces of a profile, a rule block or a branch. */
export class Body extends StatementList {
  constructor(
    runs: readonly PlacedRun[],
    readonly open: Span,
    /** Absent where the closing brace is missing. */
    readonly close?: Span,
  ) {
    super(runs);
  }
}

/** One word as it stands in the text, quotes included. */
export interface Word {
  readonly span: Span;
  readonly raw: string;
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
  /** What is wrong in an included file. */
  readonly inner?: Problem;
}

interface Base {
  /** From the first word to the last token, without the space and comments before; relative to the statement's start. */
  readonly span: Span;
  /** Length with the space before. */
  readonly length: number;
  /** How far behind its start the parser looked to read it; a change of the text behind that, line ends apart, leaves it as it is. */
  readonly reach: number;
  readonly pieces: readonly (Token | Body)[];
  readonly problems: readonly Problem[];
}

export interface Include extends Base {
  readonly kind: 'include';
  readonly keyword: Word;
  readonly ifExists: boolean;
  readonly file?: FileName;
}

/** The name in an include or abi rule. */
export interface FileName extends Word {
  readonly form: 'angle' | 'quoted' | 'bare';
  /** Without brackets, quotes and escapes. */
  readonly path: string;
}

export interface Abi extends Base {
  readonly kind: 'abi';
  readonly keyword: Word;
  readonly file?: FileName;
}

export interface Alias extends Base {
  readonly kind: 'alias';
  readonly from?: Word;
  readonly to?: Word;
}

export type AssignmentOperator = '=' | '+=' | '?=' | ':=';

export interface SetVariable extends Base {
  readonly kind: 'set-variable';
  readonly name: Word;
  readonly operator: AssignmentOperator;
  readonly values: readonly Word[];
}

export interface BooleanVariable extends Base {
  readonly kind: 'boolean-variable';
  readonly name: Word;
  readonly operator: AssignmentOperator;
  readonly value?: Expression;
}

export type Expression =
  | { readonly kind: 'and' | 'or'; readonly span: Span; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly span: Span; readonly operand: Expression }
  | { readonly kind: 'literal'; readonly span: Span; readonly value: boolean }
  | { readonly kind: 'boolean'; readonly span: Span; readonly name: string }
  | { readonly kind: 'defined'; readonly span: Span; readonly variable: Word }
  | { readonly kind: 'compare'; readonly span: Span; readonly operator: string; readonly left: Word; readonly right: Word }
  | { readonly kind: 'invalid'; readonly span: Span };

export interface Profile extends Base {
  readonly kind: 'profile';
  readonly keyword?: Word;
  readonly hat: boolean;
  readonly name?: Word;
  readonly attachment?: Word;
  readonly xattrs?: ConditionGroup;
  readonly identities: readonly Word[];
  readonly flags?: { readonly span: Span; readonly words: readonly Word[] };
  readonly body?: Body;
}

export interface RuleBlock extends Base {
  readonly kind: 'block';
  readonly qualifiers: Qualifiers;
  readonly body: Body;
}

export interface Conditional extends Base {
  readonly kind: 'if';
  readonly branches: readonly { readonly keyword: Span; readonly test?: Expression; readonly body?: Body }[];
}

/** `else` without `if`, text that starts no statement, a brace too many. */
export interface Unknown extends Base {
  readonly kind: 'unknown';
}

/** Space and comments behind the last statement of a body or file. */
export interface Rest extends Base {
  readonly kind: 'rest';
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

interface RuleBase extends Base {
  readonly kind: 'rule';
  readonly qualifiers: Qualifiers;
  readonly keyword?: Word;
}

export interface FileRule extends RuleBase {
  readonly verb: 'file';
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

export interface LinkRule extends RuleBase {
  readonly verb: 'link';
  readonly subset?: Span;
  readonly path?: Word;
  readonly target?: Word;
}

export interface CapabilityRule extends RuleBase {
  readonly verb: 'capability';
  readonly names: readonly Word[];
}

export type AccessVerb = 'network' | 'unix' | 'dbus' | 'signal' | 'ptrace' | 'mqueue' | 'io_uring' | 'userns';

export interface AccessRule extends RuleBase {
  readonly verb: AccessVerb;
  readonly access: readonly Word[];
  /** network: domain and type; mqueue: the queue's name. */
  readonly words: readonly Word[];
  readonly conditions: readonly Condition[];
  readonly peer?: ConditionGroup;
}

export interface MountRule extends RuleBase {
  readonly verb: 'mount' | 'remount' | 'umount' | 'pivot_root';
  readonly conditions: readonly Condition[];
  /** The device or source; of remount, umount and pivot_root the mount point or new root. */
  readonly source?: Word;
  /** The mount point; of pivot_root the profile. */
  readonly target?: Word;
}

export interface RlimitRule extends RuleBase {
  readonly verb: 'rlimit';
  readonly name?: Word;
  readonly value?: Word;
  readonly unit?: Word;
}

export interface ChangeProfileRule extends RuleBase {
  readonly verb: 'change_profile';
  readonly environment?: Word;
  readonly exec?: Word;
  readonly target?: Word;
}

export interface AllRule extends RuleBase {
  readonly verb: 'all';
}

export type Rule = FileRule | LinkRule | CapabilityRule | AccessRule | MountRule | RlimitRule | ChangeProfileRule | AllRule;

export type Statement = Include | Abi | Alias | SetVariable | BooleanVariable | Profile | RuleBlock | Conditional | Rule | Unknown | Rest;

export class FileTree extends StatementList {
  constructor(
    readonly text: string,
    runs: readonly PlacedRun[],
  ) {
    super(runs);
  }
}

export const isBody = (piece: Token | Body): piece is Body => piece instanceof Body;

const noBodies: readonly Body[] = [];

export const bodiesOf = (statement: Statement): readonly Body[] => (statement.kind === 'rule' ? noBodies : statement.pieces.filter(isBody));

/** Every statement with its absolute start, outermost first, in the order of the text. */
export function* walk(
  placed: readonly PlacedStatement[],
  base = 0,
  parents: readonly Statement[] = [],
): Generator<{ readonly start: number; readonly statement: Statement; readonly parents: readonly Statement[] }> {
  for (const { start, statement } of placed) {
    yield { start: base + start, statement, parents };
    for (const body of bodiesOf(statement)) yield* walk(body.statements, base + start, [...parents, statement]);
  }
}

/** The tokens of the file in order, with absolute offsets. */
export function* tokensOf(placed: readonly PlacedStatement[], base = 0): Generator<Token> {
  for (const { start, statement } of placed) {
    for (const piece of statement.pieces) {
      if (isBody(piece)) yield* tokensOf(piece.statements, base + start);
      else yield { kind: piece.kind, start: base + start + piece.start, end: base + start + piece.end };
    }
  }
}
