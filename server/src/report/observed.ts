import { code, counted, type Observed, type ObservedPlace, paragraphs, type Span, table, type Unanswered } from '../core';

export interface ObservedLinks {
  /** Title and target of a place in the file; the text of the rule where it is known. */
  readonly place: (span: Span, rule: string | undefined) => string;
}

/** The report of what a log asks of a file: plain Markdown. */
export function observedAsMarkdown(name: string, observed: Observed, links: ObservedLinks): string {
  const { suggestions, denied, covered, unanswered = [], unread = [], unknownProfiles } = observed;
  const places = (found: readonly ObservedPlace[]) =>
    table(
      ['log line', 'access', 'rule'],
      found.map(({ line, what, span, rule }) => [String(line), code(what), links.place(span, rule)]),
    );
  const nothing = suggestions.length + denied.length + covered.length + unanswered.length + unknownProfiles.length === 0;
  return `${paragraphs(
    `# ${name} and the log`,
    nothing && 'The log holds no denial that this file could answer for.',
    suggestions.length > 0 && `## ${counted(suggestions.length, 'rule')} to add`,
    suggestions.length > 0 && suggested(observed),
    suggestions.length > 0 &&
      unread.length > 0 &&
      `Not read: ${unread.map(code).join(', ')}. What these files allow or deny is not counted here, and a \`deny\` in one of them would still win.`,
    denied.length > 0 && '## Denied by the file itself',
    denied.length > 0 && places(denied),
    covered.length > 0 && '## Allowed already',
    covered.length > 0 && 'The file allows this as it stands; an older version of it, or another file, was loaded.',
    covered.length > 0 && places(covered),
    unanswered.length > 0 && '## What no rule would allow',
    unanswered.length > 0 && reasons(unanswered, links),
    unknownProfiles.length > 0 && '## Profiles of other files',
    unknownProfiles.length > 0 && unknownProfiles.map((profile) => `- ${code(profile)}`).join('\n'),
  )}\n`;
}

function reasons(unanswered: readonly Unanswered[], links: ObservedLinks): string {
  const ruled = unanswered.some(({ span }) => span !== undefined);
  return table(
    ['log line', 'access', 'why', ...(ruled ? ['rule'] : [])],
    unanswered.map(({ line, what, why, span, rule }) => [
      String(line),
      code(what),
      why,
      ...(ruled ? [span ? links.place(span, rule) : ''] : []),
    ]),
  );
}

function suggested({ suggestions }: Observed): string {
  const profiles = suggestions.some(({ profile }) => profile !== undefined);
  const notes = suggestions.some(({ note }) => note !== undefined);
  return table(
    ['rule', ...(profiles ? ['profile'] : []), 'log line', ...(notes ? ['before you take it'] : [])],
    suggestions.map(({ rule, profile, lines, note }) => [
      code(rule),
      ...(profiles ? [profile === undefined ? '' : code(profile)] : []),
      lines.join(', '),
      ...(notes ? [note ?? ''] : []),
    ]),
  );
}
