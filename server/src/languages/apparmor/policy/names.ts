/** Variables and profiles by name: where a file gives and uses them, by its own text alone. */

import { type FileNames, type FileReference, type Mention, memo, memoWith, type Span, shift, span, touches } from '../../../core';
import { digestOf } from '../syntax/digest';
import { gatherer } from '../syntax/gather';
import { variableName } from '../syntax/lexer';
import { statementAt } from '../syntax/locate';
import { permissionsOf } from '../syntax/permissions';
import { type FileTree, isBody, type ProfileStatement, type RuleStatement, type Statement, type Word } from '../syntax/tree';
import { variablesIn, wordValue } from '../syntax/words';
import type { LoadedFile } from './loadedFile';
import type { ApparmorPart } from './model';

/** The file first, then what it was read with. */
export const names = (part: ApparmorPart): readonly FileNames[] =>
  [...filesOf(part.root)].map((file) => ({ ...namesOf(file.tree), ...(file !== part.root && { uri: file.uri }) }));

/** The name at a place. */
export function nameAt(part: ApparmorPart, offset: number): Mention | undefined {
  const located = statementAt(part.tree, offset);
  if (!located) return undefined;
  const { statement, start, parents } = located;
  const owner = parents.reduce<string | undefined>((above, one) => nameWithin(one.statement, above), undefined);
  const found = [...mentionsOf(part.text, statement, start, owner)].filter((one) => touches(one.span, offset - start));
  // In `web//worker` a cursor between the two belongs to the shorter.
  const [shortest] = found.sort((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start));
  return shortest && moved(shortest, start);
}

export function highlights(part: ApparmorPart, offset: number): readonly Span[] {
  const name = nameAt(part, offset);
  if (!name) return [];
  return mentionsIn(part.tree, part.text, undefined).flatMap(({ start, found }) =>
    found.kind === name.kind && found.name === name.name ? [shift(found.span, start)] : [],
  );
}

/** The file and all that it includes. */
export function filesOf(root: LoadedFile): ReadonlySet<LoadedFile> {
  const files = new Set([root]);
  for (const file of files) {
    for (const resolution of file.includes.values()) if (resolution.state === 'found') for (const one of resolution.files) files.add(one);
  }
  return files;
}

/** Whether an include is out of reach: it may name or define more. */
export const hidesSomething = (root: LoadedFile): boolean =>
  [...filesOf(root)].some(({ includes }) =>
    [...includes].some(([{ kind }, { state }]) => kind === 'include' && (state === 'unknown' || state === 'missing')),
  );

const namesOf = memo((tree: FileTree): FileNames => {
  const includes = [...digestOf(tree).references].flatMap(({ statement }): FileReference[] =>
    statement.kind === 'include' && statement.file ? [{ path: statement.file.path, searched: statement.file.form === 'angle' }] : [],
  );
  const mentions = mentionsIn(tree, tree.text, undefined).map(({ start, found }) => moved(found, start));
  return { mentions, includes };
});

/** The profile that the contents of a statement belong to. */
const nameWithin = (statement: Statement, owner: string | undefined): string | undefined =>
  statement.kind === 'profile' ? fullName(statement, owner) : owner;

/** By the full name of the profile around. */
const mentionsIn = gatherer<Mention, string | undefined>(
  (statement, { text, start }, owner) => mentionsOf(text, statement, start, owner),
  nameWithin,
);

const moved = (mention: Mention, by: number): Mention => ({ ...mention, span: shift(mention.span, by) });

/** A hat alone in its file is a hat of each profile that includes the file. */
export function fullName(profile: ProfileStatement, owner: string | undefined): string | undefined {
  if (!profile.name) return owner;
  const name = wordValue(profile.name.raw);
  return owner !== undefined || profile.hat ? `${owner ?? ''}//${name}` : name;
}

/** A name as the text of a statement has it; places count from the statement. */
interface Written {
  readonly kind: Mention['kind'];
  readonly text: string;
  /** Counts from the profile around. */
  readonly child: boolean;
  readonly defines: boolean;
  readonly span: Span;
}

/** Places count from the statement. */
function* mentionsOf(text: string, statement: Statement, start: number, owner: string | undefined): Generator<Mention> {
  for (const one of writtenIn(statement, text, start)) {
    const child = one.child || (one.defines && one.kind === 'profile' && owner !== undefined);
    const name = child ? `${owner ?? ''}//${one.text}` : one.text;
    yield {
      kind: one.kind,
      name,
      ...(name.startsWith('//') && { partial: true }),
      defines: one.defines,
      span: one.span,
    };
  }
}

/** Once for each statement: it keeps its text wherever it moves. */
const writtenIn = memoWith((statement: Statement, text: string, start: number): readonly Written[] => [
  ...variablesOf(text, statement, start),
  ...profilesOf(statement),
]);

function* profilesOf(statement: Statement): Generator<Written> {
  if (statement.kind === 'profile' && statement.name) {
    const text = wordValue(statement.name.raw);
    yield { kind: 'profile', text, child: statement.hat, defines: true, span: inside(statement.name) };
  } else if (statement.kind === 'rule') {
    for (const { word, child } of targetsOf(statement)) {
      for (const { name, place } of labelNames(word, undefined)) yield { kind: 'profile', text: name, child, defines: false, span: place };
    }
  }
}

function* variablesOf(text: string, statement: Statement, start: number): Generator<Written> {
  if (statement.kind === 'include' || statement.kind === 'abi') return;
  const defined = statement.kind === 'set-variable' || statement.kind === 'boolean-variable' ? statement.name.span.start : -1;
  // `+=` adds to what another statement defines.
  const adds = statement.kind === 'set-variable' && statement.operator === '+=';
  const one = (kind: 'variable' | 'boolean', name: string, from: number, defines: boolean): Written => ({
    kind,
    text: name,
    child: false,
    defines,
    span: span(from, from + name.length),
  });
  for (const piece of statement.pieces) {
    if (isBody(piece) || piece.kind === 'comment') continue;
    const raw = text.slice(start + piece.start, start + piece.end);
    const defines = piece.start === defined && !adds;
    if (piece.kind === 'boolean' || (piece.kind === 'variable' && /^[@$]\w+$/.test(raw))) {
      const name = variableName(raw);
      yield one(raw.startsWith('$') ? 'boolean' : 'variable', name, piece.start + raw.indexOf(name), defines);
      continue;
    }
    for (const { name, start: from } of variablesIn(raw)) yield one('variable', name, piece.start + from + 2, defines);
  }
}

/** The words of a rule that name profiles; `child` when the name counts from the profile around. */
function* targetsOf(rule: RuleStatement): Generator<{ readonly word: Word; readonly child: boolean }> {
  if (rule.verb === 'file') {
    const exec = rule.permissions && permissionsOf(rule.permissions.raw).exec;
    if (rule.target && exec) yield { word: rule.target, child: exec.transition === 'child' };
  } else if (rule.verb === 'change_profile' || rule.verb === 'pivot_root') {
    if (rule.target) yield { word: rule.target, child: false };
  } else if ('access' in rule) {
    for (const condition of [...rule.conditions, ...(rule.peer?.conditions ?? [])]) {
      if (condition.name.raw === 'peer' || condition.name.raw === 'label')
        for (const word of condition.values) yield { word, child: false };
    }
  }
}

/** A name in a label; `parent` of another that the label goes on to. */
interface LabelName {
  readonly name: string;
  readonly place: Span;
  readonly parent: boolean;
}

/** The profiles that a label names: stacked ones by `//&`, each with its parents by `//`. */
export function labelNames(word: Word, parent: string | undefined): readonly LabelName[] {
  const { raw } = word;
  // With escapes or globs inside, text and name no longer match letter by letter.
  if (/[\\*?[{]/.test(raw.replace(/@\{\w+\}/g, ''))) return [];
  const whole = inside(word);
  const text = raw.slice(whole.start - word.span.start, whole.end - word.span.start);
  const found: LabelName[] = [];
  for (const stacked of text.matchAll(/(?:^&|(?<=\/\/&)|^)(?::[^:]*:(?:\/\/)?)?((?:(?!\/\/&).)+)/g)) {
    const label = stacked[1] as string;
    const from = stacked.index + stacked[0].length - label.length;
    let name = parent ?? '';
    let at = 0;
    for (const segment of label.split('//')) {
      name = name ? `${name}//${segment}` : segment;
      const end = at + segment.length;
      found.push({ name, place: span(whole.start + from + at, whole.start + from + end), parent: end < label.length });
      at = end + 2;
    }
  }
  return found;
}

/** A word without its quotes. */
export const inside = ({ raw, span: place }: Word): Span =>
  raw.startsWith('"') && raw.endsWith('"') && raw.length > 1 ? span(place.start + 1, place.end - 1) : place;
