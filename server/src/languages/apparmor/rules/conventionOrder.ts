import { type ApparmorRuleKind, apparmorRuleKinds, type Fix, type Span, span } from '../../../core';
import type { ApparmorPart } from '../policy/model';
import { profilesOf } from '../policy/profiles';
import type { Body, Statement } from '../syntax/tree';
import { commentAbove, convention, isLocal, isSiteInclude, lineEnding, ownLine } from './convention';

export const conventionOrder = convention({
  code: 'apparmor/convention-order',
  title: 'The rules of a profile are not in order',
  why: `The convention \`order\` requires the statements of a profile sorted by kind: ${apparmorRuleKinds.map((kind) => `\`${kind}\``).join(', ')}. \`local\` is the include of \`local/\`, \`profile\` a hat or child.

The setting \`confine.apparmor.order\` names the kinds that come first, in another order; the others follow in this one. The order of rules means nothing to apparmor_parser, so the fix changes nothing that is enforced. It keeps the order within a kind and moves comments with the rule below them. Blocks and conditions stay in place; each stretch between them is sorted alone. So does a paragraph of several kinds under a comment of its own (a blank line, a comment, then its rules without a blank line): who wrote it wants these lines together.

The last includes of a profile count as \`local\` where they are optional and read a folder with the ending \`.d\`, as \`include if exists <web.d>\` does.`,
  sources: [{ title: 'apparmor.d: guidelines', url: 'https://apparmor.pujol.io/development/guidelines/' }],
  example: {
    bad: 'profile web {\n  # The site.\n  /srv/web/** r,\n  capability chown,\n}\n',
    good: 'profile web {\n  capability chown,\n\n  # The site.\n  /srv/web/** r,\n}\n',
  },
  *check(part, context) {
    const ranks = ranksOf(context.apparmor.order ?? []);
    for (const { item, profile } of profilesOf(part)) {
      if (item.site || !profile.body) continue;
      for (const stretch of stretchesOf(part.text, profile.body, item.start)) {
        const late = stretch.findIndex(({ kind }, i) => ranks[kind] < Math.max(...stretch.slice(0, i).map((one) => ranks[one.kind])));
        if (late < 0) continue;
        const one = stretch[late] as Ranked;
        const other = stretch.find(({ kind }) => ranks[kind] > ranks[one.kind]) as Ranked;
        yield {
          span: one.span,
          message: `The convention “order” requires this ${labelOf(one)} before the ${labelOf(other)} above.`,
          related: [{ span: other.span, message: 'It comes before this one.' }],
          cure: () => [sorted(part, stretch, ranks)],
        };
      }
    }
  },
});

const labels: Partial<Record<ApparmorRuleKind, string>> = {
  abi: '`abi`',
  include: '`include`',
  local: 'local `include`',
  profile: 'child profile or hat',
  all: '`all` rule',
};

const labelOf = ({ kind }: Ranked): string => labels[kind] ?? `${kind} rule`;

interface Ranked {
  readonly kind: ApparmorRuleKind;
  readonly span: Span;
}

type Ranks = Readonly<Record<ApparmorRuleKind, number>>;

function ranksOf(first: readonly ApparmorRuleKind[]): Ranks {
  const order = [...new Set([...first, ...apparmorRuleKinds])];
  return Object.fromEntries(order.map((kind, i) => [kind, i])) as Record<ApparmorRuleKind, number>;
}

/** The statements between blocks, conditions, paragraphs of several kinds and what can't be read. */
function stretchesOf(text: string, { statements }: Body, base: number): readonly (readonly Ranked[])[] {
  const last = statements.findLastIndex(({ statement }) => statement.kind !== 'rest' && !isSiteInclude(statement));
  const all = statements.map(({ start, statement }, i) => ({
    kind: kindOf(statement, i > last),
    span: span(base + start + statement.span.start, base + start + statement.span.end),
  }));
  const found: Ranked[][] = [[]];
  for (const group of groupsOf(text, all)) {
    const kinds = new Set(group.map(({ kind }) => kind));
    const sortable = group.flatMap(({ kind, span }) => (kind === undefined ? [] : [{ kind, span }]));
    if (sortable.length < group.length || (kinds.size > 1 && isParagraph(text, group[0]))) found.push([]);
    else found.at(-1)?.push(...sortable);
  }
  return found;
}

interface Line {
  readonly kind: ApparmorRuleKind | undefined;
  readonly span: Span;
}

/** A paragraph under a comment of its own is one group, each other statement too. */
function* groupsOf(text: string, all: readonly Line[]): Generator<readonly Line[]> {
  for (let i = 0; i < all.length; ) {
    let end = i + 1;
    if (isParagraph(text, all[i])) while (end < all.length && isDirectlyBelow(text, all[end - 1], all[end])) end++;
    yield all.slice(i, end);
    i = end;
  }
}

/** Whether the lines over a statement are a blank one and then comments. */
function isParagraph(text: string, line: Line | undefined): boolean {
  const start = line ? text.lastIndexOf('\n', line.span.start - 1) + 1 : 0;
  const comment = commentAbove(text, start);
  return comment < start && /(?:^|\n)[ \t]*\r?\n$/.test(text.slice(Math.max(0, comment - 200), comment));
}

const isDirectlyBelow = (text: string, line: Line | undefined, next: Line | undefined): boolean =>
  line !== undefined && next !== undefined && /^[ \t]*(?:#[^\n]*)?\r?\n?[ \t]*$/.test(text.slice(line.span.end, next.span.start));

/** `isLast`: nothing but includes of the site follows. */
function kindOf(statement: Statement, isLast: boolean): ApparmorRuleKind | undefined {
  switch (statement.kind) {
    case 'rule':
      return statement.verb;
    case 'include':
      return isLocal(statement) || (isLast && isSiteInclude(statement)) ? 'local' : 'include';
    case 'abi':
    case 'profile':
      return statement.kind;
    default:
      return undefined;
  }
}

/** Undefined where two statements share a line, or a comment for a build counts for the paragraph below it. */
function sorted(part: ApparmorPart, stretch: readonly Ranked[], ranks: Ranks): Fix | undefined {
  const { text } = part;
  const lines = stretch.map((one) => ownLine(text, one.span));
  const [first] = lines;
  const last = lines.at(-1);
  if (!first || !last || part.template) return undefined;
  const chunks: { readonly kind: ApparmorRuleKind; readonly at: number; readonly text: string }[] = [];
  let start = commentAbove(text, first.start);
  const whole = span(start, last.end);
  for (const [i, line] of lines.entries()) {
    const between = line && text.slice(start, line.start);
    if (!line || line.start < start || !/^(?:[ \t]*(?:#[^\n]*)?\r?\n)*$/.test(between as string)) return undefined;
    chunks.push({ kind: (stretch[i] as Ranked).kind, at: i, text: text.slice(start, line.end) });
    start = line.end;
  }
  if (/#aa:/.test(text.slice(whole.start, whole.end))) return undefined;
  const ending = lineEnding(part);
  const result = [...chunks].sort((a, b) => ranks[a.kind] - ranks[b.kind] || a.at - b.at);
  const written = result.map((chunk, i) => {
    const before = result[i - 1];
    if (before && before.at === chunk.at - 1) return chunk.text;
    const bare = chunk.text.replace(/^(?:[ \t]*\r?\n)+/, '');
    return before && before.kind !== chunk.kind ? ending + bare : bare;
  });
  return { title: 'Sort the rules of the profile', edits: [{ span: whole, text: written.join('') }], safe: true };
}
