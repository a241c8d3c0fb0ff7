/** Rules in a form that can be compared: mode, kind of resource, resource, permission, one of each. */

import { entryOf, type Span, shift } from '../../../core';
import { shippedIncludes } from '../../../knowledge';
import { builtInsOf } from '../policy/builtIns';
import { outlivesBlock } from '../policy/checks';
import { evaluate } from '../policy/condition';
import type { LoadedFile } from '../policy/loadedFile';
import { type ApparmorPart, policyOf } from '../policy/model';
import type { NamedProfile } from '../policy/profiles';
import { globError } from '../syntax/glob';
import { permissionsOf } from '../syntax/permissions';
import type { FileRule, PlacedStatement, Qualifiers, Rule } from '../syntax/tree';
import { wordValue } from '../syntax/words';
import { accessText, filled, globOf, linkText, mountText, networkText, type Reading } from './normalText';
import { type PatternFits, patternFits, selfName } from './patterns';
import type { Request } from './requests';
import { ruleRequests } from './ruleRequests';

export type NormalKind = 'file' | 'capability' | 'network' | 'include' | 'rlimit' | 'other';

/** A rule as it is asked and answers: for kinds that are more than a pattern or a name. */
export interface Said extends PatternFits {
  readonly rule: Rule;
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
  /** As the rule stands in its file, shortened. */
  readonly text: string;
  /** In the open file; for what an include brought, the include. */
  readonly span: Span;
}

interface Source extends PatternFits, Reading {
  readonly file: LoadedFile;
  readonly site?: Span;
}

/** What the blocks around a rule say. */
interface Around {
  readonly mode?: 'allow' | 'deny' | 'prompt';
  readonly owners: readonly ('owner' | 'other')[];
}

/** The rules of one profile; AppArmor's own abstractions stay a rule of their own, other includes are followed. */
export function normalRules(part: ApparmorPart, profile: NamedProfile): readonly NormalRule[] {
  const { environment } = policyOf(part);
  const builtIn = builtInsOf(part, profile);
  const source: Source = {
    file: profile.item.file,
    environment,
    builtIn,
    self: profile.fullName,
    ...patternFits((raw) => filled(raw, environment, builtIn), profile.fullName),
    ...(profile.item.site && { site: profile.item.site }),
  };
  return profile.profile.body ? [...gather(source, profile.profile.body.statements, profile.item.start, undefined, new Set())] : [];
}

function* gather(
  source: Source,
  placed: readonly PlacedStatement[],
  base: number,
  around: Around | undefined,
  seen: Set<LoadedFile>,
): Generator<NormalRule> {
  for (const { start, statement } of placed) {
    const at = base + start;
    switch (statement.kind) {
      case 'rule':
        if (!around || outlivesBlock(statement)) yield* ruleOf(source, statement, at, around);
        break;
      case 'block':
        yield* gather(source, statement.body.statements, at, within(statement.qualifiers, around), seen);
        break;
      case 'if': {
        let decided = false;
        for (const { test, body } of statement.branches) {
          const value = test ? evaluate(test, source.environment).value : true;
          if (body && value === true && !decided) yield* gather(source, body.statements, at, around, seen);
          decided ||= value !== false;
        }
        break;
      }
      case 'include': {
        if (!statement.file) break;
        const span = source.site ?? shift(statement.file.span, at);
        const resolution = source.file.includes.get(statement);
        if (resolution?.state !== 'found' || shippedIncludes().has(statement.file.path)) {
          if (resolution?.state !== 'nothing')
            yield {
              mode: 'allow',
              kind: 'include',
              resource: statement.file.path,
              permission: '',
              priority: 0,
              text: `include ${statement.file.raw}`,
              span,
            };
          break;
        }
        for (const file of resolution.files) {
          if (seen.has(file)) continue;
          seen.add(file);
          yield* gather({ ...source, file, site: span }, file.tree.statements, 0, around, seen);
        }
        break;
      }
      default:
    }
  }
}

function within({ mode, owner }: Qualifiers, around: Around | undefined): Around {
  const inner = mode?.value ?? around?.mode;
  return { ...(inner && { mode: inner }), owners: [...(around?.owners ?? []), ...(owner ? [owner.value] : [])] };
}

function* ruleOf(source: Source, rule: Rule, start: number, around: Around | undefined): Generator<NormalRule> {
  const { qualifiers } = rule;
  const mode = (qualifiers.mode?.value ?? around?.mode) === 'deny' ? 'deny' : 'allow';
  const [owner, ...more] = new Set([...(around?.owners ?? []), ...(qualifiers.owner ? [qualifiers.owner.value] : [])]);
  // No file belongs to the user and to another.
  if (more.length > 0) return;
  const text = source.file.tree.text
    .slice(start + rule.span.start, start + rule.span.end)
    .replace(/,\s*$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  const common: Common = {
    mode,
    priority: Number(qualifiers.priority?.value?.raw ?? 0),
    text: text.slice(0, 120),
    span: source.site ?? shift(rule.span, start),
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
function requestsOf(source: Source, rule: Rule): readonly Request[] {
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

function* fileOf(source: Source, rule: FileRule, common: Common): Generator<NormalRule> {
  if (!rule.path) {
    if (!rule.keyword) return;
    for (const permission of 'rwlkm') yield { ...common, kind: 'file', resource: '/{**,}', permission };
    yield { ...common, kind: 'file', resource: '/{**,}', permission: 'x', exec: 'ix' };
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
