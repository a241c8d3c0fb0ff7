import type {
  SemanticTokens,
  SemanticTokensDelta,
  SemanticTokensDeltaParams,
  SemanticTokensLegend,
  SemanticTokensRangeParams,
  TextDocumentIdentifier,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { memoWith, type SemanticToken, type TokenGroup } from '../../core';
import { tokens } from '../../service';
import { spanOf } from '../convert';
import type { Snapshot } from '../documents';
import type { Session } from '../session';

const types: readonly SemanticToken['type'][] = [
  'keyword',
  'variable',
  'property',
  'enumMember',
  'string',
  'comment',
  'operator',
  'number',
  'namespace',
  'function',
  'type',
  'modifier',
];
const modifiers: readonly NonNullable<SemanticToken['modifiers']>[number][] = ['allow', 'deny', 'dangerous', 'declaration'];

export const legend: SemanticTokensLegend = { tokenTypes: [...types], tokenModifiers: [...modifiers] };

interface OfDocument {
  readonly textDocument: TextDocumentIdentifier;
}

/** What a client was told last of each open text, so that it can be told what has changed since. */
interface Told {
  readonly resultId: string;
  readonly data: number[];
}

const told = new WeakMap<Session, Map<string, Told>>();

let answers = 0;

async function tell(session: Session, uri: string): Promise<Told> {
  const snapshot = await session.documents.get(uri);
  const now = { resultId: String(++answers), data: encoded(snapshot, snapshot ? tokens(snapshot.document) : []) };
  const known = told.get(session) ?? new Map<string, Told>();
  told.set(session, known);
  if (snapshot) known.set(uri, now);
  return now;
}

export const forgetTokens = (session: Session, uri: string): void => void told.get(session)?.delete(uri);

export async function semanticTokens(session: Session, { textDocument }: OfDocument): Promise<SemanticTokens> {
  return inFull(await tell(session, textDocument.uri));
}

const inFull = ({ resultId, data }: Told): SemanticTokens => ({ resultId, data });

export async function semanticTokensDelta(
  session: Session,
  { textDocument, previousResultId }: SemanticTokensDeltaParams,
): Promise<SemanticTokens | SemanticTokensDelta> {
  const before = told.get(session)?.get(textDocument.uri);
  const now = await tell(session, textDocument.uri);
  return before?.resultId === previousResultId ? { resultId: now.resultId, edits: editsOf(before.data, now.data) } : inFull(now);
}

export async function semanticTokensRange(session: Session, { textDocument, range }: SemanticTokensRangeParams): Promise<SemanticTokens> {
  const snapshot = await session.documents.get(textDocument.uri);
  if (!snapshot) return { data: [] };
  const { start, end } = spanOf(snapshot.text, range);
  const groups = tokens(snapshot.document).flatMap((group): TokenGroup[] => {
    const meets = ({ span }: SemanticToken) => group.start + span.start < end && start < group.start + span.end;
    const [first, last] = [group.tokens[0], group.tokens.at(-1)];
    if (!first || !last || group.start + first.span.start >= end || group.start + last.span.end <= start) return [];
    return meets(first) && meets(last) ? [group] : [{ start: group.start, tokens: group.tokens.filter(meets) }];
  });
  return { data: encoded(snapshot, groups) };
}

/** Numbers that the protocol has for a token. */
const width = 5;

/** One edit that leads from one list of tokens to the other. */
function editsOf(before: readonly number[], after: readonly number[]): SemanticTokensDelta['edits'] {
  const most = Math.min(before.length, after.length);
  let same = 0;
  while (same < most && before[same] === after[same]) same++;
  if (same === before.length && same === after.length) return [];
  const start = same - (same % width);
  let tailLength = 0;
  while (tailLength < most - start && before[before.length - 1 - tailLength] === after[after.length - 1 - tailLength]) tailLength++;
  tailLength -= tailLength % width;
  return [{ start, deleteCount: before.length - tailLength - start, data: after.slice(start, after.length - tailLength) }];
}

/** A group as the protocol has it: each token counted from the one before, the first from the start of the group. */
interface Encoded {
  readonly data: readonly number[];
  /** The line of the last token, counted from that of the group, and its character; on the group's first line counted from the group. */
  readonly lastLine: number;
  readonly lastCharacter: number;
}

const encodedGroup = memoWith((tokens: TokenGroup['tokens'], text: TextDocument, start: number): Encoded => {
  const origin = text.positionAt(start);
  const data: number[] = [];
  let lastLine = 0;
  let lastCharacter = 0;
  for (const { span, type, modifiers: marks = [] } of tokens) {
    const position = text.positionAt(start + span.start);
    const line = position.line - origin.line;
    const character = line === 0 ? position.character - origin.character : position.character;
    const bits = marks.reduce((set, modifier) => set | (1 << modifiers.indexOf(modifier)), 0);
    const onLine = line === lastLine;
    data.push(line - lastLine, onLine ? character - lastCharacter : character, span.end - span.start, types.indexOf(type), bits);
    lastLine = line;
    lastCharacter = character;
  }
  return { data, lastLine, lastCharacter };
});

/** All groups as one list: only the first token of each has to be counted anew, from the last of the group before. */
function encoded(snapshot: Snapshot | undefined, groups: readonly TokenGroup[]): number[] {
  if (!snapshot) return [];
  const filled = groups
    .filter(({ tokens }) => tokens.length > 0)
    .map((group) => ({ group, own: encodedGroup(group.tokens, snapshot.text, group.start) }));
  const all = joined(filled.map(({ own }) => own.data));
  let at = 0;
  let line = 0;
  let character = 0;
  for (const { group, own } of filled) {
    const origin = snapshot.text.positionAt(group.start);
    const [firstLine = 0, firstCharacter = 0] = own.data;
    const atLine = origin.line + firstLine;
    const atCharacter = firstLine === 0 ? origin.character + firstCharacter : firstCharacter;
    all[at] = atLine - line;
    all[at + 1] = atLine === line ? atCharacter - character : atCharacter;
    at += own.data.length;
    line = origin.line + own.lastLine;
    character = own.lastLine === 0 ? origin.character + own.lastCharacter : own.lastCharacter;
  }
  return all;
}

/** Lists that a call can take as arguments. */
const mostAtOnce = 1000;

/** One list of many, joined at one go: to go through them number by number takes several times as long. */
function joined(lists: readonly (readonly number[])[]): number[] {
  if (lists.length <= mostAtOnce) return ([] as number[]).concat(...lists);
  const parts: number[][] = [];
  for (let i = 0; i < lists.length; i += mostAtOnce) parts.push(joined(lists.slice(i, i + mostAtOnce)));
  return joined(parts);
}
