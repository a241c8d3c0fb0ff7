/** Whether everything that one glob matches is matched by another. */

import { globError, matches } from './glob';

/** Characters that no path of a policy holds: only a wildcard matches them. */
const some = '\u0001';

/**
 * True only where it is certain. Both must be sound. What the inner glob's wildcards may stand for is tried as nothing,
 * as one name and as a path; classes and alternations inside of it are left undecided.
 */
export function covers(outer: string, inner: string): boolean {
  if (outer === inner) return true;
  if (isUndecided(inner) || /[?[\\]/.test(outer) || globError(outer)) return false;
  if (!/[*?]/.test(inner)) return matches(outer, inner);
  return ['', some, `${some}/${some}`].every((filling) => matches(outer, fill(inner, filling)));
}

/** The glob with its wildcards replaced; one that fills a whole name is never empty, and `*` and `?` never hold a slash. */
function fill(glob: string, filling: string): string {
  return glob.replace(/\*+|\?/g, (wildcard, at: number) => {
    if (wildcard === '?') return some;
    const wholeName = glob[at - 1] === '/' && (at + wildcard.length === glob.length || glob[at + wildcard.length] === '/');
    const text = wildcard === '*' && filling.length > 1 ? some : filling;
    return text === '' && wholeName ? some : text;
  });
}

/** The literal starts of what a glob matches: one for each alternative where it begins with a choice. */
export function literalStarts(glob: string): readonly string[] {
  const start = (text: string) => /^[^*?[{\\]*/.exec(text)?.[0] ?? '';
  const choice = /^\{([^{}\\]*)\}/.exec(glob);
  if (!choice) return [start(glob)];
  const rest = glob.slice(choice[0].length);
  return (choice[1] as string).split(',').map((one) => (start(one) === one ? one + start(rest) : start(one)));
}

/** Whether nothing but the same glob counts as covering it. */
export const isUndecided = (inner: string): boolean => /[[{\\]/.test(inner);
