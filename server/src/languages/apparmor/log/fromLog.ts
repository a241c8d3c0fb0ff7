/** The rules that would allow what a log says was denied, and the reasons that no rule answers. */

import {
  type Context,
  code,
  type Observed,
  type ObservedPlace,
  type ObserveOptions,
  type Suggestion,
  type Unanswered,
} from '../../../core';
import { mediationOf, unmediated } from '../meaning/mediation';
import { type AccessRequest, type Request, singles } from '../meaning/requests';
import { judge, lackingOf } from '../meaning/verdict';
import { type EffectiveRule, textOf, unreadIncludes } from '../policy/effectiveRules';
import type { ApparmorPart } from '../policy/model';
import { placeOf } from '../policy/origin';
import { profilesOf } from '../policy/profiles';
import { choose, type Offer, offered } from './choice';
import { flagOf } from './flags';
import { type FailedLoad, failedLoad } from './loading';
import { coarse, namesAddresses } from './network';
import { canCreate } from './newProfile';
import type { Option } from './option';
import { missingChild, missingHat, overDeny, stacked } from './optional';
import { optionsFor } from './options';
import { labelFor, profilesFor } from './profileFor';
import { type LogRecord, readLog } from './records';
import { type Asked, type Beyond, requestOf } from './request';
import { createdSubject, type Subject, subjectOf } from './subject';
import { inRestricted, isRestricted, profileForProgram, restrictedProfile, restrictedWhy } from './unconfined';
import { describe, type Wish, wish, withoutRepeats } from './wishes';
import { write } from './write';

export function fromObservation(part: ApparmorPart, log: string, context: Context, options: ObserveOptions<ApparmorPart> = {}): Observed {
  return new Observation(part, options, context).read(log);
}

/** A file of nothing yet becomes the profiles that the log speaks of. */
const isBlank = ({ text, fragment, uri }: ApparmorPart): boolean =>
  text.trim() === '' && (!fragment || !/\/(?:local|abstractions|tunables)\//.test(uri));

class Observation {
  private readonly subjects = new Map<string, Subject>();
  private readonly wishes = new Map<string, Wish>();
  private readonly optional: Offer[] = [];
  private readonly denied: ObservedPlace[] = [];
  private readonly covered: ObservedPlace[] = [];
  private readonly unanswered: Unanswered[] = [];
  private readonly unconfined: Unanswered[] = [];
  private readonly unknown = new Set<string>();
  private readonly blank: boolean;

  constructor(
    private readonly part: ApparmorPart,
    private readonly options: ObserveOptions<ApparmorPart>,
    private readonly context: Context,
  ) {
    this.blank = isBlank(part);
  }

  read(log: string): Observed {
    const reading = readLog(log);
    const records = reading.records.filter((record) => this.isAsked(record));
    const asked = records.flatMap((record) => {
      const read = requestOf(record);
      return read ? this.subjectsFor(read, record).map((subject) => ({ ...read, line: record.line, subject })) : [];
    });
    for (const one of asked) {
      for (const request of 'requests' in one ? one.requests : [])
        if (request.kind === 'access' && namesAddresses(request)) one.subject.fine.add(familyOf(request));
    }
    for (const one of asked) {
      if ('beyond' in one) this.beyond(one.subject, one.beyond, one.line);
      else {
        const needsFlag = one.requests.some((request) => request.kind === 'flag' && !flagOf(one.subject.profile, request));
        for (const request of one.requests)
          for (const single of singles(this.named(request))) this.judge(one.subject, single, one.line, needsFlag);
      }
    }
    return { ...this.result(), census: reading.census, ...(reading.lost && { remarks: [lostRemark] }) };
  }

  /** Denials; and what says that a program without a profile was moved into one. */
  private isAsked(record: LogRecord): boolean {
    const failed = failedLoad(record);
    if (failed) this.notLoaded(failed, record.line);
    if (isRestricted(record)) {
      this.restricted(record);
      return false;
    }
    return ['DENIED', 'ALLOWED', 'KILLED'].includes(record.outcome);
  }

  private notLoaded({ profile, what, why }: FailedLoad, line: number): void {
    const own = profile === undefined || this.blank ? [] : this.ownProfiles(profile);
    (own.length > 0 ? this.unanswered : this.unconfined).push({ line, what, why });
  }

  private subjectsFor(asked: Asked, record: LogRecord): readonly Subject[] {
    const { profile } = asked;
    const { line } = record;
    if (profile === 'unconfined') {
      const target = 'beyond' in asked ? asked.beyond.target : undefined;
      const own = target === undefined ? [] : this.ownProfiles(target);
      if (own.length > 0) this.unanswered.push({ line, what: whatOf(asked), why: notLoadedWhy(target ?? '') });
      else
        this.unconfined.push({
          line,
          what: whatOf(asked),
          why: 'beyond' in asked ? asked.beyond.why : 'The process runs without a profile.',
        });
      return [];
    }
    const found = this.options.named && this.part.fragment ? [] : profilesFor(this.part, profile);
    if (found.length > 0 && !this.blank) return found.map((one) => this.subject(one?.fullName ?? '', () => subjectOf(this.part, one)));
    if (profile === restrictedProfile) {
      this.unconfined.push({ line, what: whatOf(asked), why: inRestricted });
      return [];
    }
    return this.created(profile, record);
  }

  /** Profiles to create; a stack is of several. */
  private created(logged: string, { program }: LogRecord): readonly Subject[] {
    const wanted = this.options.create ?? (this.blank ? 'all' : []);
    const names = logged.split('//&').map((name) => name.replace(/^:[^:]*:(?:\/\/)?/, '').replace(/\/\/null-.*$/, ''));
    const made = names.flatMap((name) => {
      const [parentName = '', child] = name.split('//');
      const parent =
        child === undefined ? undefined : profilesOf(this.part).find(({ fullName, item }) => fullName === parentName && !item.site);
      if (!(wanted === 'all' || wanted.includes(name)) || !canCreate(child ?? parentName) || (child !== undefined && !parent)) return [];
      const attachment = parentName.startsWith('/') ? parentName : program;
      return [
        this.subject(name, () => createdSubject(this.part, name, parent ? { parent } : attachment === undefined ? {} : { attachment })),
      ];
    });
    if (made.length === 0) this.unknown.add(logged);
    return made;
  }

  private subject(name: string, make: () => Subject): Subject {
    const known = this.subjects.get(name);
    if (known) return known;
    const made = make();
    this.subjects.set(name, made);
    return made;
  }

  private isOwn(name: string | undefined): name is string {
    return name !== undefined && this.ownProfiles(name).length > 0;
  }

  private ownProfiles(name: string) {
    return profilesFor(this.part, name).filter((profile) => profile !== undefined);
  }

  /** On Ubuntu a program without a profile gets no user namespace of use. */
  private restricted(record: LogRecord): void {
    const { line, fields, program } = record;
    const profile = this.blank || (this.options.named && this.part.fragment) ? undefined : profileForProgram(this.part, record);
    const request: Request = { kind: 'access', verb: 'userns', access: ['create'], words: [], conditions: {}, peer: {} };
    if (profile) {
      const subject = this.subject(profile.fullName, () => subjectOf(this.part, profile));
      const verdict = judge(subject.rules, request, subject.fits);
      if (verdict && verdict.mode !== 'deny')
        this.unanswered.push({ line, what: 'userns create', why: notLoadedWhy(profile.fullName), ...placeOfRule(verdict) });
      else this.judge(subject, request, line);
      return;
    }
    const { comm } = fields;
    const name = program?.split('/').at(-1) ?? comm;
    const wanted = this.options.create ?? (this.blank ? 'all' : []);
    if (name !== undefined && canCreate(name) && (wanted === 'all' || wanted.includes(name))) {
      const attachment = program ?? `/usr/{,local/}bin/${name}`;
      this.judge(
        this.subject(name, () => createdSubject(this.part, name, { attachment, flags: ['unconfined'] })),
        request,
        line,
      );
    } else {
      if (name !== undefined && canCreate(name)) this.unknown.add(name);
      this.unconfined.push({ line, what: 'userns create', why: restrictedWhy(comm, '') });
    }
  }

  /** With the labels of the other side as rules name them. */
  private named(request: Request): Request {
    if (request.kind !== 'access') return request;
    const named = (values: AccessRequest['peer'], name: string) =>
      values[name] === undefined ? values : { ...values, [name]: labelFor(this.part, values[name]) };
    return { ...request, conditions: named(named(request.conditions, 'peer'), 'label'), peer: named(request.peer, 'label') };
  }

  /** Without the flag that it needs, a rule allows nothing yet. */
  private judge(subject: Subject, asked: Request, line: number, needsFlag = false) {
    const what = describe(asked);
    if (asked.kind === 'flag') {
      const flag = flagOf(subject.profile, asked);
      // What counts is whether a rule allows the path, which is asked for as well.
      if (flag && asked.path === '') this.covered.push({ line, span: flag.span, rule: flag.text, what });
      else if (flag) return;
      else if (!subject.profile && !subject.created)
        this.unanswered.push({ line, what, why: `The profile that includes this file needs the flag ${asked.flag}.` });
      else wish(this.wishes, subject, asked, line);
      return;
    }
    const request = this.reached(subject, asked);
    const verdict = judge(subject.rules, request, subject.fits);
    if (verdict?.mode === 'deny') {
      this.denied.push({ line, ...placeOfRule(verdict), what });
      this.offer(subject, request, line, overDeny(subject, request, verdict));
      return;
    }
    const missing = verdict && request.kind === 'link' ? lackingOf(subject.rules, request, subject.fits) : '';
    if (missing !== '' && request.kind === 'link') {
      for (const permissions of missing) this.judge(subject, { kind: 'file', path: request.target, permissions }, line);
    } else if (verdict) {
      if (!needsFlag) this.covered.push({ line, ...placeOfRule(verdict), what });
    } else {
      const isWhole = request.kind === 'access' && request.verb === 'network' && !subject.fine.has(familyOf(request));
      wish(this.wishes, subject, isWhole ? coarse(request) : request, line, this.remarkOn(subject, request));
    }
  }

  /** Of a class that the abi of the file doesn't mediate, the policy that was loaded had another abi. */
  private remarkOn(subject: Subject, request: Request): string | undefined {
    if (subject.created) return undefined;
    const mediation = mediationOf(this.part, request, this.context);
    if (mediation.mediation !== 'unenforced') return undefined;
    return `In this file ${unmediated(mediation)}: it denies none of them, and the rule takes effect only under an abi that mediates them.`;
  }

  /** The path of a file outside of the namespace lies below the value of the flag, where it has one. */
  private reached(subject: Subject, request: Request): Request {
    if (request.kind !== 'file' || !request.disconnected) return request;
    const { value } = flagOf(subject.profile, { kind: 'flag', flag: 'attach_disconnected', path: '' }) ?? {};
    return value === undefined ? request : { ...request, path: `${value.replace(/\/+$/, '')}${request.path}` };
  }

  private beyond(subject: Subject, one: Beyond, line: number) {
    const { what, why, about, rlimit } = one;
    const { rules, fits } = subject;
    const limit = rlimit !== undefined && rules.find(({ rule }) => rule.verb === 'rlimit' && rule.name?.raw === rlimit);
    if (limit) this.denied.push({ line, ...placeOfRule(limit), what });
    else if (about?.kind === 'file') {
      const rule = judge(rules, about, fits);
      if (!rule) {
        wish(this.wishes, subject, about, line);
        return;
      }
      const answer = this.answerTo(subject, one, rule, about.path);
      const reason = this.isOwn(one.target) ? notLoadedWhy(one.target) : why;
      this.unanswered.push({ line, what, why: answer ? `${reason} ${answer.hint}` : reason, ...placeOfRule(rule) });
      if (answer) this.offer(subject, about, line, answer.option);
    } else {
      this.unanswered.push({ line, what, why: this.isOwn(one.target) ? notLoadedWhy(one.target) : why });
      const added = one.hat === undefined ? undefined : missingHat(this.part, subject, one.hat);
      if (added) this.offer(subject, { kind: 'change_profile', target: `${subject.name}//${one.hat}` }, line, added);
    }
  }

  /** What helps an execution that a rule allows. */
  private answerTo(subject: Subject, { exec }: Beyond, rule: EffectiveRule, path: string) {
    if (exec === 'no-new-privs') {
      const option = stacked(this.part, subject, rule, path);
      return option && { option, hint: `Stacking (${code(option.rule)}) keeps both.` };
    }
    const option = exec === 'not-found' ? missingChild(this.part, subject, rule, path) : undefined;
    return option && { option, hint: `The child is not in the file: write ${code(option.rule)}, or use \`Px\` for a profile of its own.` };
  }

  private offer(subject: Subject, request: Request, line: number, option: Option | undefined) {
    if (!option) return;
    const id = `${subject.name} ${option.kind} ${describe(request)}`;
    const same = this.optional.find(({ wish: one }) => one.id === id);
    if (same) same.wish.lines.add(line);
    else this.optional.push({ wish: { id, subject, request, members: [request], lines: new Set([line]) }, options: [option] });
  }

  private result(): Observed {
    const { library = [], local = false } = this.options;
    const wishes = withoutRepeats([...this.wishes.values()]);
    const offers: Offer[] = [];
    for (const one of wishes) {
      const options = optionsFor(this.part, one, wishes, library);
      if (options.length > 0) offers.push({ wish: one, options });
      else
        for (const line of one.lines) this.unanswered.push({ line, what: describe(one.request), why: 'The language has no rule for it.' });
    }
    const chosen = choose(offers, this.options);
    const extra = choose(this.optional, this.options, -1);
    const { edits, others, created } = write(
      this.part,
      [...chosen, ...extra].flatMap(({ wish: one, option }) => (option ? [{ wish: one, option }] : [])),
      local,
    );
    const suggestions: readonly Suggestion[] = chosen.filter(({ option }) => option !== undefined).map(offered);
    return {
      edits,
      ...(others.length > 0 && { others }),
      ...(created.length > 0 && { created }),
      suggestions: [...suggestions, ...extra.filter(({ option }) => option !== undefined).map(offered)],
      optional: [...chosen.filter(({ option }) => option === undefined), ...extra.filter(({ option }) => option === undefined)].map(
        offered,
      ),
      denied: unique(this.denied),
      covered: unique(this.covered),
      unanswered: unique(this.unanswered),
      unconfined: unique(this.unconfined),
      unread: [
        ...new Set(
          [...this.subjects.values()].flatMap(({ profile, created }) =>
            created ? [] : unreadIncludes(this.part, profile).map(({ text }) => text),
          ),
        ),
      ],
      unknownProfiles: [...this.unknown],
    };
  }
}

const lostRemark = 'The kernel left records out of this log, since there were too many at once: what it shows is not all that was denied.';

const notLoadedWhy = (name: string): string =>
  `The profile ${code(name)} of this file was not loaded, or not attached to the program, when the log was written: load it with \`apparmor_parser -r\`.`;

const whatOf = (asked: Asked): string => ('requests' in asked ? asked.requests.map(describe).join(', ') : asked.beyond.what);

const familyOf = ({ words }: AccessRequest): string => words[0] ?? '';

const placeOfRule = (live: EffectiveRule) => ({ span: placeOf(live.item, live.rule.span), rule: textOf(live) });

const unique = <T extends ObservedPlace | Unanswered>(places: readonly T[]): readonly T[] => [
  ...new Map(places.map((place) => [`${place.what} ${place.span?.start} ${'why' in place ? place.why : ''}`, place])).values(),
];
