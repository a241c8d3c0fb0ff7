/**
 * Profiles that a program fills in first: Jinja, Go and Helm. Their actions are read as opaque words of the same length, so that each offset is that of
 * the file: an action that may give whole rules, or none, as blanks, and one inside of a word as letters.
 */

import { type Span, span } from '../../../core';

export interface TemplateText {
  /** As long as the source. */
  readonly text: string;
  readonly actions: readonly Span[];
  /** Some lines may be there or not, once or several times. */
  readonly branches: boolean;
}

/** `{{ … }}`, `{% … %}` and `{# … #}`. In AppArmor, a brace in a brace has a comma and another brace. */
const action = /\{\{-?(?!\})[^{}\n]*\}\}|\{%[^\n]*?%\}|\{#[\s\S]*?#\}/g;

/** Actions of Go that write nothing themselves. */
const goBlock = /^\{\{-?\s*(?:if|else|end|range|with|define|block|template|include|break|continue|\/\*|\$\w+\s*:?=)/;

/** What may come before the path of a rule, or the name of a profile, on its line. */
const beforePath =
  /^[ \t]*(?:(?:priority\s*=\s*-?\d+|audit|allow|deny|prompt|owner|other|file|profile|hat|link|subset|safe|unsafe|->)[ \t]+)*$/;

/** Undefined for a text without actions, which nearly every profile is. */
export function templateText(source: string): TemplateText | undefined {
  if (!source.includes('{{') && !source.includes('{%') && !source.includes('{#')) return undefined;
  const actions: Span[] = [];
  let branches = false;
  let text = '';
  let end = 0;
  for (const found of source.matchAll(action)) {
    if (isListOfPaths(found[0]) || inComment(source, found.index)) continue;
    const place = span(found.index, found.index + found[0].length);
    const isBlock = !found[0].startsWith('{{') || goBlock.test(found[0]);
    branches ||= isBlock || isAlone(source, place);
    text += source.slice(end, place.start);
    text += isBlock || isAlone(source, place) ? blanks(found[0]) : word(text, found[0]);
    end = place.end;
    actions.push(place);
    // The comma of an action that gives a whole rule.
    if (!isBlock && isAlone(source, place) && source[end] === ',') {
      text += ' ';
      end++;
    }
  }
  return actions.length === 0 ? undefined : { text: text + source.slice(end), actions, branches };
}

/** `{{a,b}}` is a mistake in AppArmor, and an action of no template. */
const isListOfPaths = (found: string): boolean => found.startsWith('{{') && /^\{\{[^\s{}"'(|]*,[^\s{}"'(|]*\}\}$/.test(found);

function inComment(source: string, at: number): boolean {
  const line = source.slice(source.lastIndexOf('\n', at) + 1, at);
  return /^[ \t]*#(?!include\b)/.test(line);
}

const isAlone = (source: string, { start, end }: Span): boolean =>
  /^[ \t]*$/.test(source.slice(source.lastIndexOf('\n', start - 1) + 1, start)) &&
  /^,?[ \t]*\r?(?:\n|$)/.test(source.slice(end, end + 200));

const blanks = (found: string): string => found.replace(/[^\r\n]/g, ' ');

/** A path where one is expected, else letters. */
function word(before: string, found: string): string {
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const first = beforePath.test(line) || /^[ \t]*(?:profile|hat)[ \t]+\S+[ \t]+$/.test(line) ? '/' : '_';
  return first + '_'.repeat(found.length - 1);
}
