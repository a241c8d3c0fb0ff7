/** Semantic tokens: what each word is, by the tree rather than by its spelling. */

import { memoLast, type SemanticToken, type Span, shift, type TokenGroup, wordTable } from '../../../core';
import { shippedVariables } from '../../../knowledge';
import { dangersOf } from '../policy/danger';
import type { Environment } from '../policy/environment';
import { type ApparmorPart, policyOf } from '../policy/model';
import { expand } from '../policy/variables';
import type { Token } from '../syntax/lexer';
import { permissionsOf } from '../syntax/permissions';
import {
  Body,
  type Expression,
  isBody,
  type Qualifiers,
  type RuleStatement,
  type Run,
  type Statement,
  type StatementList,
  type Word,
} from '../syntax/tree';
import { variablesIn, wordValue } from '../syntax/words';

type Kind = Pick<SemanticToken, 'type' | 'modifiers'>;

export function tokens(part: ApparmorPart): readonly TokenGroup[] {
  const { environment } = policyOf(part);
  const fill = (raw: string) => expand(raw, environment, shippedVariables).glob ?? wordValue(raw);
  return groupsIn(part.tree, 0, { text: part.text, base: 0, fill, values: valuesOf(environment) });
}

interface Reading {
  readonly text: string;
  /** Of what the places count from; absolute. */
  readonly base: number;
  readonly fill: (raw: string) => string;
  /** What `fill` depends on. */
  readonly values: string;
}

const valuesOf = ({ sets }: Environment): string =>
  [...sets.values()].map(({ name, values }) => [name, ...values.map(({ text }) => text)].join('\0')).join('\n');

function groupsIn({ runs }: StatementList, by: number, reading: Reading): readonly TokenGroup[] {
  return runs.flatMap(({ start, run }) => {
    const from = by + start;
    return groupsOf(run, { ...reading, base: reading.base + from }).map((group) => ({ start: from + group.start, tokens: group.tokens }));
  });
}

/** By run, so that after an edit only the runs that contain it are read again. */
const groupsOf = memoLast(groupsOfRun, ({ values }) => [values]);

function groupsOfRun(run: Run, reading: Reading): readonly TokenGroup[] {
  const groups: TokenGroup[] = [];
  let open: SemanticToken[] = [];
  const seal = () => {
    if (open.length > 0) groups.push({ start: 0, tokens: open });
    open = [];
  };
  for (const { start, statement } of run.statements) {
    for (const piece of piecesOf(statement, start, reading)) {
      if (!(piece instanceof Body)) open.push(piece);
      else {
        seal();
        groups.push(...groupsIn(piece, start, reading));
      }
    }
  }
  seal();
  return groups;
}

/** The tokens of a statement and the bodies between them. */
function* piecesOf(statement: Statement, start: number, { text, base, fill }: Reading): Generator<SemanticToken | Body> {
  const kinds = new Map<number, Kind>();
  for (const [place, kind] of kindsOf(statement)) if (place) kinds.set(place.start, kind);
  const sound = statement.kind !== 'unknown' && statement.problems.length === 0;
  const dangerous = statement.kind === 'rule' ? dangersOf(statement, fill).map((danger) => danger.span) : [];
  for (const piece of statement.pieces) {
    if (isBody(piece)) {
      yield piece;
      continue;
    }
    // In a sound statement the words that the tree does not name are keywords: `exists`, `rlimit`, `in`, `and`.
    const kind = kinds.get(piece.start) ?? (piece.kind === 'word' && sound ? keyword : plainKinds[piece.kind]);
    if (!kind) continue;
    const raw = text.slice(base + start + piece.start, base + start + piece.end);
    yield* cut(raw, start, piece, kind, dangerous);
  }
}

/** What a token is where the tree does not say: in broken rules, and everywhere for marks. */
const plainKinds: Partial<Record<Token['kind'], Kind>> = {
  comment: { type: 'comment' },
  label: { type: 'string' },
  quoted: { type: 'string' },
  variable: { type: 'variable' },
  boolean: { type: 'variable' },
  permissions: { type: 'enumMember' },
  condition: { type: 'property' },
  operator: { type: 'operator' },
  '->': { type: 'operator' },
  '+': { type: 'operator' },
  '^': { type: 'keyword' },
};

const keyword: Kind = { type: 'keyword' };
const text: Kind = { type: 'string' };
const value: Kind = { type: 'enumMember' };
const profileName: Kind = { type: 'namespace' };

type SpanKind = readonly [place: Span | undefined, kind: Kind];

const each = (words: readonly Word[], kind: Kind): SpanKind[] => words.map((word) => [word.span, kind]);

function* kindsOf(statement: Statement): Generator<SpanKind> {
  switch (statement.kind) {
    case 'include':
    case 'abi':
      yield [statement.keyword.span, keyword];
      yield [statement.file?.span, text];
      break;
    case 'alias':
      yield* each(
        [statement.from, statement.to].filter((word) => word !== undefined),
        text,
      );
      break;
    case 'set-variable':
      yield [statement.name.span, { type: 'variable', modifiers: ['declaration'] }];
      yield* each(statement.values, text);
      break;
    case 'boolean-variable':
      yield [statement.name.span, { type: 'variable', modifiers: ['declaration'] }];
      if (statement.value) yield* expressionKinds(statement.value);
      break;
    case 'profile':
      yield [statement.keyword?.span, keyword];
      yield [statement.name?.span, { type: 'namespace', modifiers: ['declaration'] }];
      yield [statement.attachment?.span, text];
      yield* each(statement.flags?.words ?? [], value);
      yield* each(statement.identities, text);
      for (const condition of statement.xattrs?.conditions ?? []) {
        yield [condition.name.span, { type: 'property' }];
        yield* each(condition.values, text);
      }
      break;
    case 'block':
      yield* qualifierKinds(statement.qualifiers);
      break;
    case 'if':
      for (const { test } of statement.branches) if (test) yield* expressionKinds(test);
      break;
    case 'rule':
      yield* qualifierKinds(statement.qualifiers);
      yield [statement.keyword?.span, keyword];
      yield* ruleKinds(statement);
      break;
    default:
  }
}

function* qualifierKinds({ words, priority }: Qualifiers): Generator<SpanKind> {
  for (const word of words) {
    const mode = word.raw === 'allow' || word.raw === 'deny' ? { modifiers: [word.raw] as const } : {};
    yield [word.span, { type: 'modifier', ...mode }];
  }
  yield [priority?.value?.span, { type: 'number' }];
}

function* ruleKinds(rule: RuleStatement): Generator<SpanKind> {
  const denied = rule.qualifiers.mode?.value === 'deny';
  switch (rule.verb) {
    case 'file': {
      yield [rule.environment?.span, { type: 'modifier' }];
      yield [rule.path?.span, text];
      yield [rule.permissions?.span, { type: 'enumMember', modifiers: [denied ? 'deny' : 'allow'] }];
      yield [rule.target?.span, rule.permissions && permissionsOf(rule.permissions.raw).exec ? profileName : text];
      break;
    }
    case 'link':
      yield [rule.path?.span, text];
      yield [rule.target?.span, text];
      break;
    case 'capability':
      yield* each(rule.names, value);
      break;
    case 'rlimit':
      yield [rule.name?.span, value];
      yield [rule.value?.span, rule.value?.raw === 'infinity' ? value : { type: 'number' }];
      yield [rule.unit?.span, { type: 'type' }];
      break;
    case 'change_profile':
      yield [rule.environment?.span, { type: 'modifier' }];
      yield [rule.exec?.span, text];
      yield [rule.target?.span, profileName];
      break;
    case 'mount':
    case 'remount':
    case 'umount':
    case 'pivot_root':
      for (const condition of rule.conditions) yield* each(condition.values, /^option/.test(condition.name.raw) ? value : text);
      yield [rule.source?.span, text];
      yield [rule.target?.span, rule.verb === 'pivot_root' ? profileName : text];
      break;
    case 'all':
      break;
    default:
      yield* each(rule.access, { type: 'enumMember', modifiers: [denied ? 'deny' : 'allow'] });
      yield* each(rule.words, rule.verb === 'mqueue' ? text : value);
      yield [rule.peer?.name.span, { type: 'property' }];
      for (const condition of [...rule.conditions, ...(rule.peer?.conditions ?? [])]) {
        yield [condition.name.span, { type: 'property' }];
        yield* each(condition.values, conditionKinds[condition.name.raw] ?? text);
      }
  }
}

const conditionKinds: Readonly<Record<string, Kind>> = wordTable({
  set: value,
  type: value,
  bus: value,
  peer: profileName,
  label: profileName,
  port: { type: 'number' },
});

function* expressionKinds(expression: Expression): Generator<SpanKind> {
  switch (expression.kind) {
    case 'and':
    case 'or':
      yield* expressionKinds(expression.left);
      yield* expressionKinds(expression.right);
      break;
    case 'not':
      yield* expressionKinds(expression.operand);
      break;
    case 'literal':
      yield [expression.span, value];
      break;
    case 'compare':
      yield* each([expression.left, expression.right], text);
      break;
    default:
  }
}

/** One token as the editor takes it: each line for itself, variables in strings as variables, the dangerous part marked. */
function* cut(raw: string, start: number, token: Token, kind: Kind, dangerous: readonly Span[]): Generator<SemanticToken> {
  const cuts = new Set([0, raw.length]);
  const variables = kind.type === 'string' || kind.type === 'namespace' ? variablesIn(raw) : [];
  for (const variable of variables) cuts.add(variable.start).add(variable.end);
  for (const match of raw.matchAll(/\r?\n/g)) cuts.add(match.index).add(match.index + match[0].length);
  const marked = dangerous.filter((place) => place.start < token.end && token.start < place.end);
  for (const place of marked) {
    cuts.add(Math.max(0, place.start - token.start));
    cuts.add(Math.min(raw.length, place.end - token.start));
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  for (let i = 1; i < sorted.length; i++) {
    const place = { start: sorted[i - 1] as number, end: sorted[i] as number };
    if (/^\s*$/.test(raw.slice(place.start, place.end))) continue;
    const type = variables.some((variable) => variable.start <= place.start && place.end <= variable.end) ? 'variable' : kind.type;
    const danger = marked.some((one) => one.start <= token.start + place.start && token.start + place.end <= one.end);
    const modifiers = [...(kind.modifiers ?? []), ...(danger ? (['dangerous'] as const) : [])];
    yield { span: shift(place, start + token.start), type, ...(modifiers.length && { modifiers }) };
  }
}
