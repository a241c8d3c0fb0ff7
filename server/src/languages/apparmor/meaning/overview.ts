/** A profile in short: its mode, the rules that a reviewer would stop at, the abstractions that it takes in. */

import { type Answer, bold, code, counted, lineLink, linesOf, paragraphs, shift } from '../../../core';
import { abstractionHelp } from '../../../knowledge';
import { type ApparmorPart, policyOf } from '../policy/model';
import type { NamedProfile } from '../policy/profiles';
import { expand } from '../policy/variables';
import { digestOf } from '../syntax/digest';
import { dangersBrought, dangersIn, type PlacedDanger } from './givenAway';

export interface Overview {
  /** `enforce`, or what a flag says. */
  readonly mode: string;
  /** Rules of the profile, its hats and children, with the first thing that each gives away. */
  readonly risky: readonly PlacedDanger[];
  /** How many more come with what it includes. */
  readonly brought: number;
  /** Paths, each once. */
  readonly abstractions: readonly string[];
}

export function overviewOf(part: ApparmorPart, profile: NamedProfile): Overview {
  const { start } = profile.item;
  const end = start + profile.profile.length;
  const risky = new Map<number, PlacedDanger>();
  for (const danger of dangersIn(part)) {
    if (start <= danger.start && danger.start < end && !risky.has(danger.start)) risky.set(danger.start, danger);
  }
  const { body } = profile.profile;
  const abstractions = (body ? digestOf(body).references : []).flatMap(({ statement }) =>
    statement.kind === 'include' && statement.file?.path.startsWith('abstractions/') ? [statement.file.path] : [],
  );
  return {
    mode: modeOf(profile),
    risky: [...risky.values()].sort((a, b) => a.start - b.start),
    brought: dangersBrought(part, { start, end }),
    abstractions: [...new Set(abstractions)],
  };
}

export const modeFlag = ({ profile }: NamedProfile) =>
  profile.flags?.words.find(({ raw }) => /^(?:complain|kill|unconfined|prompt|default_allow)$/.test(raw));

export const modeOf = (profile: NamedProfile): string => modeFlag(profile)?.raw ?? 'enforce';

/** One line, for over the profile. */
export function overviewLine({ mode, risky, brought, abstractions }: Overview): string {
  if (mode === 'unconfined') return 'unconfined: the profile confines nothing';
  const allows = mode === 'default_allow' ? 'allows what no rule denies' : undefined;
  return [mode, allows ?? riskLine(risky.length, brought), abstractions.length > 0 && counted(abstractions.length, 'abstraction')]
    .filter(Boolean)
    .join(' · ');
}

function riskLine(own: number, brought: number): string {
  if (own === 0) return brought > 0 ? `${counted(brought, 'risky rule')} in what it includes` : 'no risky rules';
  return `${counted(own, 'risky rule')}${brought > 0 ? `, ${brought} more in what it includes` : ''}`;
}

export function explainOverview(part: ApparmorPart, profile: NamedProfile): Answer {
  const overview = overviewOf(part, profile);
  const { mode, risky, brought, abstractions } = overview;
  const lines = linesOf(part.text);
  const attached = profile.profile.attachment;
  const glob = attached && (expand(attached.raw, policyOf(part).environment).glob ?? attached.raw);
  const text = ({ rule, start }: PlacedDanger) =>
    part.text
      .slice(start + rule.span.start, start + rule.span.end)
      .replace(/,\s*$/, '')
      .replace(/\s+/g, ' ')
      .slice(0, 120);
  const rules = risky.map(
    (one) => `- ${lineLink(lines.positionAt(one.start + one.rule.span.start).line + 1)}, ${code(text(one))}: ${one.text}`,
  );
  const opened = abstractions.map((path) => {
    const help = abstractionHelp().get(path.slice('abstractions/'.length));
    return `- ${code(`<${path}>`)}${help ? `: ${[help.opens, help.risk].filter(Boolean).join(' ')}` : ''}`;
  });
  return {
    markdown: paragraphs(
      `${bold(code(profile.fullName))} · ${mode}${glob ? ` · attached to ${code(glob)}` : ''}`,
      rules.length > 0
        ? `${bold(counted(risky.length, 'risky rule'))}\n\n${rules.join('\n')}`
        : `No rule of the profile${brought > 0 ? ' itself' : ''} gives away more than it says.`,
      brought > 0 && `${bold(counted(brought, 'risky rule'))} in what it includes`,
      opened.length > 0 && `${bold(counted(abstractions.length, 'abstraction'))}, whose rules come on top\n\n${opened.join('\n')}`,
    ),
    json: {
      decision: null,
      mode,
      brought,
      risky: risky.map((one) => ({ rule: text(one), why: one.text })),
      abstractions,
    },
    by: profile.item.site ?? shift(profile.profile.name?.span ?? profile.profile.span, profile.item.start),
  };
}
