/** What has a name: variables, profiles, files to include. */

import { bold, type Completion, type Span, span } from '../../../core';
import { abstractionHelp, shippedAbis, tunableHelp, variableHelp } from '../../../knowledge';
import type { Place } from '../cursorPlace';
import { type ApparmorPart, policyOf } from '../model';
import { profilesOf } from '../profiles';
import { words } from './word';

/** A variable to start a path with: those in scope that hold absolute paths. */
export function pathStarts(place: Place): readonly Completion[] {
  const { environment } = policyOf(place.part);
  const names = [...environment.sets.values()]
    .filter((variable) => variable.values.some((value) => /^(?:\/|@\{)/.test(value.text)))
    .slice(0, 200);
  return names.map(({ name, values }) => ({
    label: `@{${name}}`,
    span: place.word,
    insert: `@{${name}}`,
    kind: 'variable',
    detail: values
      .map((value) => value.text)
      .join(' ')
      .slice(0, 60),
    sort: `~${name}`,
  }));
}

export function variables(part: ApparmorPart, place: Span): readonly Completion[] {
  const { environment } = policyOf(part);
  const help = variableHelp();
  const names = new Set([...environment.sets.keys(), 'profile_name', ...(environment.open ? help.keys() : [])]);
  return [...names].map((name) => {
    const values = environment.sets
      .get(name)
      ?.values.map((value) => value.text)
      .join(' ');
    return {
      label: `@{${name}}`,
      span: place,
      insert: `@{${name}}`,
      kind: 'variable',
      detail: values?.slice(0, 80) ?? help.get(name)?.text ?? '',
    };
  });
}

/** Profiles of this file, of its children, and of the workspace. */
export function profileNames(place: Place): readonly Completion[] {
  const own = profilesOf(place.part).map(({ fullName, item }) => ({
    name: fullName,
    detail: item.site ? 'from an include' : 'in this file',
  }));
  const others = place.context.facts
    .filter((fact) => fact.kind === 'apparmor-profile')
    .map((fact) => ({ name: fact.name, detail: 'in the workspace' }));
  const seen = new Set<string>();
  return [...own, ...others].flatMap(({ name, detail }) => {
    if (seen.has(name)) return [];
    seen.add(name);
    return [{ label: name, span: place.word, insert: /\s/.test(name) ? `"${name}"` : name, kind: 'reference' as const, detail }];
  });
}

export function includeNames(place: Place, what: 'include' | 'abi'): readonly Completion[] {
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
    filter: angle ? `<${path}>` : `<${path}> ${path}`,
    ...(detail && { detail }),
    ...(risk && { documentation: `${bold('Risk')}: ${risk}` }),
    sort: path.startsWith('abstractions/base') || path === 'tunables/global' ? ` ${path}` : path,
  });
  if (what === 'abi') return [...[...shippedAbis()].map((path) => item(path, 'abi')), item('kernel', 'of the running kernel')];
  const inProfile = place.inside.some((statement) => statement.kind === 'profile') || place.part.fragment;
  const shipped = [
    ...(inProfile ? [...abstractionHelp()].map(([name, { opens, risk }]) => item(`abstractions/${name}`, opens, risk)) : []),
    ...(inProfile && !place.part.fragment ? [] : [...tunableHelp()].map(([name, help]) => item(`tunables/${name}`, help))),
  ];
  return place.tokens.some((token) => token.text === 'exists') ? shipped : [...shipped, ...words(place, ['if exists'], 'keyword')];
}
