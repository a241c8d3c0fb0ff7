import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';
import { type Span, span } from '../core';
import { keepTables } from './tomlTables';
import { spanOf, TomlTreeBuilder } from './tomlTree';
import type { SyntaxProblem, Tree } from './tree';

/** 1.1 allows lines and a last comma in inline tables, and `\\e` and `\\x` in strings. */
export type TomlVersion = '1.0' | '1.1';

/** Parses TOML with recovery: a line that cannot be read is a problem and left out. Tables are objects that are not `flow`. */
export function parseToml(text: string, version: TomlVersion = '1.1'): Tree {
  try {
    return read(text, version);
  } catch (error) {
    // The parser recurses; no real file nests thousands of levels deep.
    if (!(error instanceof RangeError)) throw error;
    const problem = { span: span(0, Math.min(1, text.length)), message: 'The text is nested too deeply to be read.' };
    return { text, syntax: 'toml', problems: [problem], comments: [] };
  }
}

function read(text: string, version: TomlVersion): Tree {
  const { program, problems } = parse(text, version);
  const builder = new TomlTreeBuilder(text);
  for (const entry of program?.body[0].body ?? []) builder.add(entry);
  const tree: Tree = {
    text,
    syntax: 'toml',
    ...(text.trim() && { root: builder.root }),
    problems,
    comments: (program?.comments ?? []).map(({ range }) => spanOf(range)),
  };
  keepTables(tree, builder.tables);
  return tree;
}

/** Every attempt reads the text again, so a large text gets few. */
const attemptsFor = (text: string): number => (text.length > 100_000 ? 3 : 25);

/** The reader stops at the first mistake. So the line with it is blanked, which keeps all places, and the rest is read. */
function parse(text: string, tomlVersion: TomlVersion): { program?: AST.TOMLProgram; problems: readonly SyntaxProblem[] } {
  const problems: SyntaxProblem[] = [];
  let rest = text;
  for (let attempts = attemptsFor(text); attempts > 0; attempts--) {
    try {
      return { program: parseTOML(rest, { tomlVersion }), problems: problems.sort((a, b) => a.span.start - b.span.start) };
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      const line = brokenLine(rest, error.index);
      if (!line) break;
      const from = error.index > line.start && error.index < line.end ? error.index : line.start;
      problems.push({ span: span(from, line.end), message: worded(error.message) });
      rest = rest.slice(0, line.start) + ' '.repeat(line.end - line.start) + rest.slice(line.end);
    }
  }
  return { problems };
}

/** The line with the mistake that was noticed at an offset, without its margins. */
function brokenLine(text: string, index: number): Span | undefined {
  let line = lineAt(text, index);
  for (let above = lineAbove(text, line); above; above = lineAbove(text, line)) {
    const earlier = text.slice(above.start, above.end);
    // What is missing at the end of a line is noticed on the next one.
    const lacking = (index <= line.start && earlier.endsWith('=')) || /^\[[^\]]*$/.test(earlier);
    if (line.start < line.end && !lacking) break;
    line = above;
  }
  return line.start < line.end ? line : undefined;
}

function lineAt(text: string, offset: number): Span {
  const start = offset > 0 ? text.lastIndexOf('\n', offset - 1) + 1 : 0;
  const newline = text.indexOf('\n', start);
  const line = text.slice(start, newline < 0 ? text.length : newline);
  const content = start + (line.length - line.trimStart().length);
  return span(content, Math.max(content, start + line.trimEnd().length));
}

function lineAbove(text: string, { start }: Span): Span | undefined {
  const newline = start > 0 ? text.lastIndexOf('\n', start - 1) : -1;
  return newline < 0 ? undefined : lineAt(text, newline);
}

/** By how the library's message begins. */
const messages: readonly (readonly [RegExp, string])[] = [
  [/multiple times/, 'This key or table is there already; TOML takes each once.'],
  [/^Unterminated string/, 'This string is never closed.'],
  [/^Unterminated array/, 'This list is never closed.'],
  [/^Unterminated inline/, 'These braces are never closed.'],
  [/^Unterminated table|same line/, 'This table header is never closed.'],
  [/^Unspecified values|^Missing value/, 'A value is missing after the `=`.'],
  [/^Expected equal/, 'An `=` is missing after the key.'],
  [/^Expected comma/i, 'A comma is missing here.'],
  [/newline/i, 'Unexpected text after the value.'],
  [/escape/i, 'This escape is not known in a string in double quotes; one in single quotes takes backslashes as they are.'],
];

const worded = (message: string): string =>
  messages.find(([begins]) => begins.test(message))?.[1] ?? 'This is not TOML: strings need quotes, and lists need brackets.';
