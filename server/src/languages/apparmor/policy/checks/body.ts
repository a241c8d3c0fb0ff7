import { memoWord, type Steps } from '../../../../core';
/** Checks the body of one profile or fragment, and keeps which rules it ends up with. */

import { permissionsOf, spelled } from '../../syntax/permissions';
import type { Conditional, FileRule, Problem, ProfileStatement, RuleStatement } from '../../syntax/tree';
import { evaluate } from '../condition';
import {
  isInclude,
  isRow,
  type Owner,
  type Piece,
  type PlacedInclude,
  type PlacedOther,
  type PlacedRow,
  type Row,
  ruleAt,
} from '../flatten';
import type { Item } from '../origin';
import { conflict, type Execution } from './execution';
import type { Reader } from './meaning';
import type { RowPosition } from './relationIndex';
import type { Reporter } from './reporter';
import { type Column, meaningOfRow, type RowMeaning } from './rows';
import type { BodyScope } from './scope';

/** Rules in a row with what they mean in their profile. */
export interface JudgedRow extends PlacedRow {
  readonly executions: Column<Execution>;
  readonly meaning: RowMeaning;
}

export const isInDeny = ({ around }: PlacedRow): boolean => around?.mode === 'deny';

export interface NamedProfile {
  /** `parent//child` for children and hats; without namespace. */
  readonly fullName: string;
  readonly profile: ProfileStatement;
  readonly item: Item;
}

/** What a profile ends up with: its own rules, those of its includes, of blocks and of the branches that are taken. */
export interface EffectiveBody {
  /** Absent: the rules of a fragment. */
  readonly profile: NamedProfile | undefined;
  readonly segments: readonly JudgedRow[];
  readonly includes: readonly PlacedInclude[];
  readonly scope: BodyScope;
}

/** Checks what is in a body beside rules and conditionals. */
export type CheckOther = (item: PlacedOther) => Steps<void>;

export class BodyCheck {
  private readonly segments: JudgedRow[] = [];
  private readonly includes: PlacedInclude[] = [];
  private readonly meanings = new Map<Row, RowMeaning>();

  constructor(
    private readonly scope: BodyScope,
    private readonly reader: Reader,
    private readonly reporter: Reporter,
    private readonly checkOther: CheckOther,
  ) {}

  /** Pauses after each row. */
  *run(profile: NamedProfile | undefined, pieces: readonly Piece[]): Steps<EffectiveBody> {
    for (const piece of pieces) {
      this.reporter.checkIncluded(piece);
      if (isRow(piece)) {
        if (piece.alive) this.addSegment(piece);
        if (isInDeny(piece)) this.checkDenied(piece);
        yield;
      } else if (piece.statement.kind === 'if') this.checkConditions(piece, piece.statement);
      else {
        if (isInclude(piece) && piece.alive) this.includes.push(piece);
        yield* this.checkOther(piece);
      }
    }
    this.checkTargets();
    this.checkConflicts();
    const { segments, includes, scope } = this;
    scope.meanings = this.meanings;
    return { profile, segments, includes, scope };
  }

  private checkConditions(item: Item, { branches }: Conditional) {
    for (const { test } of branches) {
      const problems = test ? evaluate(test, this.reader.environment).problems : [];
      for (const { kind, word } of problems) this.reporter.report({ kind, span: word.span, name: word.raw }, item);
    }
  }

  private addSegment(placed: PlacedRow) {
    const { around } = placed;
    const meaning = meaningOfRow(placed.row, this.reader, this.scope.meanings.get(placed.row));
    this.meanings.set(placed.row, meaning);
    for (const index of meaning.troubled) {
      const item = ruleAt(placed, index);
      if (around && !outlivesBlock(item.statement)) continue;
      for (const problem of meaning.meanings[index]?.problems ?? []) this.reporter.report(problem, item);
    }
    this.segments.push({ ...placed, meaning, executions: ofOwners(meaning.executions, around?.owners) });
  }

  /** `deny { /a px, }`: the block's mode makes a sound rule unsound. */
  private checkDenied(placed: PlacedRow) {
    for (const [index, { statement: rule }] of placed.row.rules.entries()) {
      if (rule.verb !== 'file' || rule.qualifiers.mode) continue;
      const problem = execInDenied(rule);
      if (problem) this.reporter.report({ kind: 'deny-exec-mode', ...problem }, ruleAt(placed, index));
    }
  }

  /** The kernel's table of named transitions has twelve places for each profile. */
  private checkTargets() {
    const known = new Set<string>();
    for (const segment of this.segments) {
      const { elements, rules } = segment.meaning.targets;
      for (const [i, target] of elements.entries()) {
        if (known.has(target)) continue;
        known.add(target);
        if (known.size !== maximumTargets + 1) continue;
        const item = ruleAt(segment, rules[i] as number);
        const word = (item.statement as FileRule).target;
        if (word) this.reporter.report({ kind: 'too-many-targets', span: word.span, name: word.raw }, item);
        return;
      }
    }
  }

  /** Execution of one path must be decided one way (upstream: conflicting x modifiers). */
  private checkConflicts() {
    const { executions } = this.scope;
    executions.update(this.segments.map((segment) => (isInDeny(segment) ? none : segment.executions.elements)));
    const at = ({ row, index }: RowPosition): ExecutionItem => {
      const segment = this.segments[row] as JudgedRow;
      const { elements, rules } = segment.executions;
      return [elements[index] as Execution, ruleAt(segment, rules[index] as number)];
    };
    const byEarlier = new Map<string, (readonly [RowPosition, RowPosition])[]>();
    for (const pair of executions.pairs(conflict)) {
      const key = `${pair[1].row} ${pair[1].index}`;
      const same = byEarlier.get(key);
      if (same) same.push(pair);
      else byEarlier.set(key, [pair]);
    }
    for (const pairs of byEarlier.values()) {
      const [, first] = pairs[0] as readonly [RowPosition, RowPosition];
      const earlier = at(first);
      const later = pairs.map(([one]) => at(one));
      if (later.length > severalConflicts && !earlier[1].site) this.reportConflict(later, earlier);
      else for (const one of later) this.reportConflict([earlier], one);
    }
  }

  /** One rule and those that it contradicts; of one of them alone, the rule of the file itself is shown. */
  private reportConflict(others: readonly ExecutionItem[], one: ExecutionItem) {
    const { reporter } = this;
    const isPartial = ([{ word }, item]: ExecutionItem) => reporter.isPartial(item, word.span);
    const against = others.filter((other) => !isPartial(other));
    const first = against[0];
    if (!first || isPartial(one)) return;
    const swap = against.length === 1 && one[1].site && !first[1].site;
    const [[shown, item], [other]] = swap ? [first, one] : [one, first];
    const related = (swap ? [one] : against.slice(0, relatedConflicts)).map(([{ word, decision }, item]) =>
      reporter.relatedTo(item, word.span, `the other rule: ${spelled(decision)}`),
    );
    const problem: Problem = {
      kind: 'exec-conflict',
      span: shown.word.span,
      mode: spelled(shown.decision),
      against: spelled(other.decision),
      path: shown.path,
      otherPath: other.path,
      more: against.length - 1,
    };
    reporter.report(problem, item, related);
  }
}

type ExecutionItem = readonly [Execution, Item];

/** A rule that contradicts more later ones than this is the mistake, not each of them. */
const severalConflicts = 5;
/** Of many rules that one contradicts, so many are shown. */
const relatedConflicts = 10;

const maximumTargets = 12;

const none: readonly Execution[] = [];

/** Upstream keeps the rules of a block that are entries for files, and drops the others unread. */
export const outlivesBlock = ({ verb }: RuleStatement): boolean => verb === 'file' || verb === 'link' || verb === 'change_profile';

/** Executions in blocks for owners or for others; the same object as long as the column is. */
const ofOwners = (column: Column<Execution>, owners: readonly Owner[] = []): Column<Execution> =>
  owners.length === 0 || column.elements.length === 0 ? column : narrowed(column, owners.join(), owners);

const narrowed = memoWord(
  (column: Column<Execution>, _: string, owners: readonly Owner[]): Column<Execution> => ({
    ...column,
    elements: column.elements.map((one) => ({
      ...one,
      user: one.user && !owners.includes('other'),
      other: one.other && !owners.includes('owner'),
    })),
  }),
);

function execInDenied(rule: FileRule) {
  if (!rule.permissions) {
    return rule.keyword && rule.problems.length === 0 ? { span: rule.keyword.span, bare: true } : undefined;
  }
  const { exec } = permissionsOf(rule.permissions.raw);
  if (!exec) return undefined;
  const start = rule.permissions.span.start;
  return {
    span: { start: start + exec.start, end: start + exec.end },
    mode: rule.permissions.raw.slice(exec.start, exec.end),
  };
}
