import schemaOfFile from '../../../../schemas/notation-trust-policy.schema.json';
import { type Change, type Completion, type Context, counted, type Hover, type Lens, type Outline } from '../../core';
import { completeBySchema, cursorsAt, hoverBySchema, type Schema } from '../../tree';
import { enforcementOf, shortStatement } from './explain';
import { nameOf, statementFor, type TrustStatement } from './model';
import type { TrustPart } from './part';

export const schema = schemaOfFile as unknown as Schema;

export const complete = ({ tree }: TrustPart, offset: number): readonly Completion[] =>
  cursorsAt(tree, offset).flatMap((cursor) => completeBySchema(schema, cursor));

export const hover = ({ tree }: TrustPart, offset: number): Hover | undefined => hoverBySchema(schema, tree, offset);

export const outline = ({ document }: TrustPart): readonly Outline[] =>
  document.statements.map((statement) => ({
    name: nameOf(statement),
    detail: statement.scopes.map(({ text }) => text).join(', '),
    kind: 'key',
    span: statement.node.span,
    selection: (statement.name?.node ?? statement.node).span,
  }));

export function describe({ document, forBlobs, around }: TrustPart): string {
  const what = `${counted(document.statements.length, 'statement')}${forBlobs ? ', for blobs' : ''}`;
  return around.readInstead === undefined ? what : `${what}; not read, because trustpolicy.oci.json is beside it`;
}

/** Over each statement: whose signature it requires. */
export const lenses = ({ document, forBlobs }: TrustPart, _: Context): readonly Lens[] =>
  document.statements.map((statement) => {
    const scope = statement.scopes.find(({ text }) => text !== '*')?.text;
    const query = forBlobs ? statement.name?.text : scope && `${scope}:1.0`;
    return {
      span: (statement.name?.node ?? statement.node).span,
      title: shortStatement(statement),
      command: 'ask',
      ...(query && { arguments: [query] }),
    };
  });

/** Whether a bad signature stops anything, for comparing: higher is stricter. */
const rank = (statement: TrustStatement | undefined): number => {
  const enforced = statement && enforcementOf(statement);
  if (!statement) return 6;
  return enforced ? Object.values(enforced).filter((action) => action === 'enforce').length : 0;
};

const wordsOf = (statement: TrustStatement | undefined): string => {
  if (!statement) return 'refused: no statement';
  return statement.level?.text === 'skip'
    ? shortStatement(statement)
    : `${statement.level?.text ?? '?'}${statement.override.length ? ' with overrides' : ''}, ${shortStatement(statement)}`;
};

/** What two documents decide differently, compared at each scope of either and at a repository without a statement. */
export function diff(before: TrustPart, after: TrustPart): readonly Change[] {
  const subjects = (part: TrustPart) =>
    part.document.statements.flatMap(({ scopes, name }) => (part.forBlobs ? [name?.text ?? ''] : scopes.map(({ text }) => text)));
  const find = ({ document, forBlobs }: TrustPart, subject: string) =>
    forBlobs ? document.statements.find(({ name }) => name?.text === subject) : statementFor(document, subject);
  return [...new Set([...subjects(before), ...subjects(after)])].flatMap((subject): readonly Change[] => {
    const [old, now] = [find(before, subject), find(after, subject)];
    if (wordsOf(old) === wordsOf(now)) return [];
    const difference = rank(now) - rank(old);
    return [
      {
        direction: difference > 0 ? 'tightened' : difference < 0 ? 'loosened' : 'altered',
        subject: subject === '*' ? 'every other repository' : subject,
        before: wordsOf(old),
        after: wordsOf(now),
        ...(now && { span: (now.name?.node ?? now.node).span }),
        ...(old && { baselineSpan: (old.name?.node ?? old.node).span }),
      },
    ];
  });
}
