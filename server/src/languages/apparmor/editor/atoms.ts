/** The tokens of a file without the white space between them, each with its place in the blocks. */

import type { Span } from '../../../core';
import type { TokenKind } from '../syntax/lexer';
import { type Body, type FileTree, isBody, type PlacedRun, type Statement } from '../syntax/tree';

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
  /** A line that begins with it is indented to the depth of the block; other lines continue a rule. */
  readonly leads: boolean;
  readonly opens: Brace | undefined;
  readonly closes: Brace | undefined;
  /** The permissions after the path of a file rule. */
  readonly permissions: boolean;
  /** The `=` of a conditional. */
  readonly equals: boolean;
  /** The `<=` of a limit. */
  readonly limit: boolean;
  /** Text before it is left out. */
  readonly torn: boolean;
}

/** What is within a window of the file. */
export interface Atoms {
  readonly atoms: readonly Atom[];
  /** Something after the last one is left out. */
  readonly torn: boolean;
}

/** Those of all statements that reach into the window; without one, of all. */
export function atomsOf({ text, runs }: FileTree, window?: Span): Atoms {
  const atoms: Atom[] = [];
  let torn = false;

  function below(placed: readonly PlacedRun[], base: number, depth: number) {
    for (const { start: from, run } of placed) {
      if (isOutside(base + from, run.length)) continue;
      for (const { start, statement } of run.statements)
        if (!isOutside(base + from + start, statement.length)) add(statement, base + from + start, depth);
    }
  }

  function isOutside(start: number, length: number): boolean {
    if (!window || (start < window.end && window.start < start + length)) return false;
    torn = true;
    return true;
  }

  function add(statement: Statement, start: number, depth: number) {
    const braceAt = (place: 'open' | 'close', at: number): Brace | undefined => {
      const body = statement.bodies.find((one) => one[place]?.start === at);
      return body && { tall: isTall(text, body, start) };
    };
    const permissions = statement.kind === 'rule' && statement.verb === 'file' && !statement.leading ? statement.permissions : undefined;
    let first = true;
    let inBody = false;
    let behindBody = false;
    for (const piece of statement.pieces) {
      if (isBody(piece)) {
        below(piece.runs, start, depth + 1);
        inBody = true;
        continue;
      }
      if (piece.kind === 'space' || piece.kind === 'newline') continue;
      const comment = piece.kind === 'comment';
      const opens = statement.bodies.length > 0 ? braceAt('open', piece.start) : undefined;
      const closes = statement.bodies.length > 0 ? braceAt('close', piece.start) : undefined;
      if (closes) {
        inBody = false;
        behindBody = true;
      }
      const operator = piece.kind === 'operator' ? text.slice(start + piece.start, start + piece.end) : '';
      atoms.push({
        kind: piece.kind,
        start: start + piece.start,
        end: start + piece.end,
        statement,
        depth: inBody ? depth + 1 : depth,
        first: first && !comment,
        leads: first || inBody || behindBody || opens !== undefined,
        opens,
        closes,
        permissions: permissions?.start === piece.start,
        equals: operator === '=',
        limit: operator === '<=' && statement.kind === 'rule' && statement.verb === 'rlimit',
        torn,
      });
      torn = false;
      if (!comment) first = false;
    }
  }

  below(runs, 0, 0);
  return { atoms, torn };
}

const isTall = (text: string, body: Body, start: number) =>
  text.slice(start + body.open.end, start + (body.close?.start ?? body.open.end)).includes('\n');
