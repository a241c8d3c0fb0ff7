/**
 * Characters after which an editor opens a list of completions without a request from the user. Its first item has the focus, so
 * the next Enter or Tab accepts it: a list may open only where a line doesn't end.
 */

interface Triggers {
  /** The editor's language ids. */
  readonly languages: readonly string[];
  readonly characters: readonly string[];
  /** Whether a list may open after one of these characters, by the line before the cursor and the line after it. */
  readonly opens?: (before: string, after: string) => boolean;
}

/** After `key: ` and `- ` only: a blank also indents lines and separates words. */
const startsYamlValue = (before: string, after: string) => /(?:^\s*(?:- )*-|\S:) $/.test(before) && /^\s*$/.test(after);

const startsTomlValue = (before: string) => !before.endsWith(' ') || /= $/.test(before);

export const completionTriggers: readonly Triggers[] = [
  // As in VS Code's own JSON service. A comma or a bracket usually ends the line.
  { languages: ['json', 'jsonc', 'seccomp', 'containers-policy'], characters: ['"', ':'] },
  { languages: ['yaml', 'helm'], characters: [' '], opens: startsYamlValue },
  { languages: ['containers-conf'], characters: ['"', ' '], opens: startsTomlValue },
  { languages: ['apparmor'], characters: [' ', '<', '/', '{', '(', '='] },
];

/** For clients that accept one set for all languages. The other forms of text seldom have these characters, and never at the end of a line. */
export const triggersForAll: readonly string[] = ['"', '<'];

/** Whether a list may open after the last character of `before`. A client may send any character that some language has. */
export function mayOpen(languageId: string, before: string, after: string): boolean {
  const typed = before.slice(-1);
  const own = completionTriggers.find(({ languages }) => languages.includes(languageId));
  if (!own) return triggersForAll.includes(typed);
  return own.characters.includes(typed) && (own.opens?.(before, after) ?? true);
}
