/** What may be printed to a terminal or into the log of a job: our own words, and text of files in which nothing acts. */

import { shown } from './visible';

declare const terminal: unique symbol;
export type Terminal = string & { readonly [terminal]: true };

/** Text of a file. */
export const visible = (text: string): Terminal => shown(text) as Terminal;

/** Our own words with text of files, which only goes in through `visible`. */
export const terminalText = (words: TemplateStringsArray, ...values: readonly (Terminal | number)[]): Terminal =>
  String.raw({ raw: words }, ...values) as Terminal;

/** Rows, each a line of its own. */
export const terminalLines = (rows: readonly Terminal[]): Terminal => rows.join('\n') as Terminal;

/** In colour, bold or faint: `code` as in ECMA-48, select graphic rendition. */
export const rendered = (code: string, text: Terminal): Terminal => `\u001b[${code}m${text}\u001b[0m` as Terminal;

/**
 * As it is printed. `::` at the start of a line, blanks before it or not, and `##[` anywhere would begin a command of GitHub's runner, `##[` and
 * `##vso[` one of Azure Pipelines.
 */
export const printed = (text: Terminal): string => text.replace(/^(\s*):(?=:)/gm, '$1\u2236').replace(/##(vso)?\[/gi, '##$1\u2772');
