/** Which releases' language a statement speaks. */

import type { Span } from '../../core';
import type { ApparmorFeatureName } from '../../knowledge';
import { expandedWords } from './checks';
import type { AccessRule, Expression, Profile, Rule, Statement, Word } from './tree';
import { variablesIn, wordValue } from './words';

/** Relative to the statement. */
export interface UsedFeature {
  readonly name: ApparmorFeatureName;
  readonly span: Span;
  /** A variable that is built in unless the file defines it. */
  readonly variable?: string;
}

const none: readonly UsedFeature[] = [];
const known = new WeakMap<Statement, readonly UsedFeature[]>();

/** What of the statement is younger than AppArmor 2.13, each thing once. */
export function featuresOf(statement: Statement): readonly UsedFeature[] {
  let used = known.get(statement);
  if (!used) {
    const names = new Set<string>();
    const all = [...find(statement)].filter(({ name }) => !names.has(name) && names.add(name));
    used = all.length > 0 ? all : none;
    known.set(statement, used);
  }
  return used;
}

function* find(statement: Statement): Generator<UsedFeature> {
  switch (statement.kind) {
    case 'profile':
      yield* inHeader(statement);
      break;
    case 'set-variable':
      if (statement.operator === '?=' || statement.operator === ':=') yield { name: 'assignment', span: statement.name.span };
      break;
    case 'boolean-variable':
      if (statement.operator === '?=' || statement.operator === ':=') yield { name: 'assignment', span: statement.name.span };
      if (statement.value && statement.value.kind !== 'literal' && statement.value.kind !== 'invalid')
        yield { name: 'expression', span: statement.value.span };
      break;
    case 'if':
      for (const { test } of statement.branches) if (test && isNew(test)) yield { name: 'expression', span: test.span };
      break;
    case 'block':
      if (statement.qualifiers.mode?.value === 'prompt') yield { name: 'prompt', span: statement.qualifiers.mode.span };
      break;
    case 'rule':
      yield* inRule(statement);
      break;
    default:
  }
}

/** Before 5.0 a condition is a boolean variable or `defined`, with or without `not`. */
function isNew(test: Expression): boolean {
  switch (test.kind) {
    case 'boolean':
    case 'defined':
    case 'invalid':
      return false;
    case 'not':
      return isNew(test.operand);
    default:
      return true;
  }
}

const flagsOf40 = new Set(['prompt', 'default_allow', 'debug', 'interruptible']);

function* inHeader({ xattrs, identities, flags }: Profile): Generator<UsedFeature> {
  if (xattrs) yield { name: 'xattrs', span: xattrs.name.span };
  if (identities[0]) yield { name: 'identities', span: identities[0].span };
  for (const { raw, span } of flags?.words ?? []) {
    const flag = wordValue(raw);
    if (flag === 'unconfined') yield { name: 'flag-unconfined', span };
    else if (flag.startsWith('error=')) yield { name: 'flag-error', span };
    else if (flag.startsWith('attach_disconnected.ipc')) yield { name: 'flag-ipc', span };
    else if (flagsOf40.has(flag) || /^(?:kill\.signal|attach_disconnected\.path)=/.test(flag)) yield { name: 'flags-of-4.0', span };
  }
}

const youngCapabilities = new Set(['bpf', 'perfmon', 'checkpoint_restore']);
const youngSignals = new Set(['tstp', 'poll']);

function* inRule(rule: Rule): Generator<UsedFeature> {
  const { priority, mode } = rule.qualifiers;
  if (priority) yield { name: 'priority', span: priority.keyword };
  if (mode?.value === 'prompt') yield { name: 'prompt', span: mode.span };
  const keyword = rule.keyword?.span ?? rule.span;
  switch (rule.verb) {
    case 'userns':
    case 'mqueue':
    case 'io_uring':
    case 'all':
      yield { name: rule.verb, span: keyword };
      break;
    case 'capability':
      yield* words(rule.names, youngCapabilities, 'capabilities-of-5.9');
      break;
    case 'network':
      yield* inNetwork(rule);
      break;
    case 'signal':
      for (const condition of rule.conditions)
        if (condition.name.raw === 'set') yield* words(condition.values, youngSignals, 'signals-of-5.0');
      break;
    default:
  }
  for (const word of expandedWords(rule)) {
    for (const { name, start, end } of variablesIn(word.raw)) {
      if (name !== 'exec_path' && name !== 'attach_path') continue;
      yield { name: 'attachment', span: { start: word.span.start + start, end: word.span.start + end }, variable: name };
    }
  }
}

function* words(all: readonly Word[], young: ReadonlySet<string>, name: ApparmorFeatureName): Generator<UsedFeature> {
  for (const { raw, span } of all) if (young.has(raw)) yield { name, span };
}

function* inNetwork(rule: AccessRule): Generator<UsedFeature> {
  if (rule.access[0]) yield { name: 'network-access', span: rule.access[0].span };
  for (const { name } of rule.conditions)
    yield { name: name.raw === 'interface' || name.raw === 'label' ? 'network-label' : 'network-address', span: name.span };
  if (rule.peer) yield { name: 'network-address', span: rule.peer.name.span };
}
