/** How a glob is written, and what is wrong with one; after upstream's convert_aaregex_to_pcre() in parser/parser_regex.c. */

export type GlobError =
  | 'unclosed-brace'
  | 'unclosed-bracket'
  | 'stray-brace'
  | 'stray-bracket'
  | 'single-choice'
  | 'trailing-backslash'
  | 'empty-class'
  | 'class-dash'
  | 'too-deep';

/** Deepest nesting of `{ }` that upstream takes. */
const maximumDepth = 49;

/** The first error of a glob and its offset; undefined when it is sound. */
export function globError(glob: string): { readonly error: GlobError; readonly at: number } | undefined {
  if (!/[\\[\]{}]/.test(glob)) return undefined;
  const open: { at: number; commas: number }[] = [];
  let bracket = -1;
  for (let i = 0; i < glob.length; i++) {
    switch (glob[i]) {
      case '\\':
        i++;
        if (i >= glob.length) return { error: 'trailing-backslash', at: i - 1 };
        break;
      case '[':
        if (bracket < 0) bracket = i;
        break;
      case ']': {
        if (bracket < 0) return { error: 'stray-bracket', at: i };
        const error = classError(glob, bracket + 1, i);
        if (error) return error;
        bracket = -1;
        break;
      }
      case '{':
        if (bracket >= 0) break;
        open.push({ at: i, commas: 0 });
        if (open.length > maximumDepth) return { error: 'too-deep', at: i };
        break;
      case '}': {
        if (bracket >= 0) break;
        const group = open.pop();
        if (!group) return { error: 'stray-brace', at: i };
        if (group.commas === 0) return { error: 'single-choice', at: group.at };
        break;
      }
      case ',': {
        const group = open[open.length - 1];
        if (bracket < 0 && group) group.commas++;
        break;
      }
      default:
    }
  }
  if (bracket >= 0) return { error: 'unclosed-bracket', at: bracket };
  const left = open[open.length - 1];
  return left && { error: 'unclosed-brace', at: left.at };
}

/** What is wrong with the characters between `[` and `]`: a dash is first or between two others (upstream's libapparmor_re/parse.y). */
function classError(glob: string, start: number, end: number): { readonly error: GlobError; readonly at: number } | undefined {
  const first = glob[start] === '^' && start + 1 < end ? start + 1 : start;
  if (first === end || (glob[start] === '^' && first === start)) {
    // Where another `]` follows, the compiler takes the first one for a character.
    return glob.includes(']', end + 1) ? undefined : { error: 'empty-class', at: start - 1 };
  }
  const next = (i: number) => i + (glob[i] === '\\' ? 2 : 1);
  for (let i = first; i < end; ) {
    if (glob[i] === '-' && i > first) return { error: 'class-dash', at: i };
    const dash = next(i);
    if (dash >= end || glob[dash] !== '-') i = dash;
    else if (dash + 1 >= end || glob[dash + 1] === '-') return { error: 'class-dash', at: dash };
    else i = next(dash + 1);
  }
  return undefined;
}

/** No `*`, `?` or `[ ]`: such a rule wins over globs where both match. Alternations are still exact. */
export const isExact = (glob: string): boolean => !/[*?[]/.test(glob.replace(/\\[\s\S]/g, ''));

/** Where the `]` of a class is that opens at an offset. */
export function bracketEnd(glob: string, open: number): number {
  for (let i = open + 1; i < glob.length; i++) {
    if (glob[i] === '\\') i++;
    else if (glob[i] === ']') return i;
  }
  return glob.length;
}

/** Runs of `/` are one, but exactly two at the start stay (upstream's filter_slashes). */
export function squeezeSlashes(path: string): string {
  if (!path.includes('//')) return path;
  const lead = /^\/\/(?!\/)/.test(path) ? '/' : '';
  return lead + path.slice(lead.length).replace(/\/{2,}/g, '/');
}
