/** A profile in short: its mode, the rules that a reviewer would stop at, the abstractions that it takes in. */

import {
  type Answer,
  bold,
  bullets,
  type Context,
  code,
  contains,
  counted,
  escaped,
  type Findings,
  lineLink,
  linesOf,
  md,
  ours,
  paragraphs,
  type Span,
  shift,
  span,
} from '../../../core';
import { abstractionHelp } from '../../../knowledge';
import { abiInForce, unmediatedClasses } from '../policy/abi';
import { whatOf } from '../policy/abiChoice';
import type { PlacedInclude } from '../policy/flatten';
import { type ApparmorPart, policyOf } from '../policy/model';
import { type NamedProfile, writtenName } from '../policy/profiles';
import { expand } from '../policy/variables';
import { statementAt } from '../syntax/locate';
import type { RuleStatement } from '../syntax/tree';
import { dangersBrought } from './givenAway';

export interface Overview {
  /** `enforce`, or what a flag says. */
  readonly mode: string;
  /** Rules of the profile, its hats and children that a security rule reports, with the first thing that it says of each. */
  readonly risky: readonly RiskyRule[];
  /** How many more come with what it includes. */
  readonly brought: number;
  /** Paths, each once. */
  readonly abstractions: readonly string[];
}

interface RiskyRule {
  readonly rule: RuleStatement;
  /** Of the statement. */
  readonly start: number;
  readonly message: string;
}

export function overviewOf(part: ApparmorPart, profile: NamedProfile, findings: ReturnType<Findings>): Overview {
  const place = placeOf(profile);
  const risky = new Map<number, RiskyRule>();
  for (const { category, span, message } of findings) {
    const located = category === 'security' && contains(place, span) ? statementAt(part.tree, span.start) : undefined;
    if (located?.statement.kind !== 'rule' || risky.has(located.start)) continue;
    risky.set(located.start, { rule: located.statement, start: located.start, message });
  }
  return {
    mode: modeOf(profile),
    risky: [...risky.values()].sort((a, b) => a.start - b.start),
    brought: dangersBrought(part, place),
    abstractions: [...new Set(abstractionsOf(part, profile))],
  };
}

/** The abstractions whose rules the profile ends up with, without those that they include themselves. */
function abstractionsOf(part: ApparmorPart, profile: NamedProfile): readonly string[] {
  const includes = policyOf(part).bodyOf.get(profile)?.includes ?? [];
  return includes.flatMap((include) => {
    const path = abstractionOf(include);
    const exists = include.file.includes.get(include.statement)?.state !== 'nothing';
    return path !== undefined && exists && !isInAbstraction(include) ? [path] : [];
  });
}

const abstractionOf = ({ statement: { file } }: PlacedInclude): string | undefined =>
  file?.path.startsWith('abstractions/') ? file.path : undefined;

const isInAbstraction = ({ include }: PlacedInclude): boolean =>
  include !== undefined && (abstractionOf(include) !== undefined || isInAbstraction(include));

/** Where a profile of the file itself is. */
export const placeOf = ({ item, profile }: NamedProfile): Span => span(item.start, item.start + profile.length);

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

export function explainOverview(part: ApparmorPart, profile: NamedProfile, context: Context, findings: Findings): Answer {
  const overview = overviewOf(part, profile, findings());
  const { mode, risky, brought, abstractions } = overview;
  const abi = abiInForce(part, context);
  const unmediated = unmediatedClasses(abi);
  const lines = linesOf(part.text);
  const attached = profile.profile.attachment;
  const written = attached && shift(attached.span, profile.item.start);
  const glob = part.template
    ? written && part.text.slice(written.start, written.end)
    : attached && (expand(attached.raw, policyOf(part).environment).glob ?? attached.raw);
  const text = ({ rule, start }: RiskyRule) =>
    part.text
      .slice(start + rule.span.start, start + rule.span.end)
      .replace(/,\s*$/, '')
      .replace(/\s+/g, ' ')
      .slice(0, 120);
  const rules = risky.map(
    (one) => md`${lineLink(lines.positionAt(one.start + one.rule.span.start).line + 1)}, ${code(text(one))}: ${escaped(one.message)}`,
  );
  const opened = abstractions.map((path) => {
    const help = abstractionHelp().get(path.slice('abstractions/'.length));
    return md`${code(`<${path}>`)}${help ? md`: ${ours([help.opens, help.risk].filter(Boolean).join(' '))}` : md``}`;
  });
  return {
    markdown: paragraphs(
      md`${bold(code(writtenName(part, profile)))} · ${ours(mode)}${glob ? md` · attached to ${code(glob)}` : md``}`,
      rules.length > 0
        ? md`${bold(ours(counted(risky.length, 'risky rule')))}\n\n${bullets(rules)}`
        : md`No rule of the profile${brought > 0 ? md` itself` : md``} gives away more than it says.`,
      brought > 0 && md`${bold(ours(counted(brought, 'risky rule')))} in what it includes`,
      opened.length > 0 && md`${bold(ours(counted(abstractions.length, 'abstraction')))}, whose rules come on top\n\n${bullets(opened)}`,
      unmediated.length > 0 && md`Not mediated ${escaped(abi.where)}, so nothing is denied: ${ours(whatOf(unmediated))}.`,
    ),
    json: {
      decision: null,
      mode,
      unmediated,
      brought,
      risky: risky.map((one) => ({ rule: text(one), why: one.message })),
      abstractions,
    },
    by: profile.item.site ?? shift(profile.profile.name?.span ?? profile.profile.span, profile.item.start),
  };
}
