import { RE2JS } from 're2js';
import type { TemplateCall } from '../evaluate';
import { TemplateError } from '../syntax';
import { of } from '../value';
import { type Functions, integerIn, ofText, plain, textOf } from './define';
import { nativeVersion, satisfies, versionOf } from './semver';

/** Go's own syntax, in time that grows with the text alone. */
function compiled(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch {
    throw new TemplateError(`the regular expression ${JSON.stringify(pattern)} is not one of Go`);
  }
}

function allMatches(pattern: string, text: string, most: number): readonly string[] {
  const matcher = compiled(pattern).matcher(text);
  const found: string[] = [];
  while ((most < 0 || found.length < most) && matcher.find()) found.push(matcher.group() ?? '');
  return found;
}

/** `$1` and `${1}` as Go reads them. */
const replaced = (pattern: string, text: string, by: string): string =>
  compiled(pattern)
    .matcher(text)
    .replaceAll(by.replace(/\$\{(\w+)\}/g, (_, name: string) => (/^\d+$/.test(name) ? `$${name}` : `\${${name}}`)));

const literally = (pattern: string, text: string, by: string): string =>
  compiled(pattern).matcher(text).replaceAll(RE2JS.quoteReplacement(by));

const regexMatch = ofText((pattern = '', text = '') => compiled(pattern).matcher(text).find());
const regexFind = ofText((pattern = '', text = '') => allMatches(pattern, text, 1)[0] ?? '');
const regexFindAll = plain((pattern, text, most) => allMatches(textOf(pattern), textOf(text), integerIn(most)).map((v) => of(v)));
const regexReplaceAll = ofText((pattern = '', text = '', by = '') => replaced(pattern, text, by));
const regexReplaceAllLiteral = ofText((pattern = '', text = '', by = '') => literally(pattern, text, by));

const regexSplit: TemplateCall = plain((pattern, text, most) => {
  const parts = compiled(textOf(pattern)).split(textOf(text));
  const limit = integerIn(most);
  return (limit < 0 ? parts : parts.slice(0, limit)).map((v: string) => of(v));
});

const semver = plain((text) => {
  const version = versionOf(textOf(text));
  if (!version) throw new TemplateError(`${textOf(text)} is not a semantic version`);
  return nativeVersion(version);
});

export const patterns: Functions = {
  regexMatch,
  mustRegexMatch: regexMatch,
  regexFind,
  mustRegexFind: regexFind,
  regexFindAll,
  mustRegexFindAll: regexFindAll,
  regexReplaceAll,
  mustRegexReplaceAll: regexReplaceAll,
  regexReplaceAllLiteral,
  mustRegexReplaceAllLiteral: regexReplaceAllLiteral,
  regexSplit,
  mustRegexSplit: regexSplit,
  regexQuoteMeta: ofText((text = '') => RE2JS.quote(text)),
  semver,
  semverCompare: ofText((constraint = '', version = '') => satisfies(version, constraint)),
};
