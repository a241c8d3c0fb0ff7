/** The rules that answer one denial, the best first. */

import { type AlternativeKind, shift } from '../../../core';
import { concerns } from '../meaning/concerns';
import { type Request, singles } from '../meaning/requests';
import type { ApparmorPart } from '../policy/model';
import { problemsOf } from '../syntax/form';
import { oneRule } from '../syntax/oneRule';
import { permissionsOf } from '../syntax/permissions';
import type { FileRule, PlacedStatement } from '../syntax/tree';
import { abstractionsFor, allows, isBest, openedBy } from './abstractions';
import { execMode, mayHaveChildren, withReading } from './execution';
import { childOption, inheritOption, otherExecutions } from './executionOptions';
import { flagNotes } from './flags';
import { pathWord, patternScope, plainScope } from './generalise';
import { added, noteOn, type Option } from './option';
import { isOwned, permissionText, ruleText } from './ruleText';
import { denial, otherQualifiers, widerOptions } from './widerOptions';
import { verbOf, type Wish } from './wishes';

/** Every sound answer; empty where the language has none. */
export function optionsFor(part: ApparmorPart, one: Wish, all: readonly Wish[], library: readonly ApparmorPart[]): readonly Option[] {
  const { subject, request } = one;
  if (request.kind === 'flag')
    return [{ kind: 'literal', rule: ruleText(request, plainScope), note: flagNotes[request.flag](request.path), additions: [] }];
  const direct = directOptions(part, one).filter((option) => allowsAll(option, one));
  if (direct.length === 0) return [];
  const abstractions = abstractionsFor(one, all, library).map(
    (abstraction): Option => ({
      kind: 'abstraction',
      rule: `include <${abstraction.name}>`,
      note: openedBy(abstraction, subject, all),
      additions: [{ verb: 'include', text: `include <${abstraction.name}>` }],
      abstraction,
    }),
  );
  const [first] = abstractions;
  const better = first?.abstraction !== undefined && isBest(first.abstraction, one, all);
  const wider = widerOptions(one).filter((option) => allowsAll(option, one));
  return distinct([
    ...(better && first ? [first] : []),
    ...direct,
    ...(better ? abstractions.slice(1) : abstractions),
    ...wider,
    ...otherExecutions(part, one),
    ...otherQualifiers(one, direct).filter((option) => allowsAll(option, one)),
    denial(one),
  ]);
}

/** Whether the option's own rules allow what was asked for. */
export function answers(option: Option, one: Wish): boolean {
  if (option.kind === 'deny' || one.request.kind === 'flag') return false;
  return option.abstraction ? allows(option.abstraction, one) : allowsAll(option, one);
}

/** A kernel may log words that the language does not have, and a log may contain anything: a rule has to allow what was requested. */
function allowsAll({ additions, rule }: Option, { subject, members }: Wish): boolean {
  const texts = additions.length > 0 ? additions.filter(({ verb }) => verb !== 'profile').map(({ text }) => text) : [rule];
  const statements = texts.map(oneRule);
  return (
    statements.every((statement) => statement !== undefined && problemsOf(statement).length === 0) &&
    members
      .flatMap(singles)
      .every((single) => statements.some((statement) => statement !== undefined && concerns({ rule: statement }, single, subject.fits)))
  );
}

const distinct = (options: readonly Option[]): readonly Option[] =>
  [...new Map(options.map((option) => [option.rule, option] as const).reverse()).values()].reverse();

/** The one rule about exactly this, in its forms. */
function directOptions(part: ApparmorPart, one: Wish): readonly Option[] {
  const { subject, request, members } = one;
  const exec = request.kind === 'file' && request.permissions.includes('x') ? execMode(part, subject, request.path) : undefined;
  const asked = request.kind === 'file' ? { ...request, permissions: withReading(request.permissions, exec) } : request;
  const extended = asked.kind === 'file' ? extend(part, { ...one, request: asked }, exec) : undefined;
  const rule = extended?.rule ?? ruleText(asked, subject.scope, exec);
  const literal = literalOption(
    asked.kind === 'file'
      ? members.map((member) => (member.kind === 'file' ? { ...member, permissions: asked.permissions } : member))
      : [asked],
    exec,
  );
  const kind: AlternativeKind = exec ? (exec === 'ix' ? 'inherit' : 'profile') : rule === literal.rule ? 'literal' : 'variables';
  const main: Option = {
    kind,
    rule,
    ...noteOn(rule, exec, one),
    ...(extended ? { edit: extended.edit, additions: [] } : added(request, rule)),
  };
  const child =
    exec && exec !== 'Cx' && mayHaveChildren(subject) && !extended && request.kind === 'file' ? [childOption(part, one, request.path)] : [];
  const inherit = exec && exec !== 'ix' && request.kind === 'file' && !extended ? [inheritOption(one, request)] : [];
  return [main, ...child, ...inherit, ...(extended || literal.rule === rule || changesEachRun(members) ? [] : [literal])];
}

/** Whether a rule with the names of this run would match nothing in the next. */
const changesEachRun = (members: readonly Request[]): boolean =>
  members.some((member) => ruleText(member, patternScope) !== ruleText(member, plainScope));

/** With the names of this one run. */
function literalOption(members: readonly Request[], exec: string | undefined): Option {
  const rules = [...new Set(members.map((member) => ruleText(member, plainScope, exec)))];
  return {
    kind: 'literal',
    rule: rules.join(' '),
    additions: members.slice(0, 1).flatMap((member) => rules.map((text) => ({ verb: verbOf(member), text }))),
  };
}

/** A rule of the block about the same path gets the letters that are missing. */
function extend(part: ApparmorPart, { subject, request }: Wish, exec: string | undefined) {
  if (request.kind !== 'file' || subject.created) return undefined;
  const { profile } = subject;
  const word = pathWord(request.path, subject.scope);
  const owned = isOwned(request);
  const placed: readonly PlacedStatement[] = profile ? (profile.profile.body?.statements ?? []) : part.tree.statements;
  for (const { start, statement } of placed) {
    if (statement.kind !== 'rule' || statement.verb !== 'file' || !isPlain(statement)) continue;
    const { path, permissions, qualifiers } = statement;
    if (!path || !permissions || (path.raw !== word && path.raw !== request.path) || (qualifiers.owner?.value === 'owner') !== owned)
      continue;
    const text = withLetters(permissions.raw, request.permissions, exec);
    const at = (profile?.item.start ?? 0) + start;
    const span = shift(permissions.span, at);
    const before = part.text.slice(at + statement.span.start, span.start);
    return { rule: `${before}${text}${part.text.slice(span.end, at + statement.span.end)}`.replace(/\s+/g, ' '), edit: { span, text } };
  }
  return undefined;
}

/** Nothing in the rule that new letters would change the meaning of. */
const isPlain = ({ problems, qualifiers, target, environment }: FileRule) =>
  problems.length === 0 && !target && !environment && qualifiers.words.every(({ raw }) => raw === 'owner' || raw === 'allow');

function withLetters(raw: string, more: string, exec = 'ix'): string {
  const has = permissionsOf(raw).exec;
  const own = has ? raw.slice(0, has.start) + raw.slice(has.end) : raw;
  const plain = more.includes('w') ? own.replace(/a/g, '') : own;
  const all = permissionText(new Set([...plain, ...more.replace('x', '')]));
  return all + (has ? raw.slice(has.start, has.end) : more.includes('x') ? exec : '');
}
