import { type Context, memoPair, type PartPiece, PieceChecks, type Span, type Steps } from '../../core';
import type { SyntaxProblem } from '../../tree';
import type { Policy, RequirementList } from './model';
import { type Cure, type Hinted, type NearbyFiles, onPolicy, type PolicyFile, type PolicyPart } from './part';

interface ListInput {
  readonly file: PolicyFile;
  readonly context: Context;
}

/** A list with the problems of its text, in offsets of the piece. */
interface ListPiece extends PartPiece {
  readonly list: RequirementList;
  readonly problems: readonly SyntaxProblem[];
}

const eachList = new PieceChecks<PolicyFile, ListInput, Hinted<unknown>, ListPiece>(
  (file, context) => ({
    pieces: file.policy.lists.map((list) => pieceOf(list, file, context)),
    inputOf: ({ list, problems }) => ({
      context,
      file: { ...file, tree: { ...file.tree, problems }, policy: policyWith(list.said.list) },
    }),
  }),
  (report) => report,
);

/**
 * A check that needs no other list of requirements to judge one. It is given each list as if it were the only one of the policy, without the text around
 * it. What it reports of a list is kept with what the list says, so that an edit has the lists judged that it touches; so a report is a plain value,
 * and its cures are made from its hint in the version that is checked.
 */
export function onEachList<H>(
  check: (file: PolicyFile, context: Context) => Iterable<Hinted<H>>,
  cure?: Cure<PolicyFile, H>,
): ReturnType<typeof onPolicy<H>> {
  const each = ({ file, context }: ListInput) => check(file, context);
  eachList.add(each);
  return onPolicy<H>(function* (file, context) {
    for (const { report } of eachList.of(each, file, context)) yield report as Hinted<H>;
  }, cure);
}

/** Does all of these checks for each list of a policy, with a pause after each list. */
export function* judging(part: PolicyPart, context: Context): Steps<void> {
  if (part.kind === 'policy') yield* eachList.judging(part, context);
}

/** What these checks read outside of a list: the same object for the same. */
const surroundings = memoPair((_: Context, _around: NearbyFiles): object => ({}));

const sound: readonly SyntaxProblem[] = [];

function pieceOf(list: RequirementList, file: PolicyFile, context: Context): ListPiece {
  const { list: alone, slot } = list.said;
  const start = list.member.span.start - alone.member.span.start;
  const problems = file.tree.problems.length ? problemsIn(list.member.span, file, start) : sound;
  // What is broken may be read in another way when the text around it changes.
  return { list, start, problems, slot: problems.length ? {} : slot, by: surroundings(context, file.around) };
}

const problemsIn = ({ start, end }: Span, { tree }: PolicyFile, by: number): readonly SyntaxProblem[] =>
  tree.problems
    .filter(({ span }) => start <= span.start && span.start < end)
    .map(({ span, message }) => ({ message, span: { start: span.start - by, end: span.end - by } }));

/** The policy that has no other list. */
function policyWith(list: RequirementList): Policy {
  const { transport, member } = list;
  return transport === undefined
    ? { default: list, sections: [], lists: [list] }
    : { sections: [{ transport, member, scopes: [list] }], lists: [list] };
}
