import { type Node as JsonNode, type ParseError, parseTree, printParseErrorCode, visit } from 'jsonc-parser';
import { type Span, wordTable } from '../core';
import type { ArrayNode, Member, Node, ObjectNode, ScalarNode, ScalarValue, SyntaxProblem, Tree } from './tree';

/** Parses strict JSON with recovery. Comments and trailing commas are problems but do not disturb the tree. */
export function parseJson(text: string): Tree {
  const errors: ParseError[] = [];
  try {
    const hashes = hashComments(text);
    const strict = withoutSpans(text, hashes);
    const root = parseTree(strict, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: true });
    const comments = [...commentsIn(strict), ...hashes].sort((a, b) => a.start - b.start);
    return {
      text,
      syntax: 'json',
      ...(root && { root: convert(root, text, undefined) }),
      problems: withoutEchoes([...distinct(errors).map((error) => toMistake(error, text, comments)), ...hashes.map(asComment)], text),
      comments,
    };
  } catch (error) {
    // The parser recurses; no real file nests thousands of levels deep.
    if (!(error instanceof RangeError)) throw error;
    const span = { start: 0, end: Math.min(1, text.length) };
    return { text, syntax: 'json', problems: [{ span, message: 'The text is nested too deeply to be read.' }], comments: [] };
  }
}

/** The parser expects several things at one place; the first is what a person would name. */
const distinct = (errors: readonly ParseError[]): readonly ParseError[] =>
  errors.filter((error, i) => errors[i - 1]?.offset !== error.offset || errors[i - 1]?.length !== error.length);

/** A mistake whose neighbours on the line are mistakes of their own: the parser reads on after it as if it were not there. */
interface Mistake extends SyntaxProblem {
  readonly alone: boolean;
}

/** One problem for one mistake: what the parser reports after a mistake on the same line follows from it. */
function withoutEchoes(mistakes: readonly Mistake[], text: string): readonly SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  let last = -1;
  for (const { span, message, alone } of [...mistakes].sort((a, b) => a.span.start - b.span.start)) {
    const isEcho = !alone && last >= 0 && !text.slice(last, span.start).includes('\n');
    if (!isEcho) problems.push({ span, message });
    if (!alone) last = span.start;
  }
  return problems;
}

function commentsIn(text: string): readonly Span[] {
  const comments: Span[] = [];
  if (!text.includes('//') && !text.includes('/*')) return comments;
  visit(text, { onComment: (offset, length) => void comments.push(spanIn(text, offset, length)) });
  return comments;
}

/** Comments of YAML and shells, which the parser doesn't know. */
function hashComments(text: string): readonly Span[] {
  if (!text.includes('#')) return [];
  return [...text.matchAll(/"(?:[^"\\\r\n]|\\.)*"?|\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)|#[^\r\n]*/g)]
    .filter(([token]) => token.startsWith('#'))
    .map(({ 0: token, index }) => spanIn(text, index, token.length));
}

/** Blanks in the place of some spans, so that all others stay where they are. */
function withoutSpans(text: string, spans: readonly Span[]): string {
  let kept = '';
  let from = 0;
  for (const { start, end } of spans) {
    kept += text.slice(from, start) + ' '.repeat(end - start);
    from = end;
  }
  return kept + text.slice(from);
}

/** The parser counts one too many where a text ends with CRLF and something is open. */
const spanIn = (text: string, offset: number, length: number): Span => ({
  start: Math.min(offset, text.length),
  end: Math.min(offset + length, text.length),
});

function convert(node: JsonNode, text: string, parent: ObjectNode | ArrayNode | undefined): Node {
  const base = { span: spanIn(text, node.offset, node.length), ...(parent && { parent }) };
  if (node.type === 'object') {
    const members: Member[] = [];
    const object: ObjectNode = { kind: 'object', ...base, members, flow: true };
    for (const property of node.children ?? []) {
      const [key, value] = property.children ?? [];
      if (!key) continue;
      members.push({
        key: scalar(key, text, object),
        ...(value && { value: convert(value, text, object) }),
        span: spanIn(text, property.offset, property.length),
      });
    }
    return object;
  }
  if (node.type === 'array') {
    const items: Node[] = [];
    const array: ArrayNode = { kind: 'array', ...base, items, flow: true };
    for (const item of node.children ?? []) items.push(convert(item, text, array));
    return array;
  }
  return scalar(node, text, parent);
}

function scalar(node: JsonNode, text: string, parent: ObjectNode | ArrayNode | undefined): ScalarNode {
  const span = spanIn(text, node.offset, node.length);
  const value = (node.value ?? null) as ScalarValue;
  return { kind: 'scalar', span, ...(parent && { parent }), value, raw: text.slice(span.start, span.end), quoted: node.type === 'string' };
}

const noComments = 'JSON has no comments: the loader refuses the file.';

/** By the library's name for the error. */
const messages: Readonly<Record<string, string>> = wordTable({
  InvalidNumberFormat: 'This number is not written as JSON writes numbers.',
  PropertyNameExpected: 'A key in double quotes is expected here.',
  ValueExpected: 'A value is expected here.',
  ColonExpected: 'A colon is missing here.',
  CommaExpected: 'A comma is missing here.',
  CloseBraceExpected: 'A closing brace is missing.',
  CloseBracketExpected: 'A closing bracket is missing.',
  EndOfFileExpected: 'Nothing may follow the value that ends before this.',
  InvalidCommentToken: noComments,
  UnexpectedEndOfComment: 'This comment is never closed.',
  UnexpectedEndOfString: 'This string is never closed.',
  UnexpectedEndOfNumber: 'This number breaks off.',
  InvalidUnicode: 'This is not a valid `\\u` escape.',
  InvalidEscapeCharacter: 'JSON knows no such escape.',
  InvalidCharacter: 'A control character must be written as an escape.',
});

function toMistake({ error, offset, length }: ParseError, text: string, comments: readonly Span[]): Mistake {
  const name = printParseErrorCode(error);
  const before = endBefore(offset, text, comments);
  // The parser names what follows; a person looks for the comma that is one too many.
  if ((name === 'PropertyNameExpected' || name === 'ValueExpected') && text[before - 1] === ',' && /[\]}]/.test(text.charAt(offset)))
    return { span: { start: before - 1, end: before }, message: 'JSON has no comma after the last member or element.', alone: true };
  // Something missing is shown where it is missing: at the end of what is before it, not at what comes next.
  const missing = name === 'CommaExpected' || name === 'ColonExpected' || offset >= text.length;
  const start = missing ? Math.max(0, before - 1) : offset;
  const span = { start, end: Math.min(text.length, start + (missing ? 1 : Math.max(1, length))) };
  if (name === 'InvalidSymbol') return { span, message: `\`${text.slice(span.start, span.end)}\` is not a JSON value.`, alone: false };
  return { span, message: messages[name] ?? 'This is not JSON.', alone: name === 'InvalidCommentToken' };
}

const asComment = (span: Span): Mistake => ({ span, message: noComments, alone: true });

/** Where what is written before an offset ends: blanks and comments are skipped. */
function endBefore(offset: number, text: string, comments: readonly Span[]): number {
  let end = offset;
  let next = comments.findLastIndex((comment) => comment.end <= offset);
  for (;;) {
    while (end > 0 && /\s/.test(text.charAt(end - 1))) end--;
    const comment = comments[next];
    if (comment?.end !== end) return end;
    end = comment.start;
    next--;
  }
}
