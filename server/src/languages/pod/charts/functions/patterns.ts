import { RE2JS } from 're2js';
import type { TemplateCall } from '../evaluate';
import { TemplateError } from '../syntax';
import { of, type Value } from '../value';
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

/** `$1`, `${1}` and `${name}` as Go reads them; a group that isn't there is empty. */
function replaced(pattern: string, text: string, by: string): string {
  const expanded = by.replace(/\$\$|\$\{(\w+)\}|\$(\w+)/g, (all, braced?: string, bare?: string) => {
    const name = braced ?? bare;
    if (name === undefined) return all;
    if (name === '0') return '$&';
    if (/^\d+$/.test(name)) return `$${name}`;
    return pattern.includes(`<${name}>`) ? `$<${name}>` : '';
  });
  return compiled(pattern).matcher(text).replaceAll(expanded);
}

const literally = (pattern: string, text: string, by: string): string =>
  compiled(pattern).matcher(text).replaceAll(RE2JS.quoteReplacement(by));

const regexMatch = ofText((pattern = '', text = '') => compiled(pattern).matcher(text).find());
const regexFind = ofText((pattern = '', text = '') => allMatches(pattern, text, 1)[0] ?? '');
const regexFindAll = plain((pattern, text, most) => allMatches(textOf(pattern), textOf(text), integerIn(most)).map((v) => of(v)));
const regexReplaceAll = ofText((pattern = '', text = '', by = '') => replaced(pattern, text, by));
const regexReplaceAllLiteral = ofText((pattern = '', text = '', by = '') => literally(pattern, text, by));

const regexSplit: TemplateCall = plain((pattern, text, most) => {
  const source = textOf(text);
  const limit = integerIn(most);
  if (limit === 0) return [];
  const matcher = compiled(textOf(pattern)).matcher(source);
  const parts: Value[] = [];
  let at = 0;
  while ((limit < 0 || parts.length < limit - 1) && matcher.find()) {
    parts.push(of(source.slice(at, matcher.start())));
    at = matcher.end();
  }
  return [...parts, of(source.slice(at))];
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
