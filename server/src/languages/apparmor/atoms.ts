/** The tokens of a file without the white space between them, each with its place in the blocks. */

import type { TokenKind } from './lexer';
import { type Body, type FileTree, isBody, type PlacedStatement, type Statement } from './tree';

/** A brace of a block; `tall` when the block runs over several lines. */
interface Brace {
  readonly tall: boolean;
}

export interface Atom {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  readonly statement: Statement;
  /** Blocks around it. */
  readonly depth: number;
  /** The first token of its statement. */
  readonly first: boolean;
  /** A line that begins with it stands at the depth of the block; other lines continue a rule. */
  readonly leads: boolean;
  readonly opens?: Brace;
  readonly closes?: Brace;
  /** The permissions behind the path of a file rule. */
  readonly permissions: boolean;
  /** The `=` of a conditional. */
  readonly equals: boolean;
  /** The `<=` of a limit. */
  readonly limit: boolean;
}

export const atomsOf = (tree: FileTree): Generator<Atom> => below(tree.text, tree.statements, 0, 0);

function* below(text: string, placed: readonly PlacedStatement[], base: number, depth: number): Generator<Atom> {
  for (const { start, statement } of placed) yield* of(text, statement, base + start, depth);
}

function* of(text: string, statement: Statement, start: number, depth: number): Generator<Atom> {
  const bodies = statement.bodies;
  const braceAt = (place: 'open' | 'close', at: number): Brace | undefined => {
    const body = bodies.find((one) => one[place]?.start === at);
    return body && { tall: isTall(text, body, start) };
  };
  const permissions = statement.kind === 'rule' && statement.verb === 'file' && !statement.leading ? statement.permissions : undefined;
  let first = true;
  let inBody = false;
  let behindBody = false;
  for (const piece of statement.pieces) {
    if (isBody(piece)) {
      yield* below(text, piece.statements, start, depth + 1);
      inBody = true;
      continue;
    }
    if (piece.kind === 'space' || piece.kind === 'newline') continue;
    const comment = piece.kind === 'comment';
    const opens = braceAt('open', piece.start);
    const closes = braceAt('close', piece.start);
    if (closes) {
      inBody = false;
      behindBody = true;
    }
    const raw = text.slice(start + piece.start, start + piece.end);
    yield {
      kind: piece.kind,
      start: start + piece.start,
      end: start + piece.end,
      statement,
      depth: inBody ? depth + 1 : depth,
      first: first && !comment,
      leads: first || inBody || behindBody || opens !== undefined,
      ...(opens && { opens }),
      ...(closes && { closes }),
      permissions: permissions?.span.start === piece.start,
      equals: piece.kind === 'operator' && raw === '=',
      limit: piece.kind === 'operator' && raw === '<=' && statement.kind === 'rule' && statement.verb === 'rlimit',
    };
    if (!comment) first = false;
  }
}

const isTall = (text: string, body: Body, start: number) =>
  text.slice(start + body.open.end, start + (body.close?.start ?? body.open.end)).includes('\n');
