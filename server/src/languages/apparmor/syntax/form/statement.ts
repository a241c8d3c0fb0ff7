/** The second layer: what is wrong with one statement by itself. Pure, and kept with the statement. */

import {
  byteUnits,
  capabilityWords,
  errorFlagNames,
  firstName,
  isRealTimeSignal,
  profileFlagPairs,
  profileFlags,
  profileModes,
  profileValueFlags,
  rlimits,
  signalNames,
  timeUnits,
} from '../../../../knowledge';
import type { CapabilityRule, Problem, ProblemOf, ProfileStatement, RlimitRule, RuleBlock, RuleStatement, Statement, Word } from '../tree';
import { wordValue } from '../words';
import { checkAccessRule } from './accessRule';
import { checkChangeProfile, checkFileRule, checkLabel } from './fileRule';
import { checkMountRule } from './mountRule';

/** Everything wrong with the statement alone, what the parser found included; spans relative to it. */
export function problemsOf(statement: Statement): readonly Problem[] {
  statement.allProblems ??= flawsOf(statement);
  return statement.allProblems;
}

function flawsOf(statement: Statement): readonly Problem[] {
  const { problems } = statement;
  const found: Problem[] = [];
  if (problems.length === 0) {
    check(statement, found);
    return found.length === 0 ? problems : found;
  }
  const broken = problems.findIndex(({ kind }) => breaking.has(kind));
  // After such a mistake the parser only guesses what was meant: what else it found is mostly the same one again.
  if (broken >= 0) return broken === problems.length - 1 ? problems : problems.slice(0, broken + 1);
  check(statement, found);
  const all = found.length === 0 ? problems : [...problems, ...found];
  // A comma that is part of a word is missing after it.
  return problems.some(({ kind }) => kind === 'missing-comma')
    ? all.filter((problem) => !('word' in problem && problem.word?.includes(',')))
    : all;
}

const breaking: ReadonlySet<string> = new Set([
  'unexpected-text',
  'incomplete-rule',
  'missing-permissions',
  'unknown-keyword',
  'unterminated-string',
  'unclosed-list',
  'condition-form',
]);

/** Whether the words of a statement may be others than were meant. */
export const isBroken = ({ problems }: Statement): boolean => problems.length > 0 && problems.some(({ kind }) => breaking.has(kind));

function check(statement: Statement, found: Problem[]) {
  if (statement.kind === 'rule') {
    checkQualifiers(statement, found);
    checkRule(statement, found);
  } else if (statement.kind === 'block') checkBlock(statement, found);
  else if (statement.kind === 'profile') checkProfile(statement, found);
}

function checkRule(rule: RuleStatement, found: Problem[]) {
  switch (rule.verb) {
    case 'file':
      checkFileRule(rule, found);
      break;
    case 'link':
    case 'all':
      break;
    case 'capability':
      checkCapability(rule, found);
      break;
    case 'change_profile':
      checkChangeProfile(rule, found);
      break;
    case 'rlimit':
      checkRlimit(rule, found);
      break;
    case 'mount':
    case 'remount':
    case 'umount':
    case 'pivot_root':
      checkMountRule(rule, found);
      break;
    default:
      checkAccessRule(rule, found);
  }
}

const lowestPriority = -1000;
const highestPriority = 1000;

function checkPriority(qualifiers: RuleStatement['qualifiers'], what: string, found: Problem[]) {
  const { priority } = qualifiers;
  if (!priority) return;
  if (what === 'network' || what === 'all' || what === 'a rule block') {
    if (Number(priority.value?.raw) !== 0) found.push({ kind: 'qualifier-not-allowed', span: priority.keyword, word: 'priority', what });
    return;
  }
  const value = Number(priority.value?.raw);
  if (priority.value && (value < lowestPriority || value > highestPriority)) {
    found.push({ kind: 'priority-range', span: priority.value.span, word: priority.value.raw });
  }
}

function checkQualifiers(rule: RuleStatement, found: Problem[]) {
  const { owner } = rule.qualifiers;
  if (rule.verb === 'rlimit') return;
  if (owner && rule.verb !== 'file' && rule.verb !== 'link') {
    found.push({ kind: 'qualifier-not-allowed', span: owner.span, word: owner.value, what: rule.keyword?.raw ?? rule.verb });
  }
  checkPriority(rule.qualifiers, rule.verb, found);
}

/** Priority stays outside; a mode inside must not contradict the block's. */
function checkBlock(block: RuleBlock, found: Problem[]) {
  checkPriority(block.qualifiers, 'a rule block', found);
  const mode = block.qualifiers.mode?.value;
  if (!mode) return;
  for (const { start, statement } of block.body.statements) {
    const own = 'qualifiers' in statement ? statement.qualifiers.mode : undefined;
    if (own && own.value !== mode && holdsFileRule(statement)) {
      found.push({
        kind: 'block-mode-conflict',
        span: { start: start + own.span.start, end: start + own.span.end },
        word: own.value,
        mode,
      });
    }
  }
}

/** The rules for which a block's mode is looked at. */
const holdsFileRule = (statement: Statement): boolean =>
  statement.kind === 'rule'
    ? statement.verb === 'file' || statement.verb === 'link'
    : statement.kind === 'block' && statement.body.statements.some((inner) => holdsFileRule(inner.statement));

function checkCapability(rule: CapabilityRule, found: Problem[]) {
  for (const word of rule.names) {
    if (!capabilityWords.includes(word.raw)) found.push({ kind: 'unknown-capability', span: word.span, word: word.raw });
  }
}

function checkRlimit(rule: RlimitRule, found: Problem[]) {
  const { name, value, unit } = rule;
  if (!name || !value) return;
  const kind = Object.hasOwn(rlimits, name.raw) ? rlimits[name.raw] : undefined;
  if (!kind) {
    found.push({ kind: 'unknown-rlimit', span: name.span, word: name.raw });
    return;
  }
  if (value.raw === 'infinity') return;
  const number = Number(value.raw);
  const wrong = (word: Word, reason: ProblemOf<'rlimit-value'>['reason']): Problem => ({
    kind: 'rlimit-value',
    span: word.span,
    name: name.raw,
    word: word.raw,
    reason,
  });
  if (Number.isNaN(number)) found.push(wrong(value, 'number'));
  else if (kind === 'nice') {
    if (unit) found.push(wrong(unit, 'unit'));
    else if (number < -20 || number > 19) found.push(wrong(value, 'nice'));
  } else if (number < 0) found.push(wrong(value, 'negative'));
  else if (kind === 'count') {
    if (unit) found.push(wrong(unit, 'unit'));
  } else if (kind === 'bytes') {
    if (unit && !byteUnits.includes(unit.raw)) found.push(wrong(unit, 'bytes'));
  } else if (unit && !Object.hasOwn(timeUnits, unit.raw)) found.push(wrong(unit, 'time'));
  // Without a unit nothing is converted, and so nothing compared.
  else if (kind === 'seconds' && unit && number * (timeUnits[unit.raw] as number) < 1e6) found.push(wrong(value, 'second'));
}

function checkProfile(profile: ProfileStatement, found: Problem[]) {
  const { name, keyword, flags } = profile;
  if (name) {
    const text = wordValue(name.raw);
    if (text.startsWith('&')) found.push({ kind: 'profile-name', span: name.span, name: name.raw, reason: 'stack' });
    else if (text === '') found.push({ kind: 'profile-name', span: name.span, reason: 'missing' });
    else checkLabel(name, found);
    if (!keyword && text !== '' && !text.startsWith('/') && !text.startsWith(':')) {
      found.push({ kind: 'profile-name', span: name.span, name: name.raw, reason: 'keyword' });
    }
  }
  if (profile.xattrs) {
    for (const condition of profile.xattrs.conditions) {
      if (condition.operator === 'in' || (condition.listed && condition.values.length !== 1))
        found.push({ kind: 'conditional-value', span: condition.name.span, name: condition.name.raw, reason: 'many' });
    }
  }
  for (const word of profile.identities) {
    const text = wordValue(word.raw);
    if (!text.startsWith('/') && text.includes(' ')) found.push({ kind: 'identities-form', span: word.span });
  }
  if (!flags) return;
  if (profile.problems.some(({ kind }) => kind === 'flags-form' || kind === 'unclosed-list')) return;
  if (flags.words.length === 0) found.push({ kind: 'flags-form', span: flags.span, reason: 'empty' });
  checkFlags(flags.words, found);
}

function checkFlags(words: readonly Word[], found: Problem[]) {
  const seen = new Map<string, { word: Word; value?: string }>();
  for (const word of words) {
    const text = wordValue(word.raw);
    const equals = text.indexOf('=');
    const name = equals < 0 ? text : text.slice(0, equals);
    const value = equals < 0 ? undefined : text.slice(equals + 1);
    if (value === undefined ? !profileFlags.includes(name) : !profileValueFlags.includes(name)) {
      found.push({ kind: 'unknown-flag', span: word.span, word: word.raw });
      continue;
    }
    if (value !== undefined && !isFlagValue(name, value)) {
      found.push({ kind: 'flag-value', span: word.span, name, value });
      continue;
    }
    const against = [...seen.values()].find((other) => flagsConflict(wordValue(other.word.raw), text));
    if (against) found.push({ kind: 'flag-conflict', span: word.span, word: word.raw, against: against.word.raw });
    else seen.set(text, { word, ...(value !== undefined && { value }) });
  }
}

function isFlagValue(name: string, value: string): boolean {
  if (name === 'kill.signal') return signalNames.includes(value) || isRealTimeSignal(value);
  if (name === 'error') return errorFlagNames.includes(value.toUpperCase());
  // A value that starts with a variable is judged when the variable is known.
  return value.startsWith('/') || value.startsWith('@{');
}

/** What a flag's value comes down to: upstream compares the numbers of names. */
function sameValue(flag: string): string {
  const value = flag.slice(flag.indexOf('=') + 1);
  if (flag.startsWith('error=')) return firstName(value.toUpperCase());
  return flag.startsWith('kill.signal=') ? firstName(value) : value;
}

function flagsConflict(a: string, b: string): boolean {
  if (a === b) return false;
  if (profileModes.includes(a) && profileModes.includes(b)) return true;
  if (profileFlagPairs.some((pair) => pair.includes(a) && pair.includes(b))) return true;
  const nameA = a.split('=', 1)[0] as string;
  const nameB = b.split('=', 1)[0] as string;
  if (nameA === nameB && a.includes('=') && b.includes('=')) return sameValue(a) !== sameValue(b);
  const disconnected = (name: string) => name.startsWith('attach_disconnected.');
  return (a === 'no_attach_disconnected' && disconnected(nameB)) || (b === 'no_attach_disconnected' && disconnected(nameA));
}
