/** What a profile decides about one access, and the rule that decides it. */

import { type Answer, baseName, type Context, code, linesOf, paragraphs, type Span } from '../../core';
import { placeOf } from './flatten';
import { isExact } from './glob';
import { type Live, rulesOf, textOf, unreadIncludes } from './liveRules';
import { type ApparmorPart, policyOf } from './model';
import { builtInsOf } from './normal';
import { explainOverview, modeFlag, modeOf } from './overview';
import { permissionsOf } from './permissions';
import { type NamedProfile, profilesOf } from './profiles';
import { type Question, questionOf, readQuestion } from './question';
import type { Request } from './requests';
import { expand } from './variables';
import { concerns, type Fits, fitsWith, judge } from './verdict';
import { wordValue } from './words';

/** The profile's name comes first where a file has several. */
export function exampleQuery(part: ApparmorPart): string {
  const own = profilesOf(part).filter(({ fullName }) => !fullName.includes('//'));
  return own.length > 1 && own[0] && !/[\s:/]/.test(own[0].fullName) ? `${own[0].fullName}: /etc/shadow r` : '/etc/shadow r';
}

const hint =
  'Ask for a path and an access, such as `/etc/shadow r`, or as a rule would say it: `capability net_raw`, `network inet stream`, `signal send peer=x`, `ptrace trace peer=x`, `unix connect peer=(label=x)`, `mount options=(ro, bind) /a/ -> /b/`, `change_profile -> x`. `risks` shows the profile in short.';

export function explain(part: ApparmorPart, query: string | Readonly<Record<string, unknown>>, _context: Context): Answer {
  const question = typeof query === 'string' ? readQuestion(query) : questionOf(query);
  const profile = findProfile(part, question.profile);
  if (!profile) {
    return {
      markdown: question.profile ? `This file has no profile ${code(question.profile)}.` : 'This file has no profile.',
      json: { decision: null },
    };
  }
  if (question.overview) return explainOverview(part, profile);
  return question.requests.length > 0 ? answer(part, profile, question) : { markdown: hint, json: { decision: null } };
}

function findProfile(part: ApparmorPart, name: string | undefined): NamedProfile | undefined {
  const all = profilesOf(part);
  return name === undefined
    ? all[0]
    : (all.find((profile) => profile.fullName === name) ?? all.find((profile) => profile.fullName.endsWith(`//${name}`)));
}

/** Several letters or access words are allowed when each is; a denial is decided by the first that is not. */
function answer(part: ApparmorPart, profile: NamedProfile, { text, requests }: Question): Answer {
  const rules = rulesOf(part, profile);
  const scene: Scene = { part, profile, rules, fits: fitsFor(part, profile) };
  const open = openMode(profile);
  const verdicts = requests.map((request) => ({ request, rule: decide(scene, request) }));
  const denied = verdicts.find(({ rule }) => (rule ? rule.denies : !open));
  const executed = verdicts.find(({ request }) => request.kind === 'file' && request.permissions === 'x');
  const { rule } = denied ?? executed ?? (verdicts[0] as (typeof verdicts)[number]);
  const exec = denied ? undefined : execOf(executed?.rule);
  const owner = rule?.rule.qualifiers.owner?.value;
  const only = owner && (owner === 'other' ? 'other' : 'owner');
  const unread = rule ? [] : unreadIncludes(profile);
  const partly = denied && !denied.rule ? some(scene, denied.request) : [];
  const mode = modeOf(profile);
  return {
    markdown: paragraphs(
      `${code(profile.fullName)} ${denied ? 'denies' : 'allows'} ${code(text)}${because(scene, rule, open)}.`,
      exec && `The program runs ${exec === 'ix' ? 'under the same profile' : `by ${code(exec)}`}.`,
      only && (only === 'owner' ? 'Only for files of the same user.' : 'Only for files of other users.'),
      partly.length > 0 && `Some of it is allowed: ${partly.map((one) => `${code(textOf(one))} (${placeText(scene, one)})`).join(', ')}.`,
      unread.length > 0 && `Not read here: ${unread.map(code).join(', ')}.`,
      denied && consequence[mode],
    ),
    json: {
      decision: denied ? 'deny' : 'allow',
      ...(exec && { exec }),
      ...(only && { only }),
      ...(mode !== 'enforce' && { mode }),
      ...(partly.length > 0 && { partly: partly.map(textOf) }),
      ...(unread.length > 0 && { unread }),
    },
    by: rule ? placeOf(rule.item, rule.rule.span) : !denied && open ? placeOf(profile.item, open.span) : nameSpan(profile),
  };
}

interface Scene {
  readonly part: ApparmorPart;
  readonly profile: NamedProfile;
  readonly rules: readonly Live[];
  readonly fits: Fits;
}

/** A mount point is a directory, and the kernel sees its path with a slash at the end. */
function fitsFor(part: ApparmorPart, profile: NamedProfile): Fits {
  const { environment } = policyOf(part);
  const builtIn = builtInsOf(part, profile);
  return fitsWith((raw) => expand(raw, environment, builtIn).glob);
}

function decide({ rules, fits }: Scene, request: Request): Live | undefined {
  if (request.kind === 'file') return decideFile(rules, request, fits);
  if (request.kind !== 'mount') return judge(rules, request, fits);
  return judge(rules, request, (word, text) => fits(word, text) || (!text.endsWith('/') && fits(word, `${text}/`)));
}

/** The highest priority, there deny before allow; of several that allow, the one that says how a program is executed. */
function decideFile(rules: readonly Live[], request: Request, fits: Fits): Live | undefined {
  const fitting = rules.filter(({ rule }) => concerns(rule, request, fits));
  const highest = Math.max(...fitting.map(({ priority }) => priority));
  const first = fitting.filter(({ priority }) => priority === highest);
  const deny = mostExact(first.filter(({ denies }) => denies));
  if (deny) return deny;
  // An exact path decides how it is executed, whatever patterns say; rules for everyone come before those for owners.
  const exact = mostExact(first);
  if (exact && isExact(globOf(exact))) return exact;
  return mostExact(first.filter(({ rule }) => rule.qualifiers.owner === undefined)) ?? exact;
}

const globOf = ({ rule }: Live): string => (rule.verb === 'file' && rule.path ? wordValue(rule.path.raw).replace(/@\{\w+\}/g, '_') : '**');

/** The rule that says most about the one path: without wildcards, else with most text before the first. */
function mostExact(rules: readonly Live[]): Live | undefined {
  const measure = (one: Live) => {
    const glob = globOf(one);
    return isExact(glob) ? Number.POSITIVE_INFINITY : glob.search(/[*?[{]/);
  };
  return rules.reduce<Live | undefined>((best, one) => (best === undefined || measure(one) > measure(best) ? one : best), undefined);
}

function execOf(live: Live | undefined): string | undefined {
  if (live?.rule.verb === 'all') return 'ix';
  if (live?.rule.verb !== 'file') return undefined;
  const { permissions, target } = live.rule;
  if (!permissions) return 'ix';
  const exec = permissionsOf(permissions.raw).exec?.name;
  return exec && (target ? `${exec} -> ${wordValue(target.raw)}` : exec);
}

const mostNamed = 3;

/** Rules that allow some of what is denied as a whole: for one peer, one type, one option. */
function some({ rules, fits }: Scene, request: Request): readonly Live[] {
  return rules.filter(({ rule, denies }) => !denies && concerns(rule, request, fits, true)).slice(0, mostNamed);
}

function because(scene: Scene, rule: Live | undefined, open: { readonly flag: string } | undefined): string {
  if (rule) return ` by ${code(textOf(rule))}, ${placeText(scene, rule)}`;
  return open ? `: with the flag ${code(open.flag)} all is allowed that no rule denies` : ': no rule allows it';
}

function placeText({ part }: Scene, { rule, item }: Live): string {
  const line = linesOf(item.file.tree.text).positionAt(item.start + rule.span.start).line + 1;
  return item.file === part.root ? `line ${line}` : `line ${line} of ${baseName(item.file.uri)}, which is included`;
}

const consequence: Readonly<Record<string, string>> = {
  complain: 'The profile is in complain mode, so the access is logged and goes through.',
  kill: 'The profile is in kill mode, so the process is killed.',
  prompt: 'The profile is in prompt mode, so a user may be asked.',
};

/** The flag that turns a list of what is allowed into one of what is denied. */
function openMode(profile: NamedProfile): { readonly flag: string; readonly span: Span } | undefined {
  const word = modeFlag(profile);
  return word && (word.raw === 'unconfined' || word.raw === 'default_allow') ? { flag: word.raw, span: word.span } : undefined;
}

function nameSpan({ profile, item }: NamedProfile): Span {
  return placeOf(item, profile.name?.span ?? profile.span);
}
