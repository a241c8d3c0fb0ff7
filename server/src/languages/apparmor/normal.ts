/** Rules in a form that can be compared: mode, kind of resource, resource, permission, one of each. */

import { type Span, shift } from '../../core';
import { shippedIncludes, shippedVariables } from '../../knowledge';
import { evaluate } from './condition';
import { globError, squeezeSlashes } from './glob';
import type { LoadedFile } from './includes';
import { type ApparmorPart, policyOf } from './model';
import { permissionsOf } from './permissions';
import type { NamedProfile } from './profiles';
import type { AccessRule, Condition, FileRule, MountRule, PlacedStatement, Profile, Qualifiers, Rule } from './tree';
import { type Environment, expand } from './variables';
import { wordValue } from './words';

export type NormalKind = 'file' | 'capability' | 'network' | 'include' | 'other';

export interface NormalRule {
  readonly mode: 'allow' | 'deny';
  readonly kind: NormalKind;
  /** A glob for files; a name or `*` for capabilities; `family type` with `*` for any; else the rule's own words. */
  readonly resource: string;
  /** A letter or access word; `x` for execution; `''` where there is none. */
  readonly permission: string;
  /** How a file is executed: `Px -> other`. */
  readonly exec?: string;
  readonly owner?: 'owner' | 'other';
  readonly priority: number;
  /** As the rule stands in its file, shortened. */
  readonly text: string;
  /** In the open file; for what an include brought, the include. */
  readonly span: Span;
}

interface Source {
  readonly file: LoadedFile;
  readonly site?: Span;
  readonly environment: Environment;
  readonly builtIn: ReadonlyMap<string, string>;
  readonly self: string;
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
    ...(profile.item.site && { site: profile.item.site }),
  };
  return profile.profile.body ? [...gather(source, profile.profile.body.statements, profile.item.start, undefined, new Set())] : [];
}

/** What the parser defines inside of a profile, and what AppArmor's own tunables hold where they were not read. */
export function builtInsOf(part: ApparmorPart, named: NamedProfile | undefined): ReadonlyMap<string, string> {
  if (!named) return shippedVariables;
  const { fullName, profile } = named;
  const builtIn = new Map([...shippedVariables, ['profile_name', fullName] as const]);
  const attachment = attachmentOf(profile);
  if (attachment === undefined) return builtIn;
  const glob = expand(attachment, policyOf(part).environment, builtIn).glob ?? attachment;
  return builtIn.set('exec_path', glob).set('attach_path', glob);
}

function attachmentOf(profile: Profile): string | undefined {
  return profile.attachment?.raw ?? (profile.name && /^"?\//.test(profile.name.raw) ? profile.name.raw : undefined);
}

function* gather(
  source: Source,
  placed: readonly PlacedStatement[],
  base: number,
  outer: Qualifiers | undefined,
  seen: Set<LoadedFile>,
): Generator<NormalRule> {
  for (const { start, statement } of placed) {
    const at = base + start;
    switch (statement.kind) {
      case 'rule':
        yield* ruleOf(source, statement, at, outer);
        break;
      case 'block':
        yield* gather(source, statement.body.statements, at, statement.qualifiers, seen);
        break;
      case 'if': {
        let decided = false;
        for (const { test, body } of statement.branches) {
          const value = test ? evaluate(test, source.environment).value : true;
          if (body && value === true && !decided) yield* gather(source, body.statements, at, outer, seen);
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
          yield* gather({ ...source, file, site: span }, file.tree.statements, 0, outer, seen);
        }
        break;
      }
      default:
    }
  }
}

function* ruleOf(source: Source, rule: Rule, start: number, outer: Qualifiers | undefined): Generator<NormalRule> {
  const mode = (rule.qualifiers.mode ?? outer?.mode)?.value === 'deny' ? 'deny' : 'allow';
  const owner = (rule.qualifiers.owner ?? outer?.owner)?.value;
  const text = source.file.tree.text
    .slice(start + rule.span.start, start + rule.span.end)
    .replace(/,\s*$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  const common = {
    mode,
    priority: Number(rule.qualifiers.priority?.value?.raw ?? 0),
    text: text.slice(0, 120),
    span: source.site ?? shift(rule.span, start),
    ...(owner && { owner }),
  } as const;
  switch (rule.verb) {
    case 'file':
      yield* fileOf(source, rule, common);
      break;
    case 'capability':
      for (const name of rule.names.length > 0 ? rule.names.map((word) => word.raw) : ['*'])
        yield { ...common, kind: 'capability', resource: name, permission: '' };
      break;
    case 'network':
      yield* networkOf(source, rule, common);
      break;
    case 'link':
      yield { ...common, kind: 'file', resource: globOf(source, rule.path?.raw ?? '/**'), permission: 'l' };
      break;
    case 'mount':
    case 'remount':
    case 'umount':
    case 'pivot_root':
      yield { ...common, kind: 'other', resource: mountText(source, rule), permission: '' };
      break;
    case 'rlimit':
      yield { ...common, kind: 'other', resource: `rlimit ${rule.name?.raw} <= ${rule.value?.raw}${rule.unit?.raw ?? ''}`, permission: '' };
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
      yield* accessOf(source, rule, common);
  }
}

type Common = Pick<NormalRule, 'mode' | 'owner' | 'priority' | 'text' | 'span'>;

function globOf(source: Source, raw: string): string {
  return squeezeSlashes(expand(raw, source.environment, source.builtIn).glob ?? wordValue(raw));
}

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

/** Protocols say what types say. */
const asType: Readonly<Record<string, string>> = { tcp: 'stream', udp: 'dgram', icmp: 'raw' };

function* networkOf(source: Source, rule: AccessRule, common: Common): Generator<NormalRule> {
  const [first, second] = rule.words.map((word) => word.raw);
  const isType = first !== undefined && (first in asType || ['stream', 'dgram', 'seqpacket', 'rdm', 'raw', 'packet'].includes(first));
  const family = first === undefined || isType ? '*' : first;
  const type = isType ? first : second;
  const conditions = conditionText(source, [...rule.conditions], rule.peer?.conditions);
  const resource = `${family} ${type === undefined ? '*' : (asType[type] ?? type)}${conditions && ` ${conditions}`}`;
  for (const permission of accessesOf(rule)) yield { ...common, kind: 'network', resource, permission };
}

function* accessOf(source: Source, rule: AccessRule, common: Common): Generator<NormalRule> {
  const conditions = conditionText(source, rule.conditions, rule.peer?.conditions);
  const words = rule.words.map((word) => globOf(source, word.raw)).join(' ');
  const resource = [rule.verb, words, conditions].filter(Boolean).join(' ');
  for (const permission of accessesOf(rule)) yield { ...common, kind: 'other', resource, permission };
}

const synonyms: Readonly<Record<string, readonly string[]>> = { r: ['read'], w: ['write'], rw: ['read', 'write'], wr: ['read', 'write'] };

/** Access words without abbreviations; `''` stands for all. */
function accessesOf(rule: AccessRule): readonly string[] {
  if (rule.access.length === 0) return [''];
  const sends = rule.verb !== 'ptrace' && rule.verb !== 'mqueue';
  return [...new Set(rule.access.flatMap((word) => synonyms[word.raw] ?? [word.raw]))].map((word) =>
    sends ? ({ read: 'receive', write: 'send' }[word] ?? word) : rule.verb === 'ptrace' && word === 'write' ? 'trace' : word,
  );
}

/** Conditions in one order; the profile's own name reads `SELF`, so that profiles of different names compare. */
function conditionText(source: Source, conditions: readonly Condition[], peer: readonly Condition[] = []): string {
  const one = (condition: Condition) => {
    const values = condition.values.map((value) => {
      const text = expand(value.raw, source.environment, source.builtIn).glob ?? wordValue(value.raw);
      return text === source.self && /^(?:peer|label)$/.test(condition.name.raw) ? 'SELF' : text;
    });
    return `${condition.name.raw}${condition.operator === 'in' ? ' in ' : '='}${values.length === 1 ? values[0] : `(${values.sort().join(' ')})`}`;
  };
  const local = conditions.map(one).sort().join(' ');
  return [local, peer.length > 0 && `peer=(${peer.map(one).sort().join(' ')})`].filter(Boolean).join(' ');
}

function mountText(source: Source, rule: MountRule): string {
  const conditions = conditionText(source, rule.conditions);
  const words = [rule.source && globOf(source, rule.source.raw), rule.target && `-> ${globOf(source, rule.target.raw)}`];
  return [rule.verb, conditions, ...words].filter(Boolean).join(' ');
}
