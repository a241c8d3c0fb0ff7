/** Completion from what the parser could take next: the text before the word is parsed, and its last statement asked. */

import { type Completion, type Context, type Span, span } from '../../../core';
import { errorFlagNames, flagHelp, keywordHelp, profileFlags, qualifierKeywords, ruleKeywords, signalNames } from '../../../knowledge';
import { openList, type Place, placeAt } from '../cursorPlace';
import { type ApparmorPart, policyOf } from '../model';
import { qualifierRank } from '../qualifiers';
import type { Profile } from '../tree';
import { includeNames, pathStarts, variables, writtenPaths } from './names';
import { ruleWords } from './rule';
import { arrow, word, words } from './word';

export function complete(part: ApparmorPart, offset: number, context: Context): readonly Completion[] {
  if (inComment(part, offset)) return [];
  const variable = variableBefore(part.text, offset);
  if (variable) return part.text[variable.start] === '@' ? variables(part, variable) : booleans(part, variable);
  const path = pathBefore(part.text, offset);
  if (path) return writtenPaths(part, path);
  return candidates(placeAt(part, offset, context));
}

/** `@{…` or `${…` that the cursor stands in. */
function variableBefore(text: string, offset: number): Span | undefined {
  const begun = /[@$]\{\w*$/.exec(text.slice(Math.max(0, offset - 100), offset))?.[0];
  if (begun === undefined) return undefined;
  const rest = /^\w*\}?/.exec(text.slice(offset, offset + 100))?.[0] ?? '';
  return span(offset - begun.length, offset + rest.length);
}

/** The path that the cursor stands in or behind. */
function pathBefore(text: string, offset: number): Span | undefined {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const begun = /(?:^|\s)((?:\/|@\{\w+\})\S*)$/.exec(line)?.[1];
  if (begun === undefined) return undefined;
  const rest = /^[^\s,]*/.exec(text.slice(offset, offset + 4096))?.[0] ?? '';
  return span(offset - begun.length, offset + rest.length);
}

function inComment(part: ApparmorPart, offset: number): boolean {
  const line = part.text.slice(part.text.lastIndexOf('\n', offset - 1) + 1, offset);
  return /^\s*#(?!include)/.test(line) || /,\s*#/.test(line);
}

function candidates(place: Place): readonly Completion[] {
  const { statement, tokens } = place;
  if (!statement) return statementStart(place);
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
    case 'alias':
      return statement.from && !statement.to && last?.text !== '->' ? arrow(place) : [];
    default:
      return last?.text === '=' ? [] : qualified(place);
  }
}

function statementStart(place: Place): readonly Completion[] {
  const inBody = place.inside.some((statement) => statement.kind === 'profile') || place.part.fragment;
  const rules = ruleKeywords.filter((word) => word !== 'unmount');
  const useful = ['include', 'capability', 'network', 'file', ...qualifierKeywords.filter((word) => word !== 'user'), ...rules];
  const names = inBody ? [...new Set([...useful, 'profile', 'hat', 'if'])] : ['profile', 'include', 'abi', 'alias', 'hat'];
  return [...words(place, names, 'keyword', keywordHelp()), ...(inBody ? pathStarts(place) : [])];
}

/** After qualifiers: those that may still follow, and the rules. */
function qualified(place: Place): readonly Completion[] {
  const ranks = place.tokens.map((token) => qualifierRank[token.text] ?? -1);
  const highest = Math.max(-1, ...ranks);
  if (highest < 0) return statementStart(place);
  const more = qualifierKeywords.filter((word) => word !== 'user' && (qualifierRank[word] as number) > highest);
  const owned = place.tokens.some((token) => token.text === 'owner' || token.text === 'other');
  const rules = owned ? ['file', 'link'] : ruleKeywords.filter((word) => word !== 'set' && word !== 'unmount');
  return [...words(place, [...more, ...rules], 'keyword', keywordHelp()), ...pathStarts(place)];
}

/** A test begins with what may be tested, and goes on behind it. */
function testWords(place: Place, last: string): readonly Completion[] {
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

function header(place: Place, profile: Profile, list: string | undefined): readonly Completion[] {
  const { text } = place.part;
  const valued = /[\s(,](kill\.signal|error)=$/.exec(text.slice(Math.max(0, place.word.start - 20), place.word.start))?.[1];
  if (valued === 'error') return words(place, errorFlagNames, 'enum');
  if (valued) return words(place, signalNames, 'enum');
  if (list === 'flags' || list === '') {
    const used = new Set(profile.flags?.words.map((word) => word.raw));
    return words(
      place,
      profileFlags.filter((flag) => !used.has(flag)),
      'enum',
      flagHelp(),
    );
  }
  if (list !== undefined || !profile.name) return [];
  const parts = [...(profile.flags ? [] : ['flags']), ...(profile.xattrs || profile.hat ? [] : ['xattrs'])];
  return parts.map((name) => ({
    ...word(place, name, 'property', keywordHelp().get(name)),
    insert: `${name}=($1)`,
    snippet: true,
  }));
}
