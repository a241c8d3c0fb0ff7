/** Completion from what the parser could take next: the text before the word is parsed, and its last statement asked. */

import { type Completion, type Context, type Span, span } from '../../../core';
import { flagHelp, keywordHelp, profileFlags, qualifierKeywords, ruleKeywords } from '../../../knowledge';
import { openList, type Place, placeAt } from '../cursorPlace';
import type { ApparmorPart } from '../model';
import { qualifierRank } from '../qualifiers';
import type { Profile } from '../tree';
import { includeNames, pathStarts, variables } from './names';
import { ruleWords } from './rule';
import { word, words } from './word';

export function complete(part: ApparmorPart, offset: number, context: Context): readonly Completion[] {
  const variable = variableBefore(part.text, offset);
  if (variable) return variables(part, variable);
  const place = placeAt(part, offset, context);
  if (inComment(part, offset)) return [];
  return candidates(place);
}

/** `@{…` or `${…` that the cursor stands in. */
function variableBefore(text: string, offset: number): Span | undefined {
  const start = text.lastIndexOf('@{', offset - 1);
  if (start < 0 || !/^@\{\w*$/.test(text.slice(start, offset))) return undefined;
  const rest = /^\w*\}?/.exec(text.slice(offset, offset + 100))?.[0] ?? '';
  return span(start, offset + rest.length);
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
      return words(place, ['defined', 'not', 'and', 'or', 'true', 'false'], 'keyword', keywordHelp());
    case 'boolean-variable':
      return words(place, ['true', 'false', 'not', 'defined'], 'keyword', keywordHelp());
    default:
      return qualified(place);
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

function header(place: Place, profile: Profile, list: string | undefined): readonly Completion[] {
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
