/** Variables and profiles by name: which one stands at a place, and where it is written, in the file and what it includes. */

import { type Span, shift, span, touches } from '../../core';
import type { LoadedFile } from './includes';
import { statementAt } from './locate';
import type { ApparmorPart } from './model';
import { permissionsOf } from './permissions';
import { type NamedProfile, profileAt, profilesOf } from './profiles';
import { isBody, type Rule, type Statement, type Word, walk } from './tree';
import { variablesIn } from './words';

export interface Name {
  readonly kind: 'variable' | 'boolean' | 'profile';
  /** Without `@{}`; of a child profile or hat with its parents: `web//worker`. */
  readonly name: string;
}

export interface Occurrence extends Name {
  readonly file: LoadedFile;
  /** The name alone: without braces, quotes, and for children without the parents. */
  readonly span: Span;
  readonly defines: boolean;
}

/** What a rename at this place would change. */
export function nameAt(part: ApparmorPart, offset: number): Occurrence | undefined {
  const located = statementAt(part.tree, offset);
  if (!located) return undefined;
  const owner = profileAt(part, offset);
  const names = [...namesOf(part, part.root, located.statement, located.start, owner)];
  // In `web//worker` a cursor between the two belongs to the shorter.
  return names.filter((one) => touches(one.span, offset)).sort((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start))[0];
}

/** Every place of a name, in the order of each file; the open file comes first. */
export const occurrencesOf = (part: ApparmorPart, { kind, name }: Name): readonly Occurrence[] =>
  occurrences(part).filter((one) => one.kind === kind && one.name === name);

const known = new WeakMap<ApparmorPart, readonly Occurrence[]>();

/** Every place of every name. */
export function occurrences(part: ApparmorPart): readonly Occurrence[] {
  let found = known.get(part);
  if (!found) {
    found = [...filesOf(part.root)].flatMap((file) => [...namesIn(part, file)]);
    known.set(part, found);
  }
  return found;
}

function* namesIn(part: ApparmorPart, file: LoadedFile): Generator<Occurrence> {
  for (const { statement, start } of walk(file.tree.statements)) {
    const owner = file === part.root ? profileAt(part, start + statement.span.start) : undefined;
    yield* namesOf(part, file, statement, start, owner);
  }
}

/** The file and all that it includes. */
export function filesOf(root: LoadedFile): ReadonlySet<LoadedFile> {
  const files = new Set([root]);
  for (const file of files) {
    for (const resolution of file.includes.values()) if (resolution.state === 'found') for (const one of resolution.files) files.add(one);
  }
  return files;
}

function* namesOf(
  part: ApparmorPart,
  file: LoadedFile,
  statement: Statement,
  start: number,
  owner: NamedProfile | undefined,
): Generator<Occurrence> {
  yield* variableNames(file, statement, start);
  const placed = (name: string, place: Span, defines: boolean): Occurrence => ({
    kind: 'profile',
    name,
    file,
    span: shift(place, start),
    defines,
  });
  if (statement.kind === 'profile' && statement.name) {
    const known = profilesOf(part).find(({ profile }) => profile === statement);
    if (known) yield placed(known.fullName, inside(statement.name), true);
  } else if (statement.kind === 'rule') {
    for (const { word, child } of targetsOf(statement)) {
      for (const { name, place } of labelNames(word, child ? owner?.fullName : undefined)) yield placed(name, place, false);
    }
  }
}

function* variableNames(file: LoadedFile, statement: Statement, start: number): Generator<Occurrence> {
  if (statement.kind === 'include' || statement.kind === 'abi') return;
  const defined = statement.kind === 'set-variable' || statement.kind === 'boolean-variable' ? statement.name.span.start : -1;
  for (const piece of statement.pieces) {
    if (isBody(piece) || piece.kind === 'comment') continue;
    const raw = file.tree.text.slice(start + piece.start, start + piece.end);
    const at = start + piece.start;
    const defines = piece.start === defined;
    const bare = /^([@$])(\w+)$/.exec(raw);
    if (piece.kind === 'boolean' || (piece.kind === 'variable' && bare)) {
      const name = raw.replace(/^[@$]\{?|\}$/g, '');
      const from = at + raw.indexOf(name);
      yield { kind: raw.startsWith('$') ? 'boolean' : 'variable', name, file, span: span(from, from + name.length), defines };
      continue;
    }
    for (const { name, start: from, end } of variablesIn(raw)) {
      yield { kind: 'variable', name, file, span: span(at + from + 2, at + end - 1), defines };
    }
  }
}

/** The words of a rule that name profiles; `child` when the name counts from the profile around. */
export function* targetsOf(rule: Rule): Generator<{ readonly word: Word; readonly child: boolean }> {
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

/** The profiles that a label names: stacked ones by `//&`, each with its parents by `//`. */
export function labelNames(word: Word, parent: string | undefined): { readonly name: string; readonly place: Span }[] {
  const { raw } = word;
  // With escapes or globs inside, text and name no longer match letter by letter.
  if (/[\\*?[{]/.test(raw.replace(/@\{\w+\}/g, ''))) return [];
  const whole = inside(word);
  const text = raw.slice(whole.start - word.span.start, whole.end - word.span.start);
  const found: { name: string; place: Span }[] = [];
  for (const stacked of text.matchAll(/(?:^&|(?<=\/\/&)|^)(?::[^:]*:(?:\/\/)?)?((?:(?!\/\/&).)+)/g)) {
    const label = stacked[1] as string;
    const from = stacked.index + stacked[0].length - label.length;
    let name = parent ?? '';
    let at = 0;
    for (const segment of label.split('//')) {
      name = name ? `${name}//${segment}` : segment;
      found.push({ name, place: span(whole.start + from + at, whole.start + from + at + segment.length) });
      at += segment.length + 2;
    }
  }
  return found;
}

/** A word without its quotes. */
const inside = ({ raw, span: place }: Word): Span =>
  raw.startsWith('"') && raw.endsWith('"') && raw.length > 1 ? span(place.start + 1, place.end - 1) : place;
