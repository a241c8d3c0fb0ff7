/** Completion from what the parser could take next: the text before the word is parsed, and its last statement asked. */

import { type Completion, type Context, type Span, span } from '../../../../core';
import {
  errorFlagNames,
  flagHelp,
  keywordHelp,
  profileFlagPairs,
  profileFlags,
  profileModes,
  qualifierKeywords,
  ruleKeywords,
  signalNames,
} from '../../../../knowledge';
import { type ApparmorPart, fragmentName, policyOf } from '../../policy/model';
import { qualifierRank } from '../../syntax/qualifiers';
import type { ProfileStatement } from '../../syntax/tree';
import { type CursorPlace, openList, placeAt } from '../cursorPlace';
import { includeNames, pathStarts, variables, writtenPaths } from './names';
import { ruleWords } from './rule';
import { arrow, word, words } from './word';

export function complete(part: ApparmorPart, offset: number, context: Context): readonly Completion[] {
  if (inComment(part, offset)) return [];
  const variable = variableBefore(part.text, offset);
  if (variable) return part.text[variable.start] === '@' ? variables(part, variable) : booleans(part, variable);
  const path = pathBefore(part.text, offset);
  if (path) return writtenPaths(part, path, offset);
  if (isInQuotes(part.text, offset)) return [];
  return candidates(placeAt(part, offset, context));
}

/** `@{…` or `${…` that the cursor is in. */
function variableBefore(text: string, offset: number): Span | undefined {
  const begun = /[@$]\{\w*$/.exec(text.slice(Math.max(0, offset - 100), offset))?.[0];
  if (begun === undefined) return undefined;
  const rest = /^\w*\}?/.exec(text.slice(offset, offset + 100))?.[0] ?? '';
  return span(offset - begun.length, offset + rest.length);
}

/** The path that the cursor is in or after. */
function pathBefore(text: string, offset: number): Span | undefined {
  const begun = /(?:^|\s)("(?:\/|@\{\w+\})[^"]*|(?:\/|@\{\w+\})\S*)$/.exec(lineBefore(text, offset))?.[1];
  if (begun === undefined) return undefined;
  const rest = (begun.startsWith('"') ? /^[^"\n]*"?/ : /^[^\s,]*/).exec(text.slice(offset, offset + 4096))?.[0] ?? '';
  return span(offset - begun.length, offset + rest.length);
}

const lineBefore = (text: string, offset: number) => text.slice(offset > 0 ? text.lastIndexOf('\n', offset - 1) + 1 : 0, offset);

/** Whether the cursor is after a quote that is not closed before it. */
const isInQuotes = (text: string, offset: number) => lineBefore(text, offset).replace(/\\./g, '').split('"').length % 2 === 0;

function inComment(part: ApparmorPart, offset: number): boolean {
  const line = lineBefore(part.text, offset);
  return /^\s*#(?!include)/.test(line) || /,\s*#/.test(line);
}

function candidates(place: CursorPlace): readonly Completion[] {
  const { statement, tokens } = place;
  if (!statement) return goesOn(place) ? [] : statementStart(place);
  const last = tokens[tokens.length - 1];
  const list = openList(tokens);
  switch (statement.kind) {
    case 'include':
      return includeNames(place, 'include');
    case 'abi':
      return includeNames(place, 'abi');
    case 'profile':
      return header(place, statement, list);
    case 'rule':
      return ruleWords(place, statement, last?.text, list);
    case 'if':
    case 'boolean-variable':
      return testWords(place, last?.text ?? '');
    case 'set-variable':
      return [];
    case 'alias':
      return statement.from && !statement.to && last?.text !== '->' ? arrow(place) : [];
    default:
      return last?.text === '=' ? [] : qualified(place);
  }
}

/** What can be in a profile, most used first; what allows everything is last. */
const bodyWords: readonly string[] = [
  ...new Set([
    ...['include', 'capability', 'network', 'owner', 'deny', 'audit', 'file', 'signal', 'ptrace', 'unix', 'dbus', 'mount', 'umount'],
    ...['link', 'set', 'change_profile', 'profile', 'hat', 'if'],
    ...ruleKeywords.filter((word) => word !== 'unmount' && word !== 'all'),
    ...qualifierKeywords.filter((word) => word !== 'user'),
    'all',
  ]),
];

/**
 * After what is on the line, with nothing written yet: most users who type a comma or a blank there end the line next, and an open list
 * would take the line end for a choice.
 */
const goesOn = ({ part: { text }, word, typed }: CursorPlace): boolean => typed === '' && /[^\s}]\s*$/.test(lineBefore(text, word.start));

function statementStart(place: CursorPlace): readonly Completion[] {
  const { part, previous } = place;
  if (fragmentName(part.uri)?.startsWith('tunables/')) return words(place, ['include', 'alias'], 'keyword', keywordHelp());
  const inBody = place.inside.some((statement) => statement.kind === 'profile') || part.fragment;
  const goesOn = previous?.kind === 'if' && previous.branches.at(-1)?.test !== undefined ? ['else'] : [];
  const names = inBody ? bodyWords : ['profile', 'include', 'abi', 'alias', 'hat'];
  return [...words(place, [...goesOn, ...names], 'keyword', keywordHelp()), ...(inBody ? pathStarts(place) : [])];
}

/** After qualifiers: those that may still follow, and the rules. */
function qualified(place: CursorPlace): readonly Completion[] {
  const ranks = place.tokens.map((token) => qualifierRank[token.text] ?? -1);
  const highest = Math.max(-1, ...ranks);
  if (highest < 0) return statementStart(place);
  const more = qualifierKeywords.filter((word) => word !== 'user' && (qualifierRank[word] as number) > highest);
  const owned = place.tokens.some((token) => token.text === 'owner' || token.text === 'other');
  const rules = owned ? ['file', 'link'] : bodyWords.filter((word) => ruleKeywords.includes(word) && word !== 'set');
  return [...words(place, [...more, ...rules], 'keyword', keywordHelp()), ...pathStarts(place)];
}

/** A test begins with what may be tested, and continues after it. */
function testWords(place: CursorPlace, last: string): readonly Completion[] {
  const begins = /^(?:if|and|or|not|defined|\(|[?:]?=)$/.test(last);
  if (!begins) return words(place, ['and', 'or'], 'keyword', keywordHelp());
  const known = [...booleans(place.part, place.word), ...(last === 'defined' ? variables(place.part, place.word) : [])];
  return last === 'defined' ? known : [...known, ...words(place, ['defined', 'not', 'true', 'false'], 'keyword', keywordHelp())];
}

const booleans = (part: ApparmorPart, place: Span): readonly Completion[] =>
  [...policyOf(part).environment.booleans].map(([name, value]) => ({
    label: `\${${name}}`,
    span: place,
    insert: `\${${name}}`,
    kind: 'variable',
    ...(value !== undefined && { detail: String(value) }),
  }));

/** Those that go with the flags that are there; modes come last, since most of them confine less. */
function flags(place: CursorPlace, profile: ProfileStatement): readonly Completion[] {
  const used = profile.flags?.words.map(({ raw }) => raw) ?? [];
  const excluded = new Set([
    ...used,
    ...(used.some((flag) => profileModes.includes(flag)) ? profileModes : []),
    ...profileFlagPairs.filter((pair) => pair.some((flag) => used.includes(flag))).flat(),
  ]);
  const ordered = [...profileFlags.filter((flag) => !profileModes.includes(flag)), ...profileModes];
  return words(
    place,
    ordered.filter((flag) => !excluded.has(flag)),
    'enum',
    flagHelp(),
  );
}

function header(place: CursorPlace, profile: ProfileStatement, list: string | undefined): readonly Completion[] {
  const { text } = place.part;
  const valued = /[\s(,](kill\.signal|error)=$/.exec(text.slice(Math.max(0, place.word.start - 20), place.word.start))?.[1];
  if (valued === 'error') return words(place, errorFlagNames, 'enum');
  if (valued) return words(place, signalNames, 'enum');
  if (list === 'flags' || list === '') return flags(place, profile);
  const [before, last] = place.tokens.slice(-2);
  if (before?.text === 'flags' && last?.text === '=') return flags(place, profile).map((item) => ({ ...item, insert: `(${item.insert})` }));
  if (list !== undefined || !profile.name) return [];
  const parts = [...(profile.flags ? [] : ['flags']), ...(profile.xattrs || profile.hat ? [] : ['xattrs'])];
  return parts.map((name) => ({
    ...word(place, name, 'property', keywordHelp().get(name)),
    insert: `${name}=($1)`,
    snippet: true,
  }));
}
