import { type Context, memo, type Span, span } from '../../../core';
import { transport } from '../../../knowledge';
import type { Member, Tree } from '../../../tree';
import { keptOf, type RequirementList } from '../model';
import type { PolicyFile } from '../part';
import { placeName } from '../pull/place';
import { refusedScope } from '../scope';
import { errorOf } from './errors';
import { type Complaints, complaintsInto, type Mistake, type MistakeName, type Mistaken } from './mistakes';
import { isCommentKey, kindOf, readObject, sayDuplicates, smallest } from './objects';
import { readRequirements } from './requirements';

export type { Mistake, MistakeName } from './mistakes';
export { smallest } from './objects';
export { likelyType } from './requirements';

/** What the loader refuses, of one kind. The loader stops at its first error; these are all of them. */
export function mistakesOf(file: PolicyFile, rule: MistakeName): readonly Mistaken[] {
  return allMistakes(file).flatMap((mistake) => (mistake.rule === rule ? [mistake.report] : []));
}

const allMistakes = memo(({ tree, policy }: PolicyFile): readonly Mistake[] => {
  const found = readAround(tree);
  for (const list of policy.lists) for (const mistake of keptOf(list, readList)) found.push(moved(mistake, list.member.span.start));
  // What is missing in a broken text may only be out of sight.
  return tree.problems.length ? found.filter(({ missing }) => !missing) : found;
});

function moved({ report, ...mistake }: Mistake, by: number): Mistake {
  const at = ({ start, end }: Span): Span => ({ start: start + by, end: end + by });
  const { related } = report;
  return {
    ...mistake,
    report: { ...report, span: at(report.span), ...(related && { related: related.map((one) => ({ ...one, span: at(one.span) })) }) },
  };
}

/** Whether the loader accepts the file. */
export const loads = (file: PolicyFile): boolean => !allMistakes(file).length;

/** The sentence with which the reader refuses a file, as far as it is known; undefined where it loads. */
export function refusalOf(file: PolicyFile, context: Pick<Context, 'policy'>): string | undefined {
  const [first, ...others] = allMistakes(file);
  if (!first) return undefined;
  // Of several mistakes the reader names the one that it comes to first, which depends on the order of its fields.
  const own = others.length ? undefined : errorOf(file, first, context);
  return `invalid policy in ${JSON.stringify(placeName(file.uri))}${own ? `: ${own}` : ''}`;
}

/** Whether the loader refuses something within a place. */
export const isRefusedIn = (file: PolicyFile, place: Span): boolean => allMistakes(file).some(({ report }) => isIn(report.span, place));

/** Whether the loader refuses something within a place of a list that is judged by itself; `problems` are those of its text. */
export const isRefusedAlone = ({ tree: { problems } }: PolicyFile, list: RequirementList, place: Span): boolean =>
  problems.some(({ span }) => isIn(span, place)) || keptOf(list, readList).some(({ report }) => isIn(report.span, place));

const isIn = (inner: Span, { start, end }: Span): boolean => start <= inner.start && inner.end <= end;

/**
 * Reads what is around the lists of requirements as strictly as containers/image reads a policy (`signature/policy_config.go`), but continues after an
 * error.
 */
function readAround(tree: Tree): Mistake[] {
  const found: Mistake[] = [];
  const complaints = complaintsInto(found);
  for (const problem of tree.problems) complaints.say('syntax', problem.span, problem.message);
  if (!tree.root) {
    if (!tree.problems.length) complaints.say('syntax', span(0, 0), 'The file is empty, and a policy needs at least `default`.');
    return found;
  }
  const fields = readObject(tree.root, { name: 'a policy', keys: ['default', 'transports'] }, complaints);
  if (!fields) return found;
  if (!fields.has('default'))
    complaints.miss(
      'default-missing',
      span(tree.root.span.start, tree.root.span.start + 1),
      'The policy has no `default`, which is required with any `transports`.',
    );
  const transports = fields.get('transports');
  if (transports) readTransports(transports, complaints);
  return found;
}

function readTransports({ value }: Member, complaints: Complaints): void {
  if (!value) return;
  if (value.kind !== 'object') {
    complaints.say('object-expected', smallest(value), `\`transports\` must be an object in braces, not ${kindOf(value)}.`);
    return;
  }
  sayDuplicates(value, complaints);
  for (const member of value.members) readSection(member, complaints);
}

function readSection({ key, value }: Member, complaints: Complaints): void {
  if (!value) return;
  const name = String(key.value);
  if (value.kind !== 'object') {
    const hint = value.kind === 'array' ? '; requirements for the whole transport belong to its scope `""`' : '';
    complaints.say('object-expected', smallest(value), `\`${name}\` must be an object of scopes, not ${kindOf(value)}${hint}.`, {
      ...(value.kind === 'array' && { hint: { scope: '' } }),
    });
    return;
  }
  sayDuplicates(value, complaints);
}

/** Reads one list. */
function readList({ member, transport: name, scope }: RequirementList): readonly Mistake[] {
  const found: Mistake[] = [];
  const complaints = complaintsInto(found);
  if (name === undefined || scope === undefined) {
    readRequirements(member, complaints);
    return found;
  }
  if (isCommentKey(scope) && member.value?.kind === 'scalar') {
    complaints.say('unknown-key', member.key.span, `\`${scope}\` is read as a scope: a policy has no place for comments.`, {
      hint: { remove: true },
    });
    return found;
  }
  const refused = transport(name) && refusedScope(name, scope);
  if (refused) {
    const { problem, instead, guess } = refused;
    complaints.say('scope-refused', member.key.span, `The scope \`${scope}\` ${problem}.`, {
      ...(instead !== undefined && { hint: { rename: instead, ...(guess && { guess: true as const }) } }),
    });
  }
  readRequirements(member, complaints);
  return found;
}
