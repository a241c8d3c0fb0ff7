// What is wrong with a YAML text, in words for those who do not know the grammar.

import type { ErrorCode } from 'yaml';
import type { SyntaxProblem } from './tree';

interface YamlError {
  readonly code: ErrorCode;
  /** The library's own words, which tell apart what shares a code. */
  readonly message: string;
}

/** One sentence on a problem of the library; `here` is the text at its place. */
export function wordsFor({ code, message }: YamlError, here: string): string {
  const closing = /end with an? (.)/.exec(message)?.[1];
  if (closing) return `\`${closing}\` is missing, or a line before it is not indented enough.`;
  return (code === 'MISSING_CHAR' && missing.find(([library]) => library.test(message))?.[1]) || byCode[code] || unexpected(here);
}

const unclosed = 'This string is never closed.';

/** Whether a text ends in the middle of a quoted string. */
export const isUnclosedQuote = ({ message }: SyntaxProblem): boolean => message === unclosed;

const noColon = 'A colon is missing after this key.';
const severalLines = 'The key spans several lines: a colon is missing, or a line is not indented as it should be.';

/** Whether a mistake is in a key alone, as while one is typed: what is before and after the lines of its member is read as without it. */
export const isInKey = ({ message }: SyntaxProblem): boolean => message === noColon || message === severalLines;

const missing: readonly (readonly [RegExp, string])[] = [
  [/quote/, unclosed],
  [/map values/, noColon],
  [/Missing ,/, 'A comma is missing here.'],
  [/space after :/, 'A blank is missing after the colon.'],
  [/without - indicator/, 'An item of this list does not start with a dash.'],
  [/^Comments/, 'A blank is missing before the `#`.'],
  [/^Tags/, 'A blank is missing after the tag or anchor.'],
  [/directives-end/, 'A line with `---` is missing here.'],
];

const noProperty = 'A tag or anchor is not allowed here.';

const byCode: Readonly<Partial<Record<ErrorCode, string>>> = {
  ALIAS_PROPS: noProperty,
  BAD_ALIAS: 'This is not the name of an anchor.',
  BAD_COLLECTION_TYPE: 'The tag does not fit the value.',
  BAD_DIRECTIVE: 'YAML knows no such directive.',
  BAD_DQ_ESCAPE: 'YAML knows no such escape in double quotes; in single quotes a backslash is plain text.',
  BAD_INDENT: 'The line is indented otherwise than those that it belongs to.',
  BAD_PROP_ORDER: noProperty,
  BAD_SCALAR_START: 'A value that starts with this character needs quotes.',
  BLOCK_AS_IMPLICIT_KEY: 'A map or list cannot start here; a value with a colon and a blank in it needs quotes.',
  BLOCK_IN_FLOW: 'Inside brackets or braces a list or map needs brackets or braces too.',
  MISSING_CHAR: 'Something is missing here.',
  MULTILINE_IMPLICIT_KEY: severalLines,
  MULTIPLE_ANCHORS: noProperty,
  MULTIPLE_TAGS: noProperty,
  RESOURCE_EXHAUSTION: 'The text is too large or too deep to be read.',
  TAB_AS_INDENT: 'YAML is indented with blanks, not with tabs.',
  TAG_RESOLVE_FAILED: 'The value is not what its tag says.',
};

function unexpected(here: string): string {
  const word = /^\S{1,20}/.exec(here)?.[0].replaceAll('`', "'");
  return word ? `\`${word}\` is not allowed here.` : 'This text is not allowed here.';
}
