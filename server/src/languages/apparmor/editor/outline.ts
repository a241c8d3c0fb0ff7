/** Profiles, hats, variables and rules as the editor's outline; what can be folded; where includes lead. */

import { type Context, type Link, memoWith, type Outline, type Span, type StatedFact, shift, span } from '../../../core';
import { attachmentsIn } from '../policy/attachments';
import { entersFacts } from '../policy/entered';
import { type ApparmorPart, fragmentName } from '../policy/model';
import { writtenProfiles } from '../policy/profiles';
import { rulesFacts } from '../policy/statedRules';
import { digestOf } from '../syntax/digest';
import { gatherer } from '../syntax/gather';
import { type Body, isBody, type RuleStatement, type Run, type Statement, type StatementList } from '../syntax/tree';
import { wordValue } from '../syntax/words';
import { summaryOf } from './summary';

export const outline = (part: ApparmorPart): readonly Outline[] => entries(part.tree, part.text, 0, false);

/** Profiles with their hats and children, and variables; a rule has no name to look for. */
export const symbols = (part: ApparmorPart): readonly Outline[] => named(entries(part.tree, part.text, 0, true));

/** `base` is absolute. `namesOnly` leaves out what has no name and no blocks with names in it. */
function entries({ runs }: StatementList, text: string, base: number, namesOnly: boolean): readonly Outline[] {
  const all: Outline[] = [];
  for (const placed of runs) {
    const runStart = base + placed.start;
    for (const { start, bodies, item } of itemsOf(placed.run, text, runStart)) {
      const at = runStart + start;
      if (bodies.length > 0) {
        const children = bodies.flatMap((body) => entries(body, text, at, namesOnly));
        all.push({ ...moved(item, at), ...(children.length > 0 && { children }) });
      } else if (!namesOnly || isNamed(item)) all.push(moved(item, at));
    }
  }
  return all;
}

const isNamed = ({ kind }: Outline) => kind === 'class' || kind === 'function' || kind === 'variable';

function moved({ name, kind, detail, span, selection }: Outline, by: number): Outline {
  const place = shift(span, by);
  const selected = selection === span ? place : shift(selection, by);
  return detail ? { name, kind, detail, span: place, selection: selected } : { name, kind, span: place, selection: selected };
}

/** A statement's entry without its contents; its places count from the statement. */
interface Item {
  /** Of the statement, in the run. */
  readonly start: number;
  readonly bodies: readonly Body[];
  readonly item: Outline;
}

const itemsOf = memoWith((run: Run, text: string, base: number): readonly Item[] =>
  run.statements.flatMap(({ start, statement }) => {
    const item = itemOf(statement, text, base + start);
    return item ? [{ start, bodies: statement.bodies, item }] : [];
  }),
);

function itemOf(statement: Statement, text: string, at: number): Outline | undefined {
  const whole = statement.span;
  const entry = (name: string, kind: Outline['kind'], selection: Span = whole, detail?: string): Outline => ({
    name,
    kind,
    span: whole,
    selection,
    ...(detail && { detail }),
  });
  switch (statement.kind) {
    case 'profile': {
      const detail = [statement.attachment?.raw, statement.flags?.words.map((word) => word.raw).join(' ')].filter(Boolean).join(' · ');
      const name = statement.name ? wordValue(statement.name.raw) || '""' : 'profile';
      return entry(name, statement.hat ? 'function' : 'class', statement.name?.span, detail);
    }
    case 'set-variable': {
      const values = statement.values.map((value) => value.raw).join(' ');
      return entry(statement.name.raw, 'variable', statement.name.span, values.slice(0, 60));
    }
    case 'boolean-variable':
      return entry(statement.name.raw, 'variable', statement.name.span);
    case 'block':
      return entry(statement.qualifiers.words.map((word) => word.raw).join(' ') || 'block', 'object', statement.body.open);
    case 'if':
      return entry('if', 'object', statement.branches[0]?.keyword);
    case 'rule':
      return whole.end > whole.start ? entry(title(statement, text.slice(at, at + whole.end)), kindOf(statement)) : undefined;
    case 'include':
      return statement.file && entry(statement.file.raw, 'module', statement.file.span);
    default:
      return undefined;
  }
}

/** The rule on one line, without its comma. */
function title(rule: RuleStatement, text: string): string {
  return text.slice(rule.span.start).replace(/,\s*$/, '').replace(/\s+/g, ' ').slice(0, 80) || rule.verb;
}

/** What is named, with what is named in it in place of blocks. */
const named = (items: readonly Outline[]): readonly Outline[] =>
  items.flatMap(({ children = [], ...item }) =>
    item.kind === 'class' || item.kind === 'function'
      ? [{ ...item, children: named(children) }]
      : item.kind === 'variable'
        ? [item]
        : named(children),
  );

const kindOf = (rule: RuleStatement): Outline['kind'] =>
  rule.verb === 'file' || rule.verb === 'link' ? 'string' : rule.verb === 'capability' ? 'key' : 'property';

/** Bodies between their braces, runs of comments, statements over several lines. */
export const folds = (part: ApparmorPart): readonly Span[] =>
  foldsIn(part.tree, part.text, undefined).map(({ start, found }) => shift(found, start));

const foldsIn = gatherer<Span, undefined>((statement, { text, start }) =>
  [...placesToFold(statement)].filter((place) => text.slice(start + place.start, start + place.end).includes('\n')),
);

function* placesToFold(statement: Statement): Generator<Span> {
  const bodies = statement.bodies;
  for (const { open, close } of bodies) if (close) yield span(open.end, close.start);
  yield* comments(statement);
  if (bodies.length === 0) yield statement.span;
}

/** Comment lines that follow each other at the start of a statement. */
function* comments(statement: Statement): Generator<Span> {
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
        if (run) yield span(run.start, run.end);
        run = { start: piece.start, end: piece.end };
      }
      breaks = 0;
    } else if (piece.kind === 'newline') breaks++;
    else if (piece.kind !== 'space') {
      if (run) yield span(run.start, run.end);
      run = undefined;
    }
  }
  if (run) yield span(run.start, run.end);
}

export function links(part: ApparmorPart): readonly Link[] {
  const found: Link[] = [];
  for (const { start, statement } of digestOf(part.tree).references) {
    if (statement.kind !== 'include' || !statement.file) continue;
    const resolution = part.root.includes.get(statement);
    if (resolution?.state !== 'found' || !resolution.files[0]) continue;
    found.push({ span: shift(statement.file.span, start), target: resolution.files[0].uri, tooltip: 'Open the included file' });
  }
  return found;
}

export function facts(part: ApparmorPart, context?: () => Context): readonly StatedFact[] {
  const name = fragmentName(part.uri);
  const summary = name === undefined ? undefined : summaryOf(part.text);
  const fragment: readonly StatedFact[] =
    name === undefined ? [] : [{ kind: 'apparmor-fragment', name, ...(summary !== undefined && { detail: summary }), span: span(0, 0) }];
  const rules = context?.().apparmor.conventions?.includes('abstractions') ? rulesFacts(part) : [];
  return [...fragment, ...profileFacts(part), ...attachmentsIn(part), ...entersFacts(part), ...rules];
}

/** By the text of the file alone: its includes are not read. */
const profileFacts = (part: ApparmorPart): readonly StatedFact[] =>
  writtenProfiles(part.tree, part.text, '').map(({ start, found: { fullName, profile } }) => ({
    kind: 'apparmor-profile',
    name: fullName,
    ...(profile.attachment && { detail: wordValue(profile.attachment.raw) }),
    span: shift(profile.name?.span ?? profile.span, start),
  }));
