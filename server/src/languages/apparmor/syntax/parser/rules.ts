/** One function for each kind of rule; the qualifiers before it have been read. */

import { wordTable } from '../../../../core';
import { accessWords } from '../../../../knowledge';
import type { LexerMode, Token } from '../lexer';
import {
  AccessRule,
  type AccessVerb,
  AllRule,
  CapabilityRule,
  ChangeProfileRule,
  FileRule,
  LinkRule,
  MountRule,
  type Qualifiers,
  RlimitRule,
  Word,
} from '../tree';
import { parseAccess, parseConditions } from './conditions';
import type { TokenCursor } from './cursor';
import { bracedPermissions, isFreeWord, isWordAsPath } from './lookahead';
import { endRule, looksLikeStart, unexpected } from './recover';

const qualifierPlaces = new Set(['audit', 'allow', 'deny', 'prompt', 'owner', 'user', 'other', 'safe', 'unsafe']);

const isPath = (token: Token) => token.kind === 'label' || token.kind === 'variable';

/** A path, or a word in its place; after something else on the same line. */
function takePath(cursor: TokenCursor, first = false): Word | undefined {
  const token = cursor.peek('statement');
  const newLine = cursor.isOnNewLine(token.start);
  const word = (first || !newLine) && isFreeWord(cursor, token);
  if (!isPath(token) && !word) return undefined;
  if (word) cursor.problem({ kind: 'word-as-path', word: cursor.textOf(token) }, token);
  return cursor.word(cursor.take('statement'));
}

/** `-> target`, when an arrow is next; a missing target is reported. */
function parseTarget(cursor: TokenCursor, mode: LexerMode): Word | undefined {
  const arrow = cursor.accept(mode, '->');
  if (!arrow) return undefined;
  const token = cursor.peek('target');
  const forgotten = cursor.isOnNewLine(token.start) && looksLikeStart(cursor, token.start) && endsLikeRule(cursor, token);
  if ((token.kind !== 'word' && token.kind !== 'quoted') || forgotten) {
    cursor.problem({ kind: 'incomplete-rule', what: 'target' }, arrow);
    return undefined;
  }
  return cursor.word(cursor.take('target'));
}

/** Whether the line of a word after `->` is a whole rule of its own: more words follow before the comma. */
function endsLikeRule(cursor: TokenCursor, token: Token): boolean {
  const rest = cursor.text.slice(token.end, token.end + 200);
  return /^[ \t]+[^\s,#]+[ \t]*,/.test(rest);
}

export function parseFile(cursor: TokenCursor, qualifiers: Qualifiers, keyword?: Word): FileRule {
  if (keyword && endsBare(cursor)) return new FileRule(cursor.extent(), qualifiers, keyword, { leading: false });
  const environment = cursor.acceptWord('statement', 'safe', 'unsafe');
  const first = cursor.peek('statement');
  let path: Word | undefined;
  let permissions: Word | undefined;
  let subset: Word | undefined;
  const leading = first.kind === 'permissions';
  if (leading) {
    permissions = cursor.word(cursor.take('statement'));
    subset = cursor.acceptWord('statement', 'subset') ?? acceptLessEqual(cursor);
    takeMisplaced(cursor);
    path = takePath(cursor);
    if (!path) cursor.problem({ kind: 'incomplete-rule', what: 'path' }, cursor.lastSpan());
  } else if (isPath(first) || isWordAsPath(cursor, first)) {
    path = takePath(cursor, true) as Word;
    permissions = parsePermissions(cursor, path);
  } else if (first.kind === 'quoted') {
    cursor.problem({ kind: 'path-form' }, first);
    path = cursor.word(cursor.take('statement'));
    permissions = parsePermissions(cursor, path);
  } else cursor.problem({ kind: 'incomplete-rule', what: 'path' }, cursor.lastSpan());
  const target = parseTarget(cursor, 'statement');
  takeMisplaced(cursor);
  endRule(cursor, 'statement');
  return new FileRule(cursor.extent(), qualifiers, keyword, { environment, path, permissions, leading, subset: subset?.span, target });
}

/** `file,` alone; its comma is forgotten where the profile ends or another rule begins. */
function endsBare(cursor: TokenCursor): boolean {
  if (cursor.accept('statement', ',')) return true;
  const { kind, start, end } = cursor.peek('statement');
  const other = kind === 'word' && cursor.isOnNewLine(start) && !/^(?:un)?safe$/.test(cursor.text.slice(start, end));
  const forgotten = kind === '}' || kind === 'end' || (other && looksLikeStart(cursor, start));
  if (forgotten) cursor.problem({ kind: 'missing-comma' }, cursor.lastSpan());
  return forgotten;
}

function acceptLessEqual(cursor: TokenCursor): Word | undefined {
  const token = cursor.peek('statement');
  return token.kind === 'operator' && cursor.textOf(token) === '<=' ? cursor.word(cursor.take('statement')) : undefined;
}

/** `owner`, `safe` and their like after the path: they belong to the start of the rule. */
function takeMisplaced(cursor: TokenCursor) {
  const token = cursor.peek('statement');
  if (token.kind !== 'word' || !qualifierPlaces.has(cursor.textOf(token))) return;
  if (cursor.isOnNewLine(token.start)) return;
  cursor.problem({ kind: 'qualifier-order', word: cursor.textOf(token), misplaced: true }, token);
  cursor.take('statement');
}

function parsePermissions(cursor: TokenCursor, path: Word): Word | undefined {
  takeMisplaced(cursor);
  const token = cursor.peek('statement');
  if (token.kind === 'permissions') return cursor.word(cursor.take('statement'));
  const sameLine = !cursor.isOnNewLine(token.start);
  const braced = token.kind === '{' ? bracedPermissions(cursor.text, token.start) : undefined;
  if (braced) {
    const raw = cursor.text.slice(braced.start, braced.end);
    cursor.problem({ kind: 'unknown-permissions', word: raw }, braced);
    const { start, end } = cursor.relative(braced);
    while (cursor.position < braced.end) cursor.take('list');
    return new Word(raw, start, end);
  }
  if (token.kind === ',' && /^,[ \t]+[rwalmkxipcu]+[ \t]*,/.test(cursor.text.slice(token.start, token.start + 40))) {
    cursor.problem({ kind: 'path-needs-quotes' }, token);
    cursor.take('statement');
    return cursor.word(cursor.take('statement'));
  }
  if (token.kind === 'word' && sameLine) {
    const word = cursor.textOf(token);
    const broken = restOfBrokenPath(cursor.text, token.start);
    if (broken && !splits(word)) {
      cursor.problem({ kind: 'path-needs-quotes' }, { start: token.start, end: broken });
      while (cursor.position < broken) cursor.take('statement');
      return cursor.word(cursor.take('statement'));
    }
    const taken = cursor.word(cursor.take('statement'));
    if (!splits(word)) cursor.problem({ kind: 'unknown-permissions', word }, token);
    // The lexer knows permissions by the blank or comma after them.
    else if (cursor.text.startsWith('->', token.end))
      cursor.problem({ kind: 'missing-blank', word: '->' }, { start: token.end, end: token.end + 2 });
    else if (cursor.text[token.end] === '#') cursor.problem({ kind: 'missing-blank', word: '#' }, { start: token.end, end: token.end + 1 });
    return taken;
  }
  // A sign after the path is reported as what cannot be there.
  if (!(sameLine && token.kind === 'operator')) cursor.problem({ kind: 'missing-permissions', path: path.raw }, cursor.lastSpan());
  return undefined;
}

/** Where a path with a blank in it ends: the words from `start` to the permissions before the comma. */
function restOfBrokenPath(text: string, start: number): number | undefined {
  const line = /^[^\n]*/.exec(text.slice(start, start + 400))?.[0] ?? '';
  const match = /^([^\s,#"]+(?:[ \t]+[^\s,#"]+)*)[ \t]+(?:[rwalmkxipcuRWLMXIPCU]+)[ \t]*(?:,|->)/.exec(line);
  return match ? start + (match[1] as string).length : undefined;
}

const splits = (word: string) => /^(?:[RrWwaLlMmkXx]|[PpCc][Xx]|[PpCc]?[IiUu][Xx])+$/.test(word);

export function parseLink(cursor: TokenCursor, qualifiers: Qualifiers, keyword: Word): LinkRule {
  const subset = cursor.acceptWord('statement', 'subset');
  const path = takePath(cursor);
  if (!path) cursor.problem({ kind: 'incomplete-rule', what: 'path' }, cursor.lastSpan());
  const arrow = cursor.peek('statement').kind === '->';
  const target = parseTarget(cursor, 'statement');
  if (path && !arrow) cursor.problem({ kind: 'incomplete-rule', what: 'link target' }, cursor.lastSpan());
  endRule(cursor, 'statement', true);
  return new LinkRule(cursor.extent(), qualifiers, keyword, subset?.span, path, target);
}

export function parseCapability(cursor: TokenCursor, qualifiers: Qualifiers, keyword: Word): CapabilityRule {
  const names: Word[] = [];
  for (;;) {
    const token = cursor.peek('statement');
    const newLine = cursor.isOnNewLine(token.start);
    const isName = token.kind === 'word' || token.kind === 'permissions';
    if (!isName || (newLine && looksLikeStart(cursor, token.start))) break;
    names.push(cursor.word(cursor.take('statement')));
  }
  endRule(cursor, 'statement');
  return new CapabilityRule(cursor.extent(), qualifiers, keyword, names);
}

/** Words that the grammar takes after the access list, by rule. */
const freeWords: Readonly<Partial<Record<AccessVerb, number>>> = { network: 2, mqueue: 1 };
/** Rules whose keyword does not switch the lexer. */
const inStatementMode: readonly AccessVerb[] = ['io_uring', 'userns'];

export function parseAccessRule(cursor: TokenCursor, qualifiers: Qualifiers, keyword: Word): AccessRule {
  const verb = keyword.raw as AccessVerb;
  const mode: LexerMode = inStatementMode.includes(verb) ? 'statement' : 'rule';
  if (verb === 'userns' && cursor.peek(mode).kind === '(') cursor.problem({ kind: 'userns-list' }, cursor.peek(mode));
  const access = parseAccess(cursor, mode, accessWords[verb] as readonly string[]);
  const words: Word[] = [];
  const takeWords = () => {
    for (;;) {
      const token = cursor.peek(mode);
      if (!['word', 'label', 'variable', 'quoted', 'permissions'].includes(token.kind)) return;
      const newLine = cursor.isOnNewLine(token.start);
      if (newLine && looksLikeStart(cursor, token.start) && !(verb === 'mqueue' && words.length === 0)) return;
      const text = cursor.textOf(token);
      if (words.length >= (freeWords[verb] ?? 0)) {
        // What is in the place of an access word is judged as one, so that it can be named.
        if (access.length > 0 || words.length > 0 || token.kind !== 'word') return;
        if (!cursor.has('unknown-access')) cursor.problem({ kind: 'unknown-access', verb, word: text }, token);
        cursor.take(mode);
        continue;
      }
      words.push(cursor.word(cursor.take(mode)));
    }
  };
  if (verb !== 'mqueue') takeWords();
  const { conditions, group } = parseConditions(cursor, mode, ['peer']);
  if (verb === 'mqueue') takeWords();
  if (group && !['network', 'unix', 'dbus'].includes(verb) && verb !== 'io_uring') {
    cursor.problem({ kind: 'peer-form', verb }, absolute(cursor, group.name));
  }
  endRule(cursor, mode);
  return new AccessRule(cursor.extent(), qualifiers, keyword, verb, access, words, conditions, group);
}

function absolute(cursor: TokenCursor, word: Word) {
  const zero = cursor.relative({ start: 0, end: 0 }).start;
  return { start: word.span.start - zero, end: word.span.end - zero };
}

const mountVerbs: Readonly<Record<string, MountRule['verb']>> = wordTable({
  mount: 'mount',
  remount: 'remount',
  umount: 'umount',
  unmount: 'umount',
  pivot_root: 'pivot_root',
});

export const isMountKeyword = (word: string): boolean => Object.hasOwn(mountVerbs, word);

export function parseMount(cursor: TokenCursor, qualifiers: Qualifiers, keyword: Word): MountRule {
  const verb = mountVerbs[keyword.raw] as MountRule['verb'];
  const mode: LexerMode = verb === 'pivot_root' ? 'statement' : 'rule';
  const { conditions } = parseConditions(cursor, mode, []);
  const takeWord = (): Word | undefined => {
    const token = cursor.peek(mode);
    if (!['word', 'label', 'variable', 'quoted'].includes(token.kind)) return undefined;
    const text = cursor.textOf(token);
    const newLine = cursor.isOnNewLine(token.start);
    if (newLine && token.kind === 'word' && looksLikeStart(cursor, token.start)) return undefined;
    if (text === '}' || text === '{') return undefined;
    // Outside of the mount modes a variable alone and a quoted word without a slash are no path.
    if (verb === 'pivot_root' && (token.kind === 'variable' || token.kind === 'quoted')) cursor.problem({ kind: 'path-form' }, token);
    return cursor.word(cursor.take(mode));
  };
  const source = takeWord();
  let target: Word | undefined;
  if (cursor.peek(mode).kind === '->') {
    if (verb === 'remount' || verb === 'umount') cursor.problem({ kind: 'mount-arrow', verb }, cursor.peek(mode));
    if (verb === 'pivot_root') target = parseTarget(cursor, mode);
    else {
      const arrow = cursor.take(mode);
      const inner = parseConditions(cursor, mode, []);
      if (inner.conditions[0])
        cursor.problem({ kind: 'conditional-order', name: inner.conditions[0].name.raw }, absolute(cursor, inner.conditions[0].name));
      target = takeWord();
      if (!target) cursor.problem({ kind: 'incomplete-rule', what: 'target' }, arrow);
    }
  }
  const late = cursor.peek(mode);
  if (late.kind === 'condition') {
    cursor.problem({ kind: 'conditional-order', name: cursor.textOf(late) }, late);
    parseConditions(cursor, mode, []);
  }
  endRule(cursor, mode);
  return new MountRule(cursor.extent(), qualifiers, keyword, verb, conditions, source, target);
}

export function parseRlimit(cursor: TokenCursor, qualifiers: Qualifiers, keyword: Word): RlimitRule {
  const made = (...parts: readonly (Word | undefined)[]) => new RlimitRule(cursor.extent(), qualifiers, keyword, ...parts);
  if (!cursor.acceptWord('statement', 'rlimit')) {
    unexpected(cursor, 'statement', { kind: 'rlimit-form' });
    return made();
  }
  const name = cursor.peek('limit').kind === 'word' ? cursor.word(cursor.take('limit')) : undefined;
  const operator = cursor.peek('limit');
  if (!name || operator.kind !== 'operator') {
    unexpected(cursor, 'limit', { kind: 'rlimit-form' });
    return made(name);
  }
  cursor.take('limit');
  const value = cursor.peek('limit').kind === 'word' ? cursor.word(cursor.take('limit')) : undefined;
  if (!value) {
    unexpected(cursor, 'limit', { kind: 'rlimit-form' });
    return made(name);
  }
  const token = cursor.peek('limit');
  const newLine = cursor.isOnNewLine(token.start);
  const isUnit = token.kind === 'word' && !/^-?\d|^infinity$/.test(cursor.textOf(token));
  const unit = isUnit && !(newLine && looksLikeStart(cursor, token.start)) ? cursor.word(cursor.take('limit')) : undefined;
  endRule(cursor, 'limit');
  return made(name, value, unit);
}

export function parseChangeProfile(cursor: TokenCursor, qualifiers: Qualifiers, keyword: Word): ChangeProfileRule {
  const environment = cursor.acceptWord('change', 'safe', 'unsafe');
  let exec: Word | undefined;
  const token = cursor.peek('change');
  const newLine = cursor.isOnNewLine(token.start);
  if (
    (token.kind === 'word' || token.kind === 'quoted') &&
    !(newLine && looksLikeStart(cursor, token.start) && endsLikeRule(cursor, token))
  ) {
    exec = cursor.word(cursor.take('change'));
  }
  const target = parseTarget(cursor, 'change');
  endRule(cursor, 'change');
  return new ChangeProfileRule(cursor.extent(), qualifiers, keyword, environment, exec, target);
}

export function parseAll(cursor: TokenCursor, qualifiers: Qualifiers, keyword: Word): AllRule {
  endRule(cursor, 'statement');
  return new AllRule(cursor.extent(), qualifiers, keyword);
}
