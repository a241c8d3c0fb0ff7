/** Gathers what is wrong with a policy, each mistake at a place of the open file. */

import { memo, type Related, type Span, shift } from '../../../../core';
import { problemsOf } from '../../syntax/form';
import type { Problem, ProblemKind, ProblemOf } from '../../syntax/tree';
import { isPartial } from '../directives';
import { isRow, type Piece, type PlacedRow, type Row, ruleAt } from '../flatten';
import type { LoadedFile } from '../loadedFile';
import type { Item } from '../origin';

/** A problem at an absolute place of the open file. */
export type PolicyProblem = Problem & Elsewhere;

export type PolicyProblemOf<Kind extends ProblemKind> = ProblemOf<Kind> & Elsewhere;

interface Elsewhere {
  readonly related?: readonly Related[];
}

/** What two variants of one place would be reported for, though no build has both. */
const dependsOnBuild: ReadonlySet<ProblemKind> = new Set([
  'duplicate-profile',
  'variable-redefined',
  'missing-include',
  'undefined-variable',
]);

export class Reporter {
  readonly problems: PolicyProblem[] = [];
  muted = false;
  /** The includes of which something was said. */
  private readonly broken = new Set<number>();

  constructor(private readonly root: LoadedFile) {}

  report(problem: Problem, item: Item, related: readonly Related[] = []) {
    if (this.muted) return;
    if (dependsOnBuild.has(problem.kind) && this.isPartial(item, problem.span)) return;
    if (item.site) return this.reportBroken(item, item.site, problem);
    this.problems.push({ ...problem, span: shift(problem.span, item.start), ...(related.length > 0 && { related }) });
  }

  /** Whether only some builds have a word of the statement. */
  isPartial(item: Item, word: Span): boolean {
    return isPartial(item, item.start + word.start, this.root);
  }

  /** One finding for each include that adds something which upstream refuses. */
  private reportBroken(item: Item, site: Span, problem: Problem) {
    if (this.broken.has(site.start)) return;
    this.broken.add(site.start);
    const related: Related = { uri: item.file.uri, span: shift(problem.span, item.start), message: 'here' };
    this.problems.push({
      kind: 'broken-include',
      span: site,
      inner: problem,
      path: item.file.uri,
      at: related.span,
      related: [related],
    });
  }

  /** What is wrong in an included file by itself, whatever is in its bodies, is reported at the include. */
  checkIncluded(piece: Piece) {
    if (this.muted || !piece.site || this.broken.has(piece.site.start)) return;
    const item = isRow(piece) ? firstFlawed(piece) : piece;
    const problem = item && problemsOf(item.statement)[0];
    if (problem) this.reportBroken(item, piece.site, problem);
  }

  relatedTo(item: Item, span: Span, message: string): Related {
    return { ...(item.file !== this.root && { uri: item.file.uri }), span: shift(span, item.start), message };
  }
}

/** Index of the first rule that is wrong by itself, or -1. */
const firstProblem = memo(({ rules }: Row): number => rules.findIndex(({ statement }) => problemsOf(statement).length > 0));

function firstFlawed(placed: PlacedRow): Item | undefined {
  const index = firstProblem(placed.row);
  return index < 0 ? undefined : ruleAt(placed, index);
}
