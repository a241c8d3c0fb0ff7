/** The frame of the rules about conventions: each reports only where the setting `apparmor.conventions` names it. */

import { type Authority, type Context, type Convention, type Example, type Report, type Rule, type Span, span } from '../../../core';
import type { ApparmorPart } from '../policy/model';
import { type NamedProfile, profilesOf } from '../policy/profiles';
import { type Include, type PlacedStatement, type ProfileStatement, type Statement, walk } from '../syntax/tree';
import { conventionOf } from './present';

const prefix = 'apparmor/convention-';

export interface ConventionSpec {
  readonly code: `${typeof prefix}${Convention}`;
  readonly title: string;
  readonly since?: string;
  readonly why: string;
  readonly sources: readonly Authority[];
  readonly example: Omit<Example, 'context'> & Pick<Partial<Context>, 'facts'>;
  check(part: ApparmorPart, context: Context): Iterable<Report>;
}

export const shippedProfiles: Authority = {
  title: 'AppArmor, profiles/apparmor.d',
  url: 'https://gitlab.com/apparmor/apparmor/-/tree/master/profiles/apparmor.d',
};

export function convention({
  code,
  title,
  since,
  why,
  sources,
  example: { facts, ...example },
  check,
}: ConventionSpec): Rule<ApparmorPart> {
  const name = code.slice(prefix.length) as Convention;
  return {
    code,
    title,
    category: 'style',
    severity: 'information',
    reads: conventionOf(name),
    ...(since && { since }),
    why: `${why}\n\nOff unless the setting \`confine.apparmor.conventions\` contains \`${name}\`.`,
    sources,
    example: { ...example, context: { apparmor: { version: 'auto', conventions: [name] }, ...(facts && { facts }) } },
    *check(part, context) {
      if (context.apparmor.conventions?.includes(name)) yield* check(part, context);
    },
  };
}

/** The profiles of the file itself that are neither hats nor children, in order. */
export const ownProfiles = (part: ApparmorPart): readonly NamedProfile[] =>
  profilesOf(part).filter(({ item, profile, fullName }) => !item.site && !profile.hat && !fullName.includes('//'));

/** Where a profile is reported: at its name. */
export function nameSpan({ item, profile }: NamedProfile): Span {
  const { start, end } = profile.name?.span ?? profile.keyword?.span ?? profile.span;
  return span(item.start + start, item.start + end);
}

/** The includes of a profile with their absolute starts, without those of its hats and children. */
export function* includesIn({
  item,
  profile,
}: Pick<NamedProfile, 'item' | 'profile'>): Generator<PlacedStatement & { statement: Include }> {
  for (const { start, statement, parents } of walk(profile.body?.statements ?? [], item.start))
    if (statement.kind === 'include' && !parents.some(({ kind }) => kind === 'profile')) yield { start, statement };
}

/** Whether an include names a file, or reads one that does; as far as the files can be seen. */
export function leadsTo(part: ApparmorPart, include: Include, name: string): boolean {
  const seen = new Set<string>();
  const leads = (one: Include, includes: ApparmorPart['root']['includes']): boolean => {
    if (one.file?.path === name) return true;
    const found = includes.get(one);
    if (found?.state !== 'found') return false;
    return found.files.some((file) => {
      if (seen.has(file.uri)) return false;
      seen.add(file.uri);
      return file.tree.statements.some(({ statement }) => statement.kind === 'include' && leads(statement, file.includes));
    });
  };
  return leads(include, part.root.includes);
}

/** The include of the file in which a site adds rules. */
export const isLocal = (statement: Statement): boolean =>
  statement.kind === 'include' && statement.file?.path.startsWith('local/') === true;

/** That, or the optional include of a folder to which a site adds files: `include if exists <web.d>`. */
export const isSiteInclude = (statement: Statement): boolean =>
  isLocal(statement) || (statement.kind === 'include' && statement.ifExists && /\.d\/?$/.test(statement.file?.path ?? ''));

export const lineEnding = ({ text }: Pick<ApparmorPart, 'text'>): string => (text.includes('\r\n') ? '\r\n' : '\n');

/** The whole line around a span with its line break, where only a comment is beside it; undefined otherwise. */
export function ownLine(text: string, { start, end }: Span): Span | undefined {
  const from = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', end);
  if (next < 0 || text.slice(from, start).trim() !== '' || !/^\s*(?:#.*)?\r?$/.test(text.slice(end, next))) return undefined;
  return span(from, next + 1);
}

/** Where the comment lines directly over a line begin. */
export function commentAbove(text: string, line: number): number {
  let start = line;
  while (start > 0) {
    const before = start === 1 ? 0 : text.lastIndexOf('\n', start - 2) + 1;
    if (!/^[ \t]*#(?![ \t]*include\b)/.test(text.slice(before, start))) break;
    start = before;
  }
  return start;
}

/** What the rules of a profile are indented by. */
export function indentOf(text: string, { item, profile }: { item: { start: number }; profile: ProfileStatement }): string {
  for (const { start, statement } of profile.body?.statements ?? []) {
    if (statement.kind === 'rest') continue;
    const at = item.start + start + statement.span.start;
    const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
    if (/^[ \t]+$/.test(before)) return before;
  }
  return '  ';
}
