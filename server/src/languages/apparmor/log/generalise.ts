/** From the path of one process on one machine to the path of a rule. */

import { shippedVariables } from '../../../knowledge';
import { type ApparmorPart, policyOf } from '../policy/model';
import { expand } from '../policy/variables';
import { globError, matches } from '../syntax/glob';
import { volatilePath } from './volatile';

interface Pattern {
  readonly pattern: RegExp;
  readonly variables: readonly string[];
  readonly replacement: string;
}

/** In order; each is taken when all its variables are in scope and the result still matches the path. */
const patterns: readonly Pattern[] = [
  { pattern: /^\/proc\/\d+\/task\/\d+(?=\/|$)/, variables: ['PROC', 'pid', 'tid'], replacement: '@{PROC}/@{pid}/task/@{tid}' },
  { pattern: /^\/proc\/\d+(?=\/|$)/, variables: ['PROC', 'pid'], replacement: '@{PROC}/@{pid}' },
  { pattern: /^\/proc\/\d+(?=\/|$)/, variables: [], replacement: '/proc/[0-9]*' },
  { pattern: /^\/proc(?=\/)/, variables: ['PROC'], replacement: '@{PROC}' },
  { pattern: /^\/dev\/pts\/\d+$/, variables: [], replacement: '/dev/pts/[0-9]*' },
  { pattern: /^\/sys(?=\/)/, variables: ['sys'], replacement: '@{sys}' },
  { pattern: /^(?:\/var)?\/run\/user\/\d+(?=\/)/, variables: ['run', 'uid'], replacement: '@{run}/user/@{uid}' },
  { pattern: /^(?:\/var)?\/run\/user\/\d+(?=\/)/, variables: [], replacement: '/run/user/[0-9]*' },
  { pattern: /^(?:\/var)?\/run(?=\/)/, variables: ['run'], replacement: '@{run}' },
  { pattern: /^(?:\/home\/[^/]+|\/root)(?=\/)/, variables: ['HOME'], replacement: '@{HOME}' },
  { pattern: /(?<=\/lib(?:exec)?\/)[a-z0-9_]+-linux-gnu[a-z0-9_]*(?=\/)/, variables: ['multiarch'], replacement: '@{multiarch}' },
];

export interface PathVariables {
  /** Fills in variables, those of AppArmor's tunables too where they are included. */
  readonly fill: (raw: string) => string | undefined;
  /** Variables of the file itself with their paths, longest path first. */
  readonly own: readonly { readonly name: string; readonly path: string }[];
  readonly has: (name: string) => boolean;
  /** The profile that a rule is for: labels of the other side can be this one. */
  readonly self?: string;
}

export function scopeOf(part: ApparmorPart): PathVariables {
  const { environment } = policyOf(part);
  const tunables = part.tree.statements.some(
    ({ statement }) => statement.kind === 'include' && /^tunables\//.test(statement.file?.path ?? ''),
  );
  // In a fragment, and where the tunables are out of reach, what AppArmor ships can be counted on.
  const shipped = part.fragment || (tunables && environment.open) ? shippedVariables : new Map<string, string>();
  const own = [...environment.sets.values()].flatMap(({ name, values }) =>
    values
      .filter(({ item, text }) => item.file === part.root && /^\/[^*?[{@]+$/.test(text))
      .map(({ text }) => ({ name, path: text.replace(/\/+$/, '') })),
  );
  return {
    fill: (raw) => expand(raw, environment, shipped).glob,
    own: own.filter(({ path }) => path.length > 1).sort((a, b) => b.path.length - a.path.length),
    has: (name) => environment.sets.has(name) || shipped.has(name),
  };
}

/** Of a file that will include AppArmor's tunables. */
export function shippedScope(part: ApparmorPart): PathVariables {
  const { environment } = policyOf(part);
  return { fill: (raw) => expand(raw, environment, shippedVariables).glob, own: [], has: (name) => shippedVariables.has(name) };
}

/** The path as a word of a rule: with variables, with patterns for what changes from run to run, globs escaped, quoted where it has to be. */
export function pathWord(path: string, scope: PathVariables): string {
  const literal = escapeGlobs(path);
  const fits = (candidate: string) => {
    const glob = scope.fill(candidate);
    return glob !== undefined && !globError(glob) && matches(glob, path);
  };
  for (const candidate of [...candidates(literal, scope), literal]) {
    const found = [volatilePath(candidate, scope.has), candidate].find(fits);
    if (found !== undefined) return quoteIfNeeded(found);
  }
  return quoteIfNeeded(literal);
}

function* candidates(path: string, { own, has }: PathVariables): Generator<string> {
  const site = own.find((one) => path === one.path || path.startsWith(`${one.path}/`));
  if (site) yield `@{${site.name}}${path.slice(site.path.length)}`;
  let head: string | undefined;
  for (const { pattern, variables, replacement } of patterns) {
    if (!pattern.test(path) || !variables.every(has)) continue;
    // A variable inside of the path combines with one at its start; of two at the start the first is better.
    if (head !== undefined && pattern.source.startsWith('^')) continue;
    head = (head ?? path).replace(pattern, () => replacement);
    if (!pattern.source.startsWith('^')) yield head;
  }
  if (head !== undefined) yield head;
}

/** What the log could not show as text (U+FFFD) is matched by a star. */
export const escapeGlobs = (text: string): string => text.replace(/[\\*?[\]{}^"]/g, '\\$&').replace(/\ufffd+/g, '*');

/** Quoted where a blank, a comma or `#` would end the word or start a comment. */
export const quoteIfNeeded = (word: string): string => (/[\s,!=()]|^$|^[#"]/.test(word) ? `"${word}"` : word);

/** Writes paths as they are in the log. */
export const plainScope: PathVariables = { fill: () => undefined, own: [], has: () => false };

/** Writes patterns for what changes from run to run, and no variables. */
export const patternScope: PathVariables = { fill: (raw) => raw, own: [], has: () => false };

/** A name from a log, such as that of a profile, as a word: what globs would read otherwise is escaped. */
export const nameWord = (name: string): string => quoteIfNeeded(escapeGlobs(name));
