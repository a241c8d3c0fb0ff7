import { type Context, memo, type Span, span } from '../../../core';
import { transport } from '../../../knowledge';
import type { Member, Tree } from '../../../tree';
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

const allMistakes = memo((file: PolicyFile): readonly Mistake[] => readStrictly(file.tree));

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
export const isRefusedIn = (file: PolicyFile, { start, end }: Span): boolean =>
  allMistakes(file).some(({ report }) => start <= report.span.start && report.span.end <= end);

/** Reads a policy as strictly as containers/image does (`signature/policy_config.go`), but goes on after an error. */
export function readStrictly(tree: Tree): readonly Mistake[] {
  const found: Mistake[] = [];
  const complaints = complaintsInto(found, tree);
  for (const problem of tree.problems) complaints.say('syntax', problem.span, problem.message);
  if (!tree.root) {
    if (!tree.problems.length) complaints.say('syntax', span(0, 0), 'The file is empty, and a policy needs at least `default`.');
    return found;
  }
  const fields = readObject(tree.root, { name: 'a policy', keys: ['default', 'transports'] }, complaints);
  if (!fields) return found;
  const standard = fields.get('default');
  if (standard) readRequirements(standard, complaints);
  else if (!fields.has('default'))
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
  for (const member of value.members) {
    const scope = String(member.key.value);
    if (isCommentKey(scope) && member.value?.kind === 'scalar') {
      complaints.say('unknown-key', member.key.span, `\`${scope}\` is read as a scope: a policy has no place for comments.`, {
        hint: { remove: true },
      });
      continue;
    }
    const refused = transport(name) && refusedScope(name, scope);
    if (refused) {
      const { problem, instead, guess } = refused;
      complaints.say('scope-refused', member.key.span, `The scope \`${scope}\` ${problem}.`, {
        ...(instead !== undefined && { hint: { rename: instead, ...(guess && { guess: true as const }) } }),
      });
    }
    readRequirements(member, complaints);
  }
}
