/** What a profile decides about one access, and the rule that decides it. */

import { type Answer, type Context, code, paragraphs, type Span } from '../../core';
import { globError, isExact, matches, squeezeSlashes } from './glob';
import type { ApparmorPart } from './model';
import { type NormalRule, normalRules } from './normal';
import { type NamedProfile, profilesOf } from './profiles';

interface Question {
  readonly profile?: string;
  readonly path?: string;
  readonly access?: string;
  readonly capability?: string;
}

export const exampleQuery = (): string => '/etc/shadow r';

export function explain(part: ApparmorPart, query: string | Readonly<Record<string, unknown>>, _context: Context): Answer {
  const question = typeof query === 'string' ? readQuestion(query) : asQuestion(query);
  const profile = findProfile(part, question.profile);
  if (!profile) {
    return {
      markdown: question.profile ? `This file has no profile ${code(question.profile)}.` : 'This file has no profile.',
      json: { decision: null },
    };
  }
  if (question.capability !== undefined) return capability(part, profile, question.capability);
  if (question.path === undefined)
    return { markdown: 'Ask for a path and an access, such as `/etc/shadow r`, or for `capability net_raw`.', json: { decision: null } };
  return path(part, profile, question.path, question.access ?? 'r');
}

/** `r /path`, `/path r`, `capability name`; a profile's name may come first with a colon behind. */
function readQuestion(text: string): Question {
  const [, profile, rest = text] = /^([^\s:/][^\s:]*):\s+(.*)$/.exec(text.trim()) ?? [];
  const named = profile === undefined ? {} : { profile };
  const capability = /^capability\s+(\S+)/.exec(rest)?.[1];
  if (capability) return { ...named, capability };
  const path = /"([^"]+)"|(\/\S*)/.exec(rest);
  const access = rest
    .replace(path?.[0] ?? '', ' ')
    .trim()
    .split(/\s+/)[0];
  return { ...named, ...(path && { path: path[1] ?? path[2] ?? '' }), ...(access && { access }) };
}

function asQuestion(query: Readonly<Record<string, unknown>>): Question {
  const text = (name: string) => (typeof query[name] === 'string' ? { [name]: query[name] as string } : {});
  return { ...text('profile'), ...text('path'), ...text('access'), ...text('capability') };
}

function findProfile(part: ApparmorPart, name: string | undefined): NamedProfile | undefined {
  const all = profilesOf(part);
  return name === undefined
    ? all[0]
    : (all.find((profile) => profile.fullName === name) ?? all.find((profile) => profile.fullName.endsWith(`//${name}`)));
}

interface Verdict {
  readonly letter: string;
  readonly decision: 'allow' | 'deny';
  readonly rule?: NormalRule;
}

/** Each letter is decided for itself: the highest priority, there deny before allow; without a rule it is denied. */
function path(part: ApparmorPart, profile: NamedProfile, asked: string, access: string): Answer {
  const rules = normalRules(part, profile);
  const target = squeezeSlashes(asked);
  const fitting = rules.filter((rule) => rule.kind === 'file' && !globError(rule.resource) && matches(rule.resource, target));
  const all = rules.filter((rule) => rule.resource === 'all');
  const letters = [...new Set([...access.toLowerCase()].map((letter) => ('ipcu'.includes(letter) ? 'x' : letter)))];
  const verdicts = letters.map((letter) => decide(letter, [...fitting.filter((rule) => allows(rule, letter)), ...all]));
  const denied = verdicts.find((verdict) => verdict.decision === 'deny');
  const decision = denied ? 'deny' : 'allow';
  const deciding = denied ? denied.rule : (verdicts.find((verdict) => verdict.letter === 'x') ?? verdicts[0])?.rule;
  const exec = denied ? undefined : verdicts.find((verdict) => verdict.letter === 'x')?.rule?.exec;
  const unseen = rules.filter((rule) => rule.kind === 'include').map((rule) => rule.text);
  const complains = modeOf(profile) === 'complain';
  return {
    markdown: paragraphs(
      `${code(profile.fullName)} ${decision === 'deny' ? 'denies' : 'allows'} ${code(access)} on ${code(asked)}${deciding ? ` by ${code(deciding.text)}` : ': no rule allows it'}.`,
      exec && `The program runs ${exec === 'ix' ? 'under the same profile' : `by ${code(exec)}`}.`,
      deciding?.owner && (deciding.owner === 'owner' ? 'Only for files of the same user.' : 'Only for files of other users.'),
      !deciding && unseen.length > 0 && `Not read here: ${unseen.map(code).join(', ')}.`,
      complains && decision === 'deny' && 'The profile is in complain mode, so the access is logged and goes through.',
    ),
    json: {
      decision,
      ...(exec && { exec }),
      ...(deciding?.owner && { only: deciding.owner }),
      ...(complains && { mode: 'complain' }),
      ...(!deciding && unseen.length > 0 && { unread: unseen }),
    },
    by: deciding?.span ?? nameSpan(profile),
  };
}

const allows = (rule: NormalRule, letter: string) => rule.permission === letter || (letter === 'a' && rule.permission === 'w');

function decide(letter: string, rules: readonly NormalRule[]): Verdict {
  const highest = Math.max(...rules.map((rule) => rule.priority));
  const first = rules.filter((rule) => rule.priority === highest);
  const deny = mostExact(first.filter((rule) => rule.mode === 'deny'));
  if (deny) return { letter, decision: 'deny', rule: deny };
  // An exact path decides how it is executed, whatever patterns say; rules for everyone come before those for owners.
  const exact = mostExact(first);
  const allow = exact && isExact(exact.resource) ? exact : (mostExact(first.filter((rule) => rule.owner === undefined)) ?? exact);
  return allow ? { letter, decision: 'allow', rule: allow } : { letter, decision: 'deny' };
}

/** The rule that says most about the one path: without wildcards, else with most text before the first. */
function mostExact(rules: readonly NormalRule[]): NormalRule | undefined {
  const measure = ({ resource }: NormalRule) =>
    resource === 'all' ? -1 : isExact(resource) ? Number.POSITIVE_INFINITY : resource.search(/[*?[{]/);
  return rules.reduce<NormalRule | undefined>(
    (best, rule) => (best === undefined || measure(rule) > measure(best) ? rule : best),
    undefined,
  );
}

function capability(part: ApparmorPart, profile: NamedProfile, asked: string): Answer {
  const name = asked.toLowerCase().replace(/^cap_/, '');
  const rules = normalRules(part, profile);
  const fitting = rules.filter(
    (rule) => (rule.kind === 'capability' && (rule.resource === '*' || rule.resource === name)) || rule.resource === 'all',
  );
  const { decision, rule } = decide('', fitting);
  return {
    markdown: `${code(profile.fullName)} ${decision === 'deny' ? 'denies' : 'allows'} ${code(name)}${rule ? ` by ${code(rule.text)}` : ': no rule allows it'}.`,
    json: { decision },
    by: rule?.span ?? nameSpan(profile),
  };
}

const modeOf = ({ profile }: NamedProfile) =>
  profile.flags?.words.find((word) => /^(?:complain|kill|unconfined|prompt|default_allow)$/.test(word.raw))?.raw ?? 'enforce';

function nameSpan({ profile, item }: NamedProfile): Span {
  const span = profile.name?.span ?? profile.span;
  return item.site ?? { start: item.start + span.start, end: item.start + span.end };
}
