/** Profiles, hats, variables and rules as the editor's outline; what can be folded; where includes lead. */

import { type Link, type Outline, type Span, type StatedFact, shift, span } from '../../core';
import { type ApparmorPart, fragmentName } from './model';
import { profilesOf } from './profiles';
import { summaryOf } from './summary';
import { isBody, type PlacedStatement, type Rule, type Statement, walk } from './tree';
import { wordValue } from './words';

export const outline = (part: ApparmorPart): readonly Outline[] => entries(part, part.tree.statements, 0);

function entries(part: ApparmorPart, placed: readonly PlacedStatement[], base: number): readonly Outline[] {
  return placed.flatMap(({ start, statement }) => {
    const at = base + start;
    const children = () => statement.bodies.flatMap((body) => entries(part, body.statements, at));
    const entry = (name: string, kind: Outline['kind'], selection: Span, detail?: string, inner?: readonly Outline[]): Outline[] => [
      {
        name,
        kind,
        span: shift(statement.span, at),
        selection: shift(selection, at),
        ...(detail && { detail }),
        ...(inner?.length && { children: inner }),
      },
    ];
    switch (statement.kind) {
      case 'profile':
        return entry(
          statement.name ? wordValue(statement.name.raw) || '""' : 'profile',
          statement.hat ? 'function' : 'class',
          statement.name?.span ?? statement.span,
          [statement.attachment?.raw, statement.flags?.words.map((word) => word.raw).join(' ')].filter(Boolean).join(' · '),
          children(),
        );
      case 'set-variable':
        return entry(
          statement.name.raw,
          'variable',
          statement.name.span,
          statement.values
            .map((value) => value.raw)
            .join(' ')
            .slice(0, 60),
        );
      case 'boolean-variable':
        return entry(statement.name.raw, 'variable', statement.name.span);
      case 'block':
        return entry(
          statement.qualifiers.words.map((word) => word.raw).join(' ') || 'block',
          'object',
          statement.body.open,
          undefined,
          children(),
        );
      case 'if':
        return entry('if', 'object', statement.branches[0]?.keyword ?? statement.span, undefined, children());
      case 'rule':
        return statement.span.end > statement.span.start
          ? entry(title(statement, part.text.slice(at, at + statement.span.end)), kindOf(statement), statement.span)
          : [];
      case 'include':
        return statement.file ? entry(statement.file.raw, 'module', statement.file.span) : [];
      default:
        return [];
    }
  });
}

/** The rule on one line, without its comma. */
function title(rule: Rule, text: string): string {
  return text.slice(rule.span.start).replace(/,\s*$/, '').replace(/\s+/g, ' ').slice(0, 80) || rule.verb;
}

/** Profiles with their hats and children, and variables; a rule has no name to look for. */
export const symbols = (part: ApparmorPart): readonly Outline[] => named(outline(part));

const named = (items: readonly Outline[]): readonly Outline[] =>
  items.flatMap(({ children = [], ...item }) =>
    item.kind === 'class' || item.kind === 'function'
      ? [{ ...item, children: named(children) }]
      : item.kind === 'variable'
        ? [item]
        : named(children),
  );

const kindOf = (rule: Rule): Outline['kind'] =>
  rule.verb === 'file' || rule.verb === 'link' ? 'string' : rule.verb === 'capability' ? 'key' : 'property';

/** Bodies between their braces, runs of comments, statements over several lines. */
export function folds(part: ApparmorPart): readonly Span[] {
  const found: Span[] = [];
  for (const { start, statement } of walk(part.tree.statements)) {
    for (const body of statement.bodies) {
      if (body.close) found.push(span(start + body.open.end, start + body.close.start));
    }
    found.push(...comments(statement, start));
    const { text } = part;
    if (statement.bodies.length === 0 && text.slice(start + statement.span.start, start + statement.span.end).includes('\n')) {
      found.push(shift(statement.span, start));
    }
  }
  return found.filter((place) => part.text.slice(place.start, place.end).includes('\n'));
}

/** Comment lines that follow each other at the start of a statement. */
function* comments(statement: Statement, start: number): Generator<Span> {
  let run: { start: number; end: number } | undefined;
  let breaks = 0;
  for (const piece of statement.pieces) {
    if (isBody(piece)) {
      run = undefined;
      continue;
    }
    if (piece.kind === 'comment') {
      if (run && breaks <= 1) run.end = piece.end;
      else {
        if (run) yield span(start + run.start, start + run.end);
        run = { start: piece.start, end: piece.end };
      }
      breaks = 0;
    } else if (piece.kind === 'newline') breaks++;
    else if (piece.kind !== 'space') {
      if (run) yield span(start + run.start, start + run.end);
      run = undefined;
    }
  }
  if (run) yield span(start + run.start, start + run.end);
}

export function links(part: ApparmorPart): readonly Link[] {
  const found: Link[] = [];
  for (const { start, statement } of walk(part.tree.statements)) {
    if (statement.kind !== 'include' || !statement.file) continue;
    const resolution = part.root.includes.get(statement);
    if (resolution?.state !== 'found' || !resolution.files[0]) continue;
    found.push({ span: shift(statement.file.span, start), target: resolution.files[0].uri, tooltip: 'Open the included file' });
  }
  return found;
}

export function facts(part: ApparmorPart): readonly StatedFact[] {
  const name = fragmentName(part.uri);
  const summary = name === undefined ? undefined : summaryOf(part.text);
  const fragment: readonly StatedFact[] =
    name === undefined ? [] : [{ kind: 'apparmor-fragment', name, ...(summary !== undefined && { detail: summary }), span: span(0, 0) }];
  return [...fragment, ...profileFacts(part)];
}

function profileFacts(part: ApparmorPart): readonly StatedFact[] {
  return profilesOf(part)
    .filter(({ item, profile }) => !item.site && profile.name !== undefined)
    .map(({ fullName, profile, item }) => ({
      kind: 'apparmor-profile',
      name: fullName,
      ...(profile.attachment && { detail: wordValue(profile.attachment.raw) }),
      span: shift(profile.name?.span ?? profile.span, item.start),
    }));
}
