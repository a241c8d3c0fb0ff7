/** Which releases' language a statement speaks. */

import type { Span } from '../../../core';
import type { ApparmorFeatureName } from '../../../knowledge';
import { expandedWords } from './expandedWords';
import type { AccessRule, Expression, ProfileStatement, RuleStatement, Statement, Word } from './tree';
import { variablesIn, wordValue } from './words';

/** Relative to the statement. */
export interface UsedFeature {
  readonly name: ApparmorFeatureName;
  readonly span: Span;
  /** A variable that is built in unless the file defines it. */
  readonly variable?: string;
}

/** What of the statement is younger than AppArmor 2.13, each thing once. */
export function featuresOf(statement: Statement): readonly UsedFeature[] {
  const found: UsedFeature[] = [];
  find(statement, found);
  return found.length < 2 ? found : found.filter(({ name }, i) => found.findIndex((other) => other.name === name) === i);
}

function find(statement: Statement, found: UsedFeature[]) {
  switch (statement.kind) {
    case 'profile':
      inHeader(statement, found);
      break;
    case 'set-variable':
      if (statement.operator === '?=' || statement.operator === ':=') found.push({ name: 'assignment', span: statement.name.span });
      break;
    case 'boolean-variable':
      if (statement.operator === '?=' || statement.operator === ':=') found.push({ name: 'assignment', span: statement.name.span });
      if (statement.value && statement.value.kind !== 'literal' && statement.value.kind !== 'invalid')
        found.push({ name: 'expression', span: statement.value.span });
      break;
    case 'if':
      for (const { test } of statement.branches) if (test && isNew(test)) found.push({ name: 'expression', span: test.span });
      break;
    case 'block':
      if (statement.qualifiers.mode?.value === 'prompt') found.push({ name: 'prompt', span: statement.qualifiers.mode.span });
      break;
    case 'rule':
      inRule(statement, found);
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

function inHeader({ xattrs, identities, flags }: ProfileStatement, found: UsedFeature[]) {
  if (xattrs) found.push({ name: 'xattrs', span: xattrs.name.span });
  if (identities[0]) found.push({ name: 'identities', span: identities[0].span });
  for (const { raw, span } of flags?.words ?? []) {
    const flag = wordValue(raw);
    if (flag === 'unconfined') found.push({ name: 'flag-unconfined', span });
    else if (flag.startsWith('error=')) found.push({ name: 'flag-error', span });
    else if (flag.startsWith('attach_disconnected.ipc')) found.push({ name: 'flag-ipc', span });
    else if (flagsOf40.has(flag) || /^(?:kill\.signal|attach_disconnected\.path)=/.test(flag)) found.push({ name: 'flags-of-4.0', span });
  }
}

const youngCapabilities = new Set(['bpf', 'perfmon', 'checkpoint_restore']);
const youngSignals = new Set(['tstp', 'poll']);

function inRule(rule: RuleStatement, found: UsedFeature[]) {
  const { priority, mode } = rule.qualifiers;
  if (priority) found.push({ name: 'priority', span: priority.keyword });
  if (mode?.value === 'prompt') found.push({ name: 'prompt', span: mode.span });
  switch (rule.verb) {
    case 'userns':
    case 'mqueue':
    case 'io_uring':
    case 'all':
      found.push({ name: rule.verb, span: rule.keyword?.span ?? rule.span });
      break;
    case 'capability':
      words(rule.names, youngCapabilities, 'capabilities-of-5.9', found);
      break;
    case 'network':
      inNetwork(rule, found);
      break;
    case 'signal':
      for (const condition of rule.conditions)
        if (condition.name.raw === 'set') words(condition.values, youngSignals, 'signals-of-5.0', found);
      break;
    default:
  }
  for (const word of expandedWords(rule)) {
    for (const { name, start, end } of variablesIn(word.raw)) {
      if (name !== 'exec_path' && name !== 'attach_path') continue;
      found.push({ name: 'attachment', span: { start: word.span.start + start, end: word.span.start + end }, variable: name });
    }
  }
}

function words(all: readonly Word[], names: ReadonlySet<string>, name: ApparmorFeatureName, found: UsedFeature[]) {
  for (const { raw, span } of all) if (names.has(raw)) found.push({ name, span });
}

function inNetwork(rule: AccessRule, found: UsedFeature[]) {
  if (rule.access[0]) found.push({ name: 'network-access', span: rule.access[0].span });
  for (const { name } of rule.conditions)
    found.push({ name: name.raw === 'interface' || name.raw === 'label' ? 'network-label' : 'network-address', span: name.span });
  if (rule.peer) found.push({ name: 'network-address', span: rule.peer.name.span });
  for (const { name, operator } of rule.peer?.conditions ?? [])
    if (operator === ':=') found.push({ name: 'network-set-label', span: name.span });
}
