import {
  bullets,
  code,
  counted,
  escaped,
  fenced,
  joined,
  type LogCensus,
  type Markdown,
  md,
  type Observed,
  type ObservedPlace,
  ours,
  paragraphs,
  type Span,
  type Suggestion,
  table,
  type Unanswered,
} from '../core';

export interface ObservedLinks {
  /** Title and target of a place in the file; the text of the rule where it is known. */
  readonly place: (span: Span, rule: string | undefined) => Markdown;
}

/** Sections that are asked for. */
export interface ObservedSections {
  /** What the file allows and no log shows. */
  readonly unseen?: boolean;
  /** What the file, with the edits, still refuses of what was recorded. */
  readonly failing?: boolean;
  /** Other reports follow: that there is nothing in this one is not said. */
  readonly quiet?: boolean;
  /** The report is about a folder. */
  readonly folder?: boolean;
}

/** The report of what a log asks of a file: plain Markdown. */
export function observedAsMarkdown(name: string, observed: Observed, links: ObservedLinks, more: ObservedSections = {}): Markdown {
  const { suggestions, denied, covered, unread = [], unknownProfiles, census = [], remarks = [], optional = [] } = observed;
  const unanswered = [...(observed.unanswered ?? []), ...(observed.unconfined ?? [])];
  const places = (found: readonly ObservedPlace[]) =>
    table(
      [md`log line`, md`access`, md`rule`],
      found.map(({ line, what, span, rule }) => [md`${line}`, code(what), links.place(span, rule)]),
    );
  const nothing = suggestions.length + denied.length + covered.length + unanswered.length + unknownProfiles.length === 0;
  return md`${paragraphs(
    md`# ${escaped(name)} and the log`,
    census.length > 0 && paragraphs(...census.map(censusText)),
    remarks.length > 0 && bullets(remarks.map(ours)),
    nothing && !more.quiet && nothingText(census),
    suggestions.length > 0 && md`## ${ours(counted(suggestions.length, 'rule'))} to add`,
    suggestions.length > 0 && suggested(observed),
    alternatives(suggestions),
    suggestions.length > 0 &&
      unread.length > 0 &&
      md`Not read: ${joined(unread.map(code), ', ')}. What these files allow or deny is not counted here, and a \`deny\` in one of them would still win.`,
    ...(observed.created ?? []).flatMap((text) => [md`## New profile`, fenced(text)]),
    denied.length > 0 && md`## Denied by the file itself`,
    denied.length > 0 && places(denied),
    optional.length > 0 && md`## Only where you choose it`,
    optional.length > 0 && offers(optional),
    covered.length > 0 && md`## Allowed already`,
    covered.length > 0 && md`The file already allows this; an older version of it, or another file, was loaded.`,
    covered.length > 0 && places(covered),
    unanswered.length > 0 && md`## What no rule would allow`,
    unanswered.length > 0 && reasons(unanswered, links),
    more.failing && observed.failing && provedText(observed.failing, links),
    more.unseen &&
      !!observed.unseen?.length &&
      md`## Allowed, and in no log

${joined(observed.unseen.map(code), ', ')}`,
    unknownProfiles.length > 0 && (more.folder ? md`## Profiles that no file has` : md`## Profiles of other files`),
    unknownProfiles.length > 0 && bullets(unknownProfiles.map(code)),
  )}\n`;
}

/** `412 of 430 lines read (strace); 18 of an unknown form, the first on line 7.` */
function censusText({ name, forms, lines, read, firstUnread, firstUnreadText }: LogCensus): Markdown {
  const whose = name === undefined ? md`` : md`${code(name)}: `;
  const count = ours(read < lines ? `${read} of ${counted(lines, 'line')} read` : `${counted(lines, 'line')} read`);
  const how = forms.length ? ours(` (${forms.join(', ')})`) : md``;
  const rest =
    firstUnread === undefined
      ? md`.`
      : md`; ${ours(counted(lines - read, 'line'))} of an unknown form, the first on line ${firstUnread}${firstUnreadText === undefined ? md`` : md`: ${code(firstUnreadText)}`}.`;
  return md`${whose}${count}${how}${rest}`;
}

/** Says only of a log that was read whole that there is nothing in it. */
function nothingText(census: readonly LogCensus[]): Markdown {
  if (census.length && census.every(({ read }) => read === 0)) return md`Confine can read none of these lines, so it proposes no rules.`;
  if (census.some(({ firstUnread }) => firstUnread !== undefined)) return md`The lines that were read require no change of this file.`;
  return md`The log has no denial that a rule in this file could allow.`;
}

function provedText(failing: readonly Unanswered[], links: ObservedLinks): Markdown {
  if (!failing.length) return md`Proved: every recorded call runs under the file with these changes.`;
  return md`## What would still fail

${reasons(failing, links)}`;
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
  const notes = suggestions.some(({ note, severity }) => note !== undefined || severity !== undefined);
  return table(
    [md`rule`, ...(profiles ? [md`profile`] : []), md`log line`, ...(notes ? [md`before you take it`] : [])],
    suggestions.map(({ rule, profile, lines, note, severity }) => [
      code(rule),
      ...(profiles ? [profile === undefined ? md`` : code(profile)] : []),
      ours(lines.join(', ')),
      ...(notes ? [ours([severity && `${severity.level}: ${severity.why}`, note].filter(Boolean).join(' '))] : []),
    ]),
  );
}

/** The other rules that answer the same denials. */
function alternatives(suggestions: readonly Suggestion[]): Markdown | false {
  const several = suggestions.filter(({ alternatives: all = [] }) => all.length > 1);
  if (!several.length) return false;
  const rows = several.flatMap(({ rule, alternatives: all = [], chosen }) =>
    all
      .filter((_, index) => index !== chosen)
      .map((one, index) => [index === 0 ? code(rule) : md``, ours(one.kind), code(one.rule), ours(one.note ?? '')]),
  );
  return md`### In place of a rule

${table([md`in place of`, md`kind`, md`rule`, md`what else`], rows)}`;
}

function offers(optional: readonly Suggestion[]): Markdown {
  return table(
    [md`kind`, md`rule`, md`log line`, md`what else`],
    optional.map(({ rule, lines, note, alternatives: [first] = [] }) => [
      ours(first?.kind ?? ''),
      code(rule),
      ours(lines.join(', ')),
      ours(note ?? ''),
    ]),
  );
}
