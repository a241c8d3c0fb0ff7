/** Rules in a form that can be compared: mode, kind of resource, resource, permission, one of each. */

import { entryOf, type Span } from '../../../core';
import { shippedIncludes } from '../../../knowledge';
import { builtInsOf } from '../policy/builtIns';
import { type EffectiveRule, effectiveRules, textOf } from '../policy/effectiveRules';
import type { PlacedInclude } from '../policy/flatten';
import { type ApparmorPart, policyOf } from '../policy/model';
import { placeOf } from '../policy/origin';
import type { NamedProfile } from '../policy/profiles';
import { globError } from '../syntax/glob';
import { permissionsOf } from '../syntax/permissions';
import type { FileRule, RuleStatement } from '../syntax/tree';
import { wordValue } from '../syntax/words';
import { accessText, filled, globOf, linkText, mountText, networkText, type Reading } from './normalText';
import { anyFile, type PatternFits, patternFits, selfName } from './patterns';
import type { Request } from './requests';
import { ruleRequests } from './ruleRequests';

export type NormalKind = 'file' | 'capability' | 'network' | 'include' | 'rlimit' | 'other';

/** A rule as it is asked and answers: for kinds that are more than a pattern or a name. */
export interface Said extends PatternFits {
  readonly rule: RuleStatement;
  readonly requests: readonly Request[];
}

export interface NormalRule {
  readonly mode: 'allow' | 'deny';
  readonly kind: NormalKind;
  /** A glob for files; a name or `*` for capabilities; a name for limits; else the rule's own words. */
  readonly resource: string;
  /** A letter or access word; `x` for execution; `''` where there is none. */
  readonly permission: string;
  /** How a file is executed: `Px -> other`. */
  readonly exec?: string;
  readonly owner?: 'owner' | 'other';
  readonly priority: number;
  readonly said?: Said;
  /** As the rule is written in its file, shortened. */
  readonly text: string;
  /** In the open file; for what an include brought, the include. */
  readonly span: Span;
}

interface NormalizedProfile extends PatternFits, Reading {}

/** The rules of one profile; AppArmor's own abstractions stay a rule of their own, other includes are followed. */
export function normalRules(part: ApparmorPart, profile: NamedProfile): readonly NormalRule[] {
  const { environment, bodyOf } = policyOf(part);
  const builtIn = builtInsOf(part, profile);
  const source: NormalizedProfile = {
    environment,
    builtIn,
    self: profile.fullName,
    ...patternFits((raw) => filled(raw, environment, builtIn), profile.fullName),
  };
  const includes = (bodyOf.get(profile)?.includes ?? []).filter(({ include }) => !isShipped(include));
  const rules = [...effectiveRules(part, profile)].filter(({ include }) => !isShipped(include));
  return [...includes.flatMap((include) => [...includeOf(include)]), ...rules.flatMap((rule) => [...ruleOf(source, rule)])];
}

/** Whether an include, or one that leads to it, is of a file that AppArmor ships. */
const isShipped = (include: PlacedInclude | undefined): boolean =>
  include !== undefined && (shippedIncludes().has(include.statement.file?.path ?? '') || isShipped(include.include));

/** An include whose rules are not compared one by one. */
function* includeOf(item: PlacedInclude): Generator<NormalRule> {
  const { file } = item.statement;
  const state = item.file.includes.get(item.statement)?.state;
  if (!file || state === 'nothing' || (state === 'found' && !shippedIncludes().has(file.path))) return;
  const span = placeOf(item, file.span);
  yield { mode: 'allow', kind: 'include', resource: file.path, permission: '', priority: 0, text: `include ${file.raw}`, span };
}

function* ruleOf(source: NormalizedProfile, effective: EffectiveRule): Generator<NormalRule> {
  const { rule, item, mode, owner, priority } = effective;
  const common: Common = {
    mode: mode === 'deny' ? 'deny' : 'allow',
    priority,
    text: textOf(effective),
    span: placeOf(item, rule.span),
    said: { rule, fits: source.fits, touches: source.touches, requests: requestsOf(source, rule) },
    ...(owner && { owner }),
  };
  switch (rule.verb) {
    case 'file':
      yield* fileOf(source, rule, common);
      break;
    case 'capability':
      for (const name of rule.names.length > 0 ? rule.names.map((word) => word.raw) : ['*'])
        yield { ...common, kind: 'capability', resource: name, permission: '' };
      break;
    case 'network':
      yield* eachAccess({ ...common, kind: 'network', resource: networkText(source, rule) });
      break;
    case 'link':
      yield { ...common, kind: 'other', resource: linkText(source, rule), permission: 'l' };
      break;
    case 'mount':
    case 'remount':
    case 'umount':
    case 'pivot_root':
      yield { ...common, kind: 'other', resource: mountText(source, rule), permission: '' };
      break;
    case 'rlimit':
      if (rule.name && rule.value)
        yield { ...common, kind: 'rlimit', resource: rule.name.raw, permission: `${rule.value.raw}${rule.unit?.raw ?? ''}` };
      break;
    case 'change_profile':
      yield {
        ...common,
        kind: 'other',
        resource: `change_profile ${rule.exec ? `${globOf(source, rule.exec.raw)} ` : ''}-> ${rule.target ? wordValue(rule.target.raw) : '**'}`,
        permission: rule.environment?.raw ?? '',
      };
      break;
    case 'all':
      yield { ...common, kind: 'other', resource: 'all', permission: '' };
      break;
    default:
      yield* eachAccess({ ...common, kind: 'other', resource: accessText(source, rule) });
  }
}

/** What the rule is about, the profile's own name as `SELF`. */
function requestsOf(source: NormalizedProfile, rule: RuleStatement): readonly Request[] {
  const named = (values: Readonly<Record<string, string>>, name: string) =>
    entryOf(values, name) === source.self ? { ...values, [name]: selfName } : values;
  return ruleRequests(rule, (raw) => globOf(source, raw)).map((request) =>
    request.kind === 'access'
      ? { ...request, conditions: named(named(request.conditions, 'peer'), 'label'), peer: named(request.peer, 'label') }
      : request,
  );
}

/** One for each access word; `''` stands for all. */
function* eachAccess(rule: Omit<NormalRule, 'permission'>): Generator<NormalRule> {
  const { said } = rule;
  if (!said) return;
  const accessOf = (request: Request) => (request.kind === 'access' ? (request.access[0] ?? '') : '');
  for (const permission of new Set(said.requests.map(accessOf))) {
    yield { ...rule, permission, said: { ...said, requests: said.requests.filter((request) => accessOf(request) === permission) } };
  }
}

type Common = Pick<NormalRule, 'mode' | 'owner' | 'priority' | 'said' | 'text' | 'span'>;

function* fileOf(source: NormalizedProfile, rule: FileRule, common: Common): Generator<NormalRule> {
  if (!rule.path) {
    if (!rule.keyword) return;
    for (const permission of 'rwlkm') yield { ...common, kind: 'file', resource: anyFile, permission };
    yield { ...common, kind: 'file', resource: anyFile, permission: 'x', exec: 'ix' };
    return;
  }
  if (!rule.permissions) return;
  const resource = globOf(source, rule.path.raw);
  if (globError(resource)) return;
  const has = permissionsOf(rule.permissions.raw);
  const letters = [has.read && 'r', has.write && 'w', has.append && 'a', has.link && 'l', has.lock && 'k', has.map && 'm'].filter(
    (one) => one !== false,
  );
  for (const permission of letters) yield { ...common, kind: 'file', resource, permission };
  if (has.exec)
    yield {
      ...common,
      kind: 'file',
      resource,
      permission: 'x',
      exec: rule.target ? `${has.exec.name} -> ${wordValue(rule.target.raw)}` : has.exec.name,
    };
  else if (has.bareExec) yield { ...common, kind: 'file', resource, permission: 'x' };
}
