import {
  bullets,
  code,
  counted,
  escaped,
  joined,
  type Markdown,
  md,
  type Observed,
  type ObservedPlace,
  ours,
  paragraphs,
  type Span,
  table,
  type Unanswered,
} from '../core';

export interface ObservedLinks {
  /** Title and target of a place in the file; the text of the rule where it is known. */
  readonly place: (span: Span, rule: string | undefined) => Markdown;
}

/** The report of what a log asks of a file: plain Markdown. */
export function observedAsMarkdown(name: string, observed: Observed, links: ObservedLinks): Markdown {
  const { suggestions, denied, covered, unanswered = [], unread = [], unknownProfiles } = observed;
  const places = (found: readonly ObservedPlace[]) =>
    table(
      [md`log line`, md`access`, md`rule`],
      found.map(({ line, what, span, rule }) => [md`${line}`, code(what), links.place(span, rule)]),
    );
  const nothing = suggestions.length + denied.length + covered.length + unanswered.length + unknownProfiles.length === 0;
  return md`${paragraphs(
    md`# ${escaped(name)} and the log`,
    nothing && md`The log holds no denial that this file could answer for.`,
    suggestions.length > 0 && md`## ${ours(counted(suggestions.length, 'rule'))} to add`,
    suggestions.length > 0 && suggested(observed),
    suggestions.length > 0 &&
      unread.length > 0 &&
      md`Not read: ${joined(unread.map(code), ', ')}. What these files allow or deny is not counted here, and a \`deny\` in one of them would still win.`,
    denied.length > 0 && md`## Denied by the file itself`,
    denied.length > 0 && places(denied),
    covered.length > 0 && md`## Allowed already`,
    covered.length > 0 && md`The file allows this as it stands; an older version of it, or another file, was loaded.`,
    covered.length > 0 && places(covered),
    unanswered.length > 0 && md`## What no rule would allow`,
    unanswered.length > 0 && reasons(unanswered, links),
    unknownProfiles.length > 0 && md`## Profiles of other files`,
    unknownProfiles.length > 0 && bullets(unknownProfiles.map(code)),
  )}\n`;
}

function reasons(unanswered: readonly Unanswered[], links: ObservedLinks): Markdown {
  const ruled = unanswered.some(({ span }) => span !== undefined);
  return table(
    [md`log line`, md`access`, md`why`, ...(ruled ? [md`rule`] : [])],
    unanswered.map(({ line, what, why, span, rule }) => [
      md`${line}`,
      code(what),
      ours(why),
      ...(ruled ? [span ? links.place(span, rule) : md``] : []),
    ]),
  );
}

function suggested({ suggestions }: Observed): Markdown {
  const profiles = suggestions.some(({ profile }) => profile !== undefined);
  const notes = suggestions.some(({ note }) => note !== undefined);
  return table(
    [md`rule`, ...(profiles ? [md`profile`] : []), md`log line`, ...(notes ? [md`before you take it`] : [])],
    suggestions.map(({ rule, profile, lines, note }) => [
      code(rule),
      ...(profiles ? [profile === undefined ? md`` : code(profile)] : []),
      ours(lines.join(', ')),
      ...(notes ? [ours(note ?? '')] : []),
    ]),
  );
}
