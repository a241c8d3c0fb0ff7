/** The rules that would allow what a log says was denied. */

import { type Context, type Edit, type Observed, type ObservedPlace, shift, type Unanswered } from '../../../core';
import { type Fits, fitsWith } from '../meaning/fits';
import { type AccessRequest, type FlagRequest, type Request, singles } from '../meaning/requests';
import { judge } from '../meaning/verdict';
import { builtInsOf } from '../policy/builtIns';
import { type EffectiveRule, effectiveRules, textOf, unreadIncludes } from '../policy/effectiveRules';
import { type ApparmorPart, policyOf } from '../policy/model';
import { placeOf } from '../policy/origin';
import type { NamedProfile } from '../policy/profiles';
import { expand } from '../policy/variables';
import type { RuleStatement } from '../syntax/tree';
import { type PathVariables, scopeOf } from './generalise';
import { coarse, namesAddresses } from './network';
import { additionEdits } from './place';
import { labelFor, profilesFor } from './profileFor';
import { recordsOf } from './records';
import { type Asked, type Beyond, requestOf } from './request';
import { answer, flagEdit, isSound, type Made } from './suggest';
import { describe, type Wish, wish, withoutRepeats } from './wishes';

export function fromObservation(part: ApparmorPart, log: string, _context: Context): Observed {
  return new Observation(part).read(log);
}

/** One profile of the file, and what judges for it. */
interface Subject {
  readonly profile: NamedProfile | undefined;
  readonly rules: readonly EffectiveRule[];
  readonly fits: Fits;
  readonly scope: PathVariables;
  /** Families of sockets for which the kernel compared addresses, or the profile names accesses. */
  readonly fine: Set<string>;
}

class Observation {
  private readonly scope: PathVariables;
  private readonly subjects = new Map<NamedProfile | undefined, Subject>();
  private readonly wishes = new Map<string, Wish>();
  private readonly denied: ObservedPlace[] = [];
  private readonly covered: ObservedPlace[] = [];
  private readonly unanswered: Unanswered[] = [];
  private readonly unknown = new Set<string>();

  constructor(private readonly part: ApparmorPart) {
    this.scope = scopeOf(part);
  }

  read(log: string): Observed {
    const asked = recordsOf(log).flatMap((record) => {
      const read = requestOf(record);
      if (!read) return [];
      const found = profilesFor(this.part, read.profile);
      if (read.profile === 'unconfined')
        this.unanswered.push({ line: record.line, what: whatOf(read), why: 'The process runs without a profile.' });
      else if (found.length === 0) this.unknown.add(read.profile);
      return found.map((profile) => ({ ...read, line: record.line, subject: this.subject(profile) }));
    });
    for (const one of asked) {
      if ('request' in one && one.request.kind === 'access' && namesAddresses(one.request)) one.subject.fine.add(familyOf(one.request));
    }
    for (const one of asked) {
      if ('beyond' in one) this.beyond(one.subject, one.beyond, one.line);
      else for (const single of singles(this.named(one.request))) this.judge(one.subject, single, one.line);
    }
    return this.result();
  }

  private subject(profile: NamedProfile | undefined): Subject {
    let subject = this.subjects.get(profile);
    if (!subject) {
      const rules = [...effectiveRules(this.part, profile)];
      const { environment } = policyOf(this.part);
      const builtIn = builtInsOf(this.part, profile);
      const scope = profile ? { ...this.scope, self: profile.fullName } : this.scope;
      const fine = rules.flatMap(({ rule, mode }) =>
        rule.verb === 'network' && mode !== 'deny' && rule.access.length > 0 ? [rule.words[0]?.raw ?? ''] : [],
      );
      subject = { profile, rules, fits: fitsWith((raw) => expand(raw, environment, builtIn).glob), scope, fine: new Set(fine) };
      this.subjects.set(profile, subject);
    }
    return subject;
  }

  /** With the labels of the other side as rules name them. */
  private named(request: Request): Request {
    if (request.kind !== 'access') return request;
    const named = (values: AccessRequest['peer'], name: string) =>
      values[name] === undefined ? values : { ...values, [name]: labelFor(this.part, values[name]) };
    return { ...request, conditions: named(named(request.conditions, 'peer'), 'label'), peer: named(request.peer, 'label') };
  }

  private judge(subject: Subject, request: Request, line: number) {
    const what = describe(request);
    if (request.kind === 'flag') {
      const flag = flagOf(subject.profile, request);
      if (flag) this.covered.push({ line, span: flag.span, rule: flag.text, what });
      else if (!subject.profile)
        this.unanswered.push({ line, what, why: `The profile that includes this file needs the flag ${request.flag}.` });
      else wish(this.wishes, subject.profile, request, line, subject.scope);
      return;
    }
    const verdict = judge(subject.rules, request, subject.fits);
    if (verdict) {
      (verdict.mode === 'deny' ? this.denied : this.covered).push({ line, ...placeOfRule(verdict), what });
      return;
    }
    const wanted =
      request.kind === 'access' && request.verb === 'network' && !subject.fine.has(familyOf(request)) ? coarse(request) : request;
    wish(this.wishes, subject.profile, wanted, line, subject.scope);
  }

  private beyond({ profile, rules, fits, scope }: Subject, { what, why, about, rlimit }: Beyond, line: number) {
    const limit = rlimit !== undefined && rules.find(({ rule }) => rule.verb === 'rlimit' && rule.name?.raw === rlimit);
    if (limit) this.denied.push({ line, ...placeOfRule(limit), what });
    else if (about) {
      const rule = judge(rules, about, fits);
      if (rule) this.unanswered.push({ line, what, why, ...placeOfRule(rule) });
      else wish(this.wishes, profile, about, line, scope);
    } else this.unanswered.push({ line, what, why });
  }

  private result(): Observed {
    const made: Made[] = [];
    for (const one of withoutRepeats([...this.wishes.values()], ({ profile }) => this.subject(profile).scope)) {
      const { scope, fits } = this.subject(one.profile);
      const found = answer(this.part, one, scope);
      if (isSound(one, found.suggestion, fits)) made.push(found);
      else
        for (const line of one.lines) this.unanswered.push({ line, what: describe(one.request), why: 'The language has no rule for it.' });
    }
    return {
      edits: combine(this.part, made),
      suggestions: made.map(({ suggestion }) => suggestion),
      denied: unique(this.denied),
      covered: unique(this.covered),
      unanswered: unique(this.unanswered),
      unread: [
        ...new Set([...this.subjects.keys()].flatMap((profile) => unreadIncludes(this.part, profile).map(({ raw }) => `include ${raw}`))),
      ],
      unknownProfiles: [...this.unknown],
    };
  }
}

const whatOf = (asked: Asked): string => ('request' in asked ? describe(asked.request) : asked.beyond.what);

const familyOf = ({ words }: AccessRequest): string => words[0] ?? '';

const placeOfRule = (live: EffectiveRule) => ({ span: placeOf(live.item, live.rule.span), rule: textOf(live) });

/** The flag where the profile has it, with or without a value. */
function flagOf(profile: NamedProfile | undefined, { flag }: FlagRequest) {
  const word = profile?.profile.flags?.words.find(({ raw }) => raw === flag || raw.startsWith(`${flag}=`));
  return profile && word && { span: shift(word.span, profile.item.start), text: word.raw };
}

const unique = <T extends ObservedPlace | Unanswered>(places: readonly T[]): readonly T[] => [
  ...new Map(places.map((place) => [`${place.what} ${place.span?.start}`, place])).values(),
];

function combine(part: ApparmorPart, made: readonly Made[]): readonly Edit[] {
  const edits = new Map<string, Edit>();
  for (const { edit } of made) if (edit) edits.set(`${edit.span.start} ${edit.text}`, edit);
  const flags = new Map<NamedProfile, string[]>();
  for (const { wish: one } of made) {
    if (one.request.kind === 'flag' && one.profile) flags.set(one.profile, [...(flags.get(one.profile) ?? []), one.request.flag]);
  }
  for (const [profile, names] of flags) edits.set(`${profile.fullName} flags`, flagEdit(profile, [...new Set(names)]));
  const added = made.filter(({ wish: one, edit }) => !edit && one.request.kind !== 'flag');
  const targets = [...new Set(added.map(({ wish: one }) => one.profile))];
  const additions = targets.flatMap((profile) =>
    additionEdits(
      part,
      profile,
      added
        .filter(({ wish: one }) => one.profile === profile)
        .map(({ wish: one, suggestion }) => ({ verb: verbOf(one.request), text: suggestion.rule })),
    ),
  );
  return [...edits.values(), ...additions];
}

const verbOf = (request: Request): RuleStatement['verb'] =>
  request.kind === 'access' || request.kind === 'mount' ? request.verb : request.kind === 'flag' ? 'file' : request.kind;
