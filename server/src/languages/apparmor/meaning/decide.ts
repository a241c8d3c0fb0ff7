/** What a profile decides about requests, for the files of the user that asks and for those of others. */

import { builtInsOf } from '../policy/builtIns';
import { type EffectiveRule, effectiveRules } from '../policy/effectiveRules';
import { type ApparmorPart, policyOf } from '../policy/model';
import type { NamedProfile } from '../policy/profiles';
import { expand } from '../policy/variables';
import { concerns } from './concerns';
import type { Fits } from './fits';
import { isPattern, patternFits } from './patterns';
import type { Request } from './requests';
import { judge, lackingOf } from './verdict';

export interface Scene {
  readonly part: ApparmorPart;
  readonly profile: NamedProfile;
  readonly rules: readonly EffectiveRule[];
  readonly fits: Fits;
  /** Whether a word matches some of a text that is a pattern itself. */
  readonly touches: Fits;
  /** What no rule is about is allowed. */
  readonly open: boolean;
}

export function sceneOf(part: ApparmorPart, profile: NamedProfile, open: boolean): Scene {
  const { environment } = policyOf(part);
  const builtIn = builtInsOf(part, profile);
  const fill = (raw: string) => expand(raw, environment, builtIn).glob;
  return { part, profile, rules: [...effectiveRules(part, profile)], ...patternFits(fill), open };
}

interface RequestVerdict {
  readonly request: Request;
  readonly rule?: EffectiveRule;
  readonly allowed: boolean;
  /** Letters of a link that its target does not have. */
  readonly lacking: string;
  /** Only some of a pattern is denied. */
  readonly some: boolean;
}

/** All requests together, for files of one owner. */
export interface Side {
  /** The first that is not allowed. */
  readonly denied?: RequestVerdict;
  readonly executed?: RequestVerdict;
  /** The one that is worth naming. */
  readonly decides?: RequestVerdict;
  readonly lacking: string;
  readonly some: boolean;
  /** Rules that allow some of what is denied as a whole: for one peer, one type, one option. */
  readonly partly: readonly EffectiveRule[];
  /** Rules that deny some of what is allowed as a whole. */
  readonly except: readonly EffectiveRule[];
}

export interface AccessDecision {
  readonly side: Side;
  /** The other side, where only one is allowed. */
  readonly other?: Side;
  readonly only?: 'owner' | 'other';
}

export function decideAll(scene: Scene, requests: readonly Request[]): AccessDecision {
  const sides = requests.some((request) => (request.kind === 'file' || request.kind === 'link') && request.owner === undefined);
  if (!sides) return { side: sideOf(scene, requests) };
  const of = (owner: boolean) =>
    sideOf(
      scene,
      requests.map((request) => (request.kind === 'file' || request.kind === 'link' ? { ...request, owner } : request)),
    );
  const [own, others] = [of(true), of(false)];
  if (own.denied && !others.denied) return { side: others, other: own, only: 'other' };
  if (!own.denied && others.denied) return { side: own, other: others, only: 'owner' };
  return { side: others };
}

const mostNamed = 3;

function sideOf(scene: Scene, requests: readonly Request[]): Side {
  const verdicts = requests.map((request) => verdictOn(scene, request));
  const denied = verdicts.find(({ allowed }) => !allowed);
  const executed = verdicts.find(({ request }) => request.kind === 'file' && request.permissions === 'x');
  const decides = denied ?? executed ?? verdicts[0];
  const part = (request: Request, denies: boolean) =>
    scene.rules.filter((live) => (live.mode === 'deny') === denies && concerns(live, request, scene.touches, true));
  const partly = denied && (!denied.rule || denied.some) && !denied.lacking ? part(denied.request, false) : [];
  const except = denied
    ? []
    : verdicts.flatMap(({ request, rule }) => part(request, true).filter((live) => live.priority >= (rule?.priority ?? 0)));
  return {
    ...(denied && { denied }),
    ...(executed && { executed }),
    ...(decides && { decides }),
    lacking: denied?.lacking ?? '',
    some: denied?.some ?? false,
    partly: partly.slice(0, mostNamed),
    except: [...new Set(except)].slice(0, mostNamed),
  };
}

function verdictOn(scene: Scene, request: Request): RequestVerdict {
  const { rules, fits, touches, open } = scene;
  const rule = judge(rules, request, request.kind === 'mount' ? withSlash(fits) : fits);
  const allowed = rule ? rule.mode !== 'deny' : open;
  const verdict = { request, allowed, lacking: '', some: false, ...(rule && { rule }) };
  if (!allowed) return verdict;
  if (request.kind === 'link') {
    const lacking = lackingOf(rules, request, fits);
    return { ...verdict, allowed: lacking === '', lacking };
  }
  if (request.kind !== 'file' || !isPattern(request.path)) return verdict;
  const against = rules.find((live) => live.mode === 'deny' && live.priority >= (rule?.priority ?? 0) && concerns(live, request, touches));
  return against ? { ...verdict, rule: against, allowed: false, some: true } : verdict;
}

/** A mount point is a directory, and the kernel sees its path with a slash at the end. */
const withSlash =
  (fits: Fits): Fits =>
  (word, text) =>
    fits(word, text) || (!text.endsWith('/') && fits(word, `${text}/`));
