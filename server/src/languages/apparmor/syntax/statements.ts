/** The kinds of statements that an AppArmor file is made of, the rules apart. */

import type { Span } from '../../../core';
import type * as lists from './lists';
import type { ConditionGroup, Qualifiers, RuleStatement } from './ruleStatements';
import { type Extent, StatementBase, Word } from './statementBase';

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

export class Include extends StatementBase<Statement> {
  readonly kind = 'include';

  constructor(
    extent: Extent<Statement>,
    readonly keyword: Word,
    readonly ifExists: boolean,
    readonly file?: FileName,
  ) {
    super(extent);
  }
}

export class Abi extends StatementBase<Statement> {
  readonly kind = 'abi';

  constructor(
    extent: Extent<Statement>,
    readonly keyword: Word,
    readonly file?: FileName,
  ) {
    super(extent);
  }
}

export class Alias extends StatementBase<Statement> {
  readonly kind = 'alias';

  constructor(
    extent: Extent<Statement>,
    readonly from?: Word,
    readonly to?: Word,
  ) {
    super(extent);
  }
}

export type AssignmentOperator = '=' | '+=' | '?=' | ':=';

export class SetVariable extends StatementBase<Statement> {
  readonly kind = 'set-variable';

  constructor(
    extent: Extent<Statement>,
    readonly name: Word,
    readonly operator: AssignmentOperator,
    readonly values: readonly Word[],
  ) {
    super(extent);
  }
}

export class BooleanVariable extends StatementBase<Statement> {
  readonly kind = 'boolean-variable';

  constructor(
    extent: Extent<Statement>,
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

/** What is between a profile's keyword and its body. */
export interface Header {
  readonly attachment?: Word;
  readonly xattrs?: ConditionGroup;
  readonly identities: readonly Word[];
  readonly flags?: { readonly span: Span; readonly words: readonly Word[] };
}

export class ProfileStatement extends StatementBase<Statement> {
  readonly kind = 'profile';
  readonly hat: boolean;
  readonly attachment: Word | undefined;
  readonly xattrs: ConditionGroup | undefined;
  readonly identities: readonly Word[];
  readonly flags: Header['flags'];

  constructor(
    extent: Extent<Statement>,
    readonly keyword: Word | undefined,
    readonly name: Word | undefined,
    header: Header,
    readonly body: lists.BodyOf<Statement> | undefined,
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
export class RuleBlock extends StatementBase<Statement> {
  readonly kind = 'block';

  constructor(
    extent: Extent<Statement>,
    readonly qualifiers: Qualifiers,
    readonly body: lists.BodyOf<Statement>,
  ) {
    super(extent);
  }
}

export interface Branch {
  readonly keyword: Span;
  readonly test?: Expression;
  readonly body?: lists.BodyOf<Statement>;
}

export class Conditional extends StatementBase<Statement> {
  readonly kind = 'if';

  constructor(
    extent: Extent<Statement>,
    readonly branches: readonly Branch[],
  ) {
    super(extent);
  }
}

/** `else` without `if`, text that starts no statement, a brace too many. */
export class Unknown extends StatementBase<Statement> {
  readonly kind = 'unknown';
}

/** Space and comments after the last statement of a body or file. */
export class Rest extends StatementBase<Statement> {
  readonly kind = 'rest';
}

export type Statement =
  | Include
  | Abi
  | Alias
  | SetVariable
  | BooleanVariable
  | ProfileStatement
  | RuleBlock
  | Conditional
  | RuleStatement
  | Unknown
  | Rest;
