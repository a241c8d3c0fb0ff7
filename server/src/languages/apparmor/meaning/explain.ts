/** What a profile decides about one access, and the rule that decides it. */

import {
  type Answer,
  baseName,
  type Context,
  code,
  escaped,
  type Findings,
  joined,
  lineLink,
  linesOf,
  type Markdown,
  md,
  ours,
  paragraphs,
  type Span,
  wordTable,
} from '../../../core';
import { shippedIncludes } from '../../../knowledge';
import { droppedRules, type EffectiveRule, textOf, unreadIncludes } from '../policy/effectiveRules';
import type { ApparmorPart } from '../policy/model';
import { placeOf } from '../policy/origin';
import { type NamedProfile, profilesOf, writtenName } from '../policy/profiles';
import { permissionsOf, spelled } from '../syntax/permissions';
import { wordValue } from '../syntax/words';
import { concerns } from './concerns';
import { decideAll, type Scene, type Side, sceneOf } from './decide';
import { mediationOf, type RequestMediation, unmediated } from './mediation';
import { explainOverview, modeFlag, modeOf } from './overview';
import { type Question, questionOf, readQuestion } from './question';

/** The profile's name comes first where a file has several. */
export function exampleQuery(part: ApparmorPart): string {
  const own = profilesOf(part).filter(({ fullName }) => !fullName.includes('//'));
  return own.length > 1 && own[0] && !/[\s:/]/.test(own[0].fullName) ? `${own[0].fullName}: /etc/shadow r` : '/etc/shadow r';
}

const hint = ours(
  'Type a path and an access, such as `/etc/shadow r` or `write /etc/passwd`, or as a rule would say it: `capability net_raw`, `network inet stream`, `signal send peer=x`, `ptrace trace peer=x`, `unix connect peer=(label=x)`, `mount options=(ro, bind) /a/ -> /b/`, `change_profile -> x`. `risks` shows the profile in short.',
);

/** `findings` are those of the security rules. */
export function explain(
  part: ApparmorPart,
  query: string | Readonly<Record<string, unknown>>,
  context: Context,
  findings: Findings,
): Answer {
  const question = typeof query === 'string' ? readQuestion(query) : questionOf(query);
  const profile = findProfile(part, question.profile);
  if (!profile) {
    return {
      markdown: question.profile ? md`This file has no profile ${code(question.profile)}.` : md`This file has no profile.`,
      json: { decision: null },
    };
  }
  if (question.overview) return explainOverview(part, profile, context, findings);
  return question.requests.length > 0 ? answer(part, profile, question, context) : { markdown: hint, json: { decision: null } };
}

function findProfile(part: ApparmorPart, name: string | undefined): NamedProfile | undefined {
  const all = profilesOf(part);
  return name === undefined
    ? all[0]
    : (all.find((profile) => profile.fullName === name) ?? all.find((profile) => profile.fullName.endsWith(`//${name}`)));
}

/** Several letters or access words are allowed when each is; a denial is decided by the first that is not. */
function answer(part: ApparmorPart, profile: NamedProfile, { text, requests }: Question, context: Context): Answer {
  const mediation = requests.map((request) => mediationOf(part, request, context));
  if (mediation.every((one) => one.mediation === 'unenforced'))
    return unmediatedAnswer(part, profile, text, mediation[0] as RequestMediation);
  const scene = sceneOf(part, profile, openMode(profile) !== undefined);
  const { side, other, only } = decideAll(scene, requests);
  const { denied, executed, decides, partly, except } = side;
  const rule = decides?.rule;
  const exec = denied ? undefined : execOf(executed?.rule);
  const unread = unreadIn(scene, side);
  const unknown = denied !== undefined && !rule && unread.length > 0;
  const dropped = denied && !rule ? [...droppedRules(part, profile)].filter((live) => concerns(live, denied.request, scene.fits)) : [];
  const asks = !denied && rule?.mode === 'prompt';
  const verb = denied ? md`denies` : asks ? md`asks the user about` : md`allows`;
  const mode = modeOf(profile);
  const named = (rules: readonly EffectiveRule[]) =>
    joined(
      rules.map((one) => md`${code(textOf(one))} (${placeText(scene, one)})`),
      ', ',
    );
  return {
    markdown: paragraphs(
      unknown
        ? md`It is not known whether ${code(writtenName(part, profile))} allows ${code(text)}: no rule that was read does.`
        : md`${code(writtenName(part, profile))} ${verb}${side.some ? md` some of` : md``} ${code(text)}${because(scene, side)}.`,
      exec !== undefined && md`The program runs ${exec === 'ix' ? md`under the same profile` : md`by ${code(exec)}`}.`,
      only &&
        md`Only for files of ${only === 'owner' ? md`the same user` : md`other users`}${other?.denied?.rule ? md`: ${named([other.denied.rule])} denies it for the rest` : md``}.`,
      partly.length > 0 && md`Some of it is allowed: ${named(partly)}.`,
      except.length > 0 && md`Some of it is denied: ${named(except)}.`,
      dropped.length > 0 && md`Without effect, since apparmor_parser drops such rules inside of a block: ${named(dropped)}.`,
      unread.length > 0 && md`Not read here: ${joined(unread.map(code), ', ')}.`,
      denied && !unknown && doubt(mediation),
      denied && !unknown && consequenceOf(mode, rule),
    ),
    json: {
      decision: unknown ? 'unknown' : denied ? 'deny' : asks ? 'prompt' : 'allow',
      ...(exec && { exec }),
      ...(only && { only }),
      ...(mode !== 'enforce' && { mode }),
      ...(partly.length > 0 && { partly: partly.map(textOf) }),
      ...(except.length > 0 && { except: except.map(textOf) }),
      ...(dropped.length > 0 && { dropped: dropped.map(textOf) }),
      ...(unread.length > 0 && { unread }),
    },
    row: {
      verdict: unknown ? 'not known' : denied ? 'denied' : asks ? 'asks the user' : side.some || only ? 'allowed in part' : 'allowed',
      decides: rule ? textOf(rule) : 'no rule',
    },
    by: rule ? placeOf(rule.item, rule.rule.span) : placeWithout(profile, denied !== undefined),
  };
}

/** The abi leaves the class out: no rule counts, and nothing is denied. */
function unmediatedAnswer(part: ApparmorPart, profile: NamedProfile, text: string, mediation: RequestMediation): Answer {
  return {
    markdown: md`${code(writtenName(part, profile))} doesn't restrict ${code(text)}: ${escaped(unmediated(mediation))}, so nothing is denied.`,
    json: { decision: 'allow', mediated: false },
    row: { verdict: 'not restricted', decides: 'abi' },
    by: mediation.abi.span ?? nameSpan(profile),
  };
}

/** What has to be true of the kernel for the denial. */
function doubt(mediation: readonly RequestMediation[]): Markdown | undefined {
  const [first] = mediation;
  if (first?.mediation === 'patched')
    return ours(
      `Only kernels with AppArmor's own network patches, such as Ubuntu's, enforce network rules ${first.abi.where}; others deny nothing.`,
    );
  if (first?.mediation === 'unknown' && first.abi.span)
    return md`Where the kernel mediates ${escaped(first.what)}; the abi leaves that to the kernel.`;
  return undefined;
}

/** Where no rule decides: the flag that leaves everything open, else the profile's name. */
function placeWithout(profile: NamedProfile, denied: boolean): Span {
  const open = denied ? undefined : openMode(profile);
  return open ? placeOf(profile.item, open.span) : nameSpan(profile);
}

/** Where no rule decides, an include could; where one allows, an include could still deny, though few of those that AppArmor ships do. */
function unreadIn({ part, profile }: Scene, { denied, decides }: Side): readonly string[] {
  if (denied && decides?.rule) return [];
  return unreadIncludes(part, profile)
    .filter(({ path }) => denied || !shippedIncludes().has(path) || /private-files/.test(path))
    .map(({ text }) => text);
}

function execOf(live: EffectiveRule | undefined): string | undefined {
  if (live?.rule.verb === 'all') return 'ix';
  if (live?.rule.verb !== 'file') return undefined;
  const { permissions, target } = live.rule;
  if (!permissions) return 'ix';
  const exec = permissionsOf(permissions.raw).exec?.name;
  return exec && spelled(target ? `${exec} -> ${wordValue(target.raw)}` : exec);
}

function because(scene: Scene, { denied, decides, lacking }: Side): Markdown {
  const rule = decides?.rule;
  const by = rule && md` by ${code(textOf(rule))}, ${placeText(scene, rule)}`;
  if (lacking)
    return md`: the link would allow more than its target, which does not have ${code(lacking)}${by ? md`; compared${by}` : md``}`;
  if (by) return by;
  const open = denied ? undefined : openMode(scene.profile);
  return open ? md`: with the flag ${code(open.flag)} all is allowed that no rule denies` : md`: no rule allows it`;
}

function placeText({ part }: Scene, { rule, item }: EffectiveRule): Markdown {
  const line = linesOf(item.file.tree.text).positionAt(item.start + rule.span.start).line + 1;
  return item.file === part.root
    ? lineLink(line)
    : md`${lineLink(line, item.file.uri)} of ${escaped(baseName(item.file.uri))}, which is included`;
}

/** In complain mode a denial by a rule is a denial all the same; only what no rule is about goes through. */
function consequenceOf(mode: string, rule: EffectiveRule | undefined): Markdown | undefined {
  if (mode === 'complain' && rule?.mode === 'deny')
    return ours(
      `The profile is in complain mode, and a deny rule is enforced even then; ${rule.audit ? 'with `audit` it is logged' : 'nothing is logged'}.`,
    );
  return consequence[mode] === undefined ? undefined : ours(consequence[mode]);
}

const consequence: Readonly<Record<string, string>> = wordTable({
  complain: 'The profile is in complain mode, so the access is logged and goes through.',
  kill: 'The profile is in kill mode, so the process is killed.',
  prompt: 'The profile is in prompt mode, so a user may be asked.',
});

/** The flag that turns a list of what is allowed into one of what is denied. */
function openMode(profile: NamedProfile): { readonly flag: string; readonly span: Span } | undefined {
  const word = modeFlag(profile);
  return word && (word.raw === 'unconfined' || word.raw === 'default_allow') ? { flag: word.raw, span: word.span } : undefined;
}

function nameSpan({ profile, item }: NamedProfile): Span {
  return placeOf(item, profile.name?.span ?? profile.span);
}
