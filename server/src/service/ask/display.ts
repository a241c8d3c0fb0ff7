/** What an editor shows: hovers, outline, links, lenses, colors, hints. */

import {
  type Context,
  fenced,
  type Hint,
  type Hover,
  type Lens,
  type Link,
  md,
  memoLast,
  type Outline,
  type PositionMap,
  paragraphs,
  type Span,
  spanInHost,
  spanToHost,
  spanToRegion,
  type TokenGroup,
} from '../../core';
import { heardFindings } from '../check';
import type { Document } from '../document';
import { generatedFiles } from '../rendered';
import type { RuleSettings } from '../settings';
import { eachRegion, moveSpan, moveSpanned, oneRegion, optional } from './regions';

/** What a file is a piece of knows more than the piece. */
export function hover(document: Document, offset: number, context: Context): Hover | undefined {
  for (const { language, part, map } of document.judged.filter((region) => region.map.placeOf)) {
    const at = map.toRegion(offset);
    const answer = at === undefined ? undefined : language.hover?.(part, at, context);
    const span = answer && spanInHost(map, answer.span);
    if (answer && span) return { ...answer, span };
  }
  const own = oneRegion(document, offset, ({ language, part }, at) => optional(language.hover?.(part, at, context)), moveSpanned)[0];
  return own ?? hoverOnGenerated(document, offset);
}

function hoverOnGenerated(document: Document, offset: number): Hover | undefined {
  const made = generatedFiles(document).find(({ span }) => span.start <= offset && offset <= span.end);
  return made && { span: made.span, markdown: paragraphs(md`Becomes this profile:`, fenced(made.text, made.language)) };
}

/** What is embedded is outlined below what it is embedded in, where that is outlined. */
export function outline(document: Document): readonly Outline[] {
  const items = eachRegion(document, ({ language, part }) => language.outline?.(part), moveOutline);
  return document.regions.some(({ name }) => name !== undefined) ? nestedOutline(items) : items;
}

function moveOutline(item: Outline, map: PositionMap): Outline {
  const { children } = item;
  return {
    ...item,
    span: spanToHost(map, item.span),
    selection: spanToHost(map, item.selection),
    ...(children && { children: children.map((child) => moveOutline(child, map)) }),
  };
}

/** By place: an item that another spans becomes its child. */
function nestedOutline(items: readonly Outline[]): readonly Outline[] {
  const roots: { item: Outline; inner: Outline[] }[] = [];
  for (const item of [...items].sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end)) {
    const last = roots.at(-1);
    if (last && last.item.span.start <= item.span.start && item.span.end <= last.item.span.end) last.inner.push(item);
    else roots.push({ item, inner: [] });
  }
  return roots.map(({ item, inner }) => (inner.length ? { ...item, children: [...(item.children ?? []), ...inner] } : item));
}

export const folds = (document: Document): readonly Span[] =>
  eachRegion(document, ({ language, part }) => language.folds?.(part), moveSpan);

export const links = (document: Document, context: Context): readonly Link[] =>
  eachRegion<Link>(document, ({ language, part }) => language.links?.(part, context), moveSpanned);

export const lenses = (document: Document, context: Context, settings: RuleSettings): readonly Lens[] =>
  [...new Set([...document.judged, ...document.regions])].flatMap(({ language, part, map }) =>
    (language.lenses?.(part, context, () => heardFindings(language, part, context, settings)) ?? []).flatMap((lens) => {
      const span = spanInHost(map, lens.span);
      return span ? [{ ...lens, span }] : [];
    }),
  );

export const tokens = (document: Document): readonly TokenGroup[] =>
  eachRegion<TokenGroup>(document, ({ language, part }) => language.tokens?.(part), moveTokens);

/** The same list as long as the region stays where it is. */
const movedTokens = memoLast((tokens: TokenGroup['tokens'], map: PositionMap, start: number): TokenGroup => {
  const from = map.toHost(start);
  const placed = tokens.map((token) => {
    const span = spanToHost(map, { start: start + token.span.start, end: start + token.span.end });
    return { ...token, span: { start: span.start - from, end: span.end - from } };
  });
  return { start: from, tokens: placed };
});

const moveTokens = ({ start, tokens }: TokenGroup, map: PositionMap): TokenGroup =>
  map.start === undefined ? movedTokens(tokens, map, start) : { start: start + map.start, tokens };

export const hints = (document: Document, range: Span, context: Context): readonly Hint[] =>
  eachRegion<Hint>(
    document,
    ({ language, part, map }) => {
      const own = spanToRegion(map, range);
      return own && language.hints?.(part, own, context);
    },
    (hint, map) => ({ ...hint, at: map.toHost(hint.at) }),
  );

export const selections = (document: Document, offset: number): readonly Span[] =>
  oneRegion(document, offset, ({ language, part }, at) => language.selections?.(part, at), moveSpan);
