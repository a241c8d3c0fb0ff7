import type { Context } from '../../../server/src/core';
import { canCombine, type Edit, editsOf, type Fix, noteOf, type Outline, type Span, shift } from '../../../server/src/core';
import {
  actionsAt,
  complete,
  type Document,
  definition,
  diffDocuments,
  diffWithBaseline,
  explain,
  fixesAt,
  folds,
  format,
  formatOnType,
  harden,
  highlights,
  hints,
  hover,
  lenses,
  links,
  nameAt,
  namesOf,
  outline,
  rename,
  renderBaseline,
  selections,
  signature,
  tokens,
} from '../../../server/src/service';

/** What an editor asks with, of one version of a text. */
export interface Asking {
  readonly document: Document;
  readonly before: Document;
  readonly offset: number;
  readonly context: Context;
}

export const settings = { rules: {} };

/** Every place that an answer names, which must lie in the text. A request whose edits cannot be made together throws. */
type Request = (asking: Asking) => readonly Span[];

const spanOf = ({ span }: { readonly span: Span }): Span => span;

function spansOf(edits: readonly Edit[]): readonly Span[] {
  if (!canCombine(edits)) throw new RangeError(`edits overlap: ${JSON.stringify(edits)}`);
  return edits.map(spanOf);
}

function spansOfFix(fix: Fix): readonly Span[] {
  noteOf(fix);
  return spansOf(editsOf(fix));
}

const placesIn = (item: Outline): readonly Span[] => {
  if (item.selection.start < item.span.start || item.selection.end > item.span.end)
    throw new RangeError(`the selection of ${item.name} lies outside its span`);
  return [item.span, item.selection, ...(item.children ?? []).flatMap(placesIn)];
};

const everywhere = ({ document }: Asking): Span => ({ start: 0, end: document.source.text.length });

function wordAt({ document, offset }: Asking): string {
  const { text } = document.source;
  const before = /[\w./@{}*-]*$/.exec(text.slice(Math.max(0, offset - 80), offset))?.[0] ?? '';
  return before + (/^[\w./@{}*-]*/.exec(text.slice(offset, offset + 80))?.[0] ?? '');
}

const indent = { indent: '  ' };

export const requests: Readonly<Record<string, Request>> = {
  findings: (asking) =>
    fixesAt(asking.document, everywhere(asking), asking.context, settings).flatMap(({ finding, suppression }) => {
      if (finding.message === '') throw new Error(`${finding.code} has no message`);
      const related = (finding.related ?? []).filter(({ uri }) => !uri).map(spanOf);
      return [finding.span, ...related, ...(suppression ? spansOf([suppression]) : [])];
    }),
  completion: ({ document, offset, context }) =>
    complete(document, offset, context).flatMap(({ span, edits = [], documentation }) => {
      if (typeof documentation === 'function') documentation();
      return [span, ...spansOf([{ span, text: '' }, ...edits])];
    }),
  hover: ({ document, offset, context }) => [hover(document, offset, context)].flatMap((found) => (found ? [found.span] : [])),
  outline: ({ document }) => outline(document).flatMap(placesIn),
  folds: ({ document }) => folds(document),
  selections: ({ document, offset }) => selections(document, offset),
  tokens: ({ document }) => {
    const all = tokens(document).flatMap(({ start, tokens }) => tokens.map(({ span }) => shift(span, start)));
    all.forEach((span, i) => {
      if (span.start < (all[i - 1]?.end ?? 0)) throw new RangeError(`tokens overlap at ${span.start}`);
    });
    return all;
  },
  links: ({ document, context }) => links(document, context).map(spanOf),
  lenses: ({ document, context }) => lenses(document, context, settings).map(spanOf),
  hints: (asking) => hints(asking.document, everywhere(asking), asking.context).map(({ at }) => ({ start: at, end: at })),
  highlights: ({ document, offset }) => highlights(document, offset),
  definition: ({ document, offset, context }) => definition(document, offset, context).flatMap(({ uri, span }) => (uri ? [] : [span])),
  names: ({ document }) => namesOf(document).flatMap(({ uri, mentions }) => (uri ? [] : mentions.map(spanOf))),
  rename: ({ document, offset }) => {
    const mention = nameAt(document, offset);
    return mention ? [mention.span, ...(rename(document, mention, 'other')?.edits ?? []).map(spanOf)] : [];
  },
  format: ({ document }) => spansOf(format(document, indent)),
  formatOnType: ({ document, offset }) => ['\n', ',', '}'].flatMap((typed) => spansOf(formatOnType(document, offset, typed, indent))),
  signature: ({ document, offset }) => {
    signature(document, offset);
    return [];
  },
  actions: ({ document, offset, context }) => actionsAt(document, { start: offset, end: offset }, context).flatMap(spansOfFix),
  harden: ({ document, context }) => harden(document, undefined, context, settings).flatMap(spansOfFix),
  explain: (asking) => {
    const { document, context, offset } = asking;
    const [region] = document.regions;
    const example = region?.language.exampleQuery?.(region.part);
    return [wordAt(asking), example, { syscall: wordAt(asking), args: [0], path: wordAt(asking), image: wordAt(asking) }].flatMap(
      (query) => {
        const by = query === undefined ? undefined : explain(document, query, context, typeof query === 'string' ? undefined : offset)?.by;
        return by ? [by] : [];
      },
    );
  },
  diffWithDefault: ({ document, context }) => {
    renderBaseline(document, context);
    return (diffWithBaseline(document, context)?.changes ?? []).flatMap(({ span }) => (span ? [span] : []));
  },
  diffWithBefore: ({ document, before, context }) =>
    diffDocuments(before, document, context).changes.flatMap(({ span }) => (span ? [span] : [])),
};
