/** What has a name: variables, profiles, files to include. */

import { bold, type Completion, md, ours, paragraphs, type Span, span } from '../../../../core';
import { abstractionHelp, shippedAbis, tunableHelp, variableHelp } from '../../../../knowledge';
import { type ApparmorPart, fragmentName, policyOf } from '../../policy/model';
import { profileAt, profilesOf } from '../../policy/profiles';
import { gatherer } from '../../syntax/gather';
import type { Word } from '../../syntax/tree';
import type { CursorPlace } from '../cursorPlace';
import { beside, words } from './word';

/** A variable to start a path with: those in scope with absolute paths. */
export function pathStarts(place: CursorPlace): readonly Completion[] {
  const { environment } = policyOf(place.part);
  const names = [...environment.sets.values()]
    .filter((variable) => variable.values.some((value) => /^(?:\/|@\{)/.test(value.text)))
    .slice(0, 200);
  return names.map(({ name, values }) => ({
    label: `@{${name}}`,
    span: place.word,
    insert: `@{${name}}`,
    kind: 'variable',
    ...beside(`@{${name}}`, values.map((value) => value.text).join(' ')),
    sort: `~${name}`,
  }));
}

export function variables(part: ApparmorPart, place: Span): readonly Completion[] {
  const { environment } = policyOf(part);
  const help = variableHelp();
  const names = new Set([...environment.sets.keys(), 'profile_name', ...(environment.open ? help.keys() : [])]);
  return [...names].map((name) => {
    const variable = environment.sets.get(name);
    const values = variable?.values.map((value) => value.text).join(' ');
    const rank = variable?.definitions.some(({ file }) => file === part.root) ? 1 : variable ? 2 : 3;
    return {
      label: `@{${name}}`,
      span: place,
      insert: `@{${name}}`,
      kind: 'variable',
      ...beside(`@{${name}}`, values ?? help.get(name)?.text),
      sort: `${rank}${name}`,
    };
  });
}

/** The most that a list of paths is worth. */
const maximumPaths = 100;

const pathsIn = gatherer<Word, undefined>((statement) => {
  const word = statement.kind === 'profile' ? statement.attachment : 'path' in statement ? statement.path : undefined;
  return word ? [word] : [];
});

/** Paths of the file's rules that continue the text here. */
export function writtenPaths(part: ApparmorPart, place: Span, offset: number): readonly Completion[] {
  const begun = part.text.slice(place.start, offset);
  const found = new Set<string>();
  for (const { found: word, start } of pathsIn(part.tree, part.text, undefined)) {
    if (found.size >= maximumPaths) break;
    if (word.raw.startsWith(begun) && start + word.start !== place.start) found.add(word.raw);
  }
  return [...found].map((path) => ({ label: path, span: place, insert: path, kind: 'value', detail: 'in this file' }));
}

/** Children of the profile around, as `cx` counts their names. */
export function childNames(place: CursorPlace): readonly Completion[] {
  const around = profileAt(place.part, place.word.start)?.fullName;
  return profilesOf(place.part).flatMap(({ fullName, profile }) => {
    const name = around !== undefined && fullName.startsWith(`${around}//`) ? fullName.slice(around.length + 2) : undefined;
    return name === undefined || profile.hat ? [] : [profileName(place, name, 'child of this profile', '1')];
  });
}

const profileName = (place: CursorPlace, name: string, detail: string, rank: string): Completion => ({
  label: name,
  span: place.word,
  insert: /\s/.test(name) ? `"${name}"` : name,
  kind: 'reference',
  detail,
  sort: `${rank}${name}`,
});

/** Profiles of this file, of its children, and of the workspace. */
export function profileNames(place: CursorPlace): readonly Completion[] {
  const own = profilesOf(place.part).map(({ fullName, item }) => ({
    name: fullName,
    detail: item.site ? 'from an include' : 'in this file',
    rank: '3',
  }));
  const others = place.context.facts
    .filter((fact) => fact.kind === 'apparmor-profile')
    .map((fact) => ({ name: fact.name, detail: 'in the workspace', rank: '4' }));
  const seen = new Set<string>();
  return [...own, ...others].flatMap(({ name, detail, rank }) => {
    if (seen.has(name)) return [];
    seen.add(name);
    return [profileName(place, name, detail, rank)];
  });
}

const abiDetail = (path: string) =>
  path.replace(/^abi\/(?:(\d[\d.]*)(.*)|kernel-(.*))$/, (_, release, more, kernel) =>
    release ? `AppArmor ${release}${more.replace('-', ', ')}` : `Linux ${kernel}`,
  );

export function includeNames(place: CursorPlace, what: 'include' | 'abi'): readonly Completion[] {
  if (place.tokens[place.tokens.length - 1]?.text === 'if') return words(place, ['exists'], 'keyword');
  const { text } = place.part;
  const angle = text[place.word.start] === '<' || place.typed.startsWith('<');
  const start = place.word.start;
  const line = text.slice(start, text.indexOf('\n', start) < 0 ? text.length : text.indexOf('\n', start));
  const end = start + (/^[^\s,>]*>?/.exec(line)?.[0].length ?? 0);
  const replaced = span(start, Math.max(end, place.word.end));
  const item = (path: string, detail: string | undefined, risk?: string): Completion => ({
    label: `<${path}>`,
    span: replaced,
    insert: `<${path}>`,
    kind: 'file',
    // Without the last sign: what is written to its end needs no list, which would take the line end for a choice.
    filter: angle ? `<${path}` : `<${path} ${path}`,
    ...beside(`<${path}>`, detail?.split(/[,;:.(]/, 1)[0]),
    ...(detail && { documentation: () => paragraphs(ours(detail), risk !== undefined && md`${bold(md`Risk`)}: ${ours(risk)}`) }),
    sort: /^(?:abstractions\/base|tunables\/global|abi\/4\.0)$/.test(path) ? ` ${path}` : path,
  });
  if (what === 'abi') return [...[...shippedAbis()].map((path) => item(path, abiDetail(path))), item('kernel', 'of the running kernel')];
  const isTunable = fragmentName(place.part.uri)?.startsWith('tunables/');
  const inProfile = place.inside.some((statement) => statement.kind === 'profile') || (place.part.fragment && !isTunable);
  const shipped = [
    ...(inProfile ? [...abstractionHelp()].map(([name, { opens, risk }]) => item(`abstractions/${name}`, opens, risk)) : []),
    ...(inProfile && !place.part.fragment ? [] : [...tunableHelp()].map(([name, help]) => item(`tunables/${name}`, help))),
  ];
  const known = new Set(shipped.map(({ label }) => label));
  const own = place.context.facts.filter(
    ({ kind, name, uri }) =>
      kind === 'apparmor-fragment' &&
      uri !== place.part.uri &&
      (inProfile ? !name.startsWith('tunables/') : name.startsWith('tunables/')) &&
      !known.has(`<${name}>`),
  );
  const all = [...own.map(({ name, detail }) => ({ ...item(name, detail ?? 'in the workspace'), sort: `!${name}` })), ...shipped];
  return place.tokens.some((token) => token.text === 'exists') ? all : [...all, ...words(place, ['if exists'], 'keyword')];
}
