/** One file for several: the profiles of the first with the rules of the others that they do not cover, as aa-mergeprof proposes one by one. */

import {
  applyEdits,
  type Context,
  code,
  counted,
  type Edit,
  type Markdown,
  type Merged,
  type MergeMode,
  md,
  ours,
  type Span,
  span,
} from '../../../core';
import { abiInForce } from '../policy/abi';
import type { LoadedFile } from '../policy/loadedFile';
import type { ApparmorPart } from '../policy/model';
import { type NamedProfile, profilesOf } from '../policy/profiles';
import { digestOf } from '../syntax/digest';
import { parse } from '../syntax/parser';
import type { Abi, Include, PlacedStatement } from '../syntax/tree';
import { isCovered } from './covering';
import { type NormalRule, normalRules } from './normal';

export function merge(parts: readonly ApparmorPart[], mode: MergeMode | undefined, context: Context): Merged<ApparmorPart> | string {
  const [first, ...others] = parts;
  if (mode === 'intersect') return 'AppArmor profiles are merged to one that allows what any allows: --intersect is for seccomp profiles.';
  if (!first) return 'There is nothing to merge.';
  const remarks: Markdown[] = [];
  let merged = first;
  for (const other of others) merged = added(merged, other, context, remarks);
  return { part: merged, remarks };
}

function added(base: ApparmorPart, other: ApparmorPart, context: Context, remarks: Markdown[]): ApparmorPart {
  const name = code(other.uri.slice(other.uri.lastIndexOf('/') + 1));
  const edits: Edit[] = [...preamble(base, other)];
  let count = 0;
  const appended: string[] = [];
  for (const profile of ownProfiles(other)) {
    const same = ownProfiles(base).find(({ fullName }) => fullName === profile.fullName);
    if (!same) {
      // A child is a statement of its profile, and goes where that goes.
      if (!profile.fullName.includes('//')) appended.push(textOf(other, profile.item.start, profile.profile.span));
      continue;
    }
    const missing = missingIn(base, same, other, profile, remarks);
    count += missing.length;
    edits.push(...insertion(base, same, missing));
  }
  const end = base.text.length;
  if (appended.length > 0) edits.push({ span: span(end, end), text: `${/\n$/.test(base.text) ? '' : '\n'}\n${appended.join('\n\n')}\n` });
  const [own, theirs] = [abiInForce(base, context), abiInForce(other, context)];
  if (own.where !== theirs.where) remarks.push(md`${name} is written ${ours(theirs.where)}; the result is read ${ours(own.where)}.`);
  remarks.push(md`${name}: ${ours(counted(count, 'rule'))} and ${ours(counted(appended.length, 'profile'))} added.`);
  return partOf(applyEdits(base.text, edits), base, other);
}

/** Profiles, hats and children of the file itself. */
const ownProfiles = (part: ApparmorPart): readonly NamedProfile[] => profilesOf(part).filter(({ item }) => !item.site);

const textOf = ({ text }: ApparmorPart, start: number, { start: from, end }: Span): string => text.slice(start + from, start + end);

const plain = (text: string): string => text.replace(/,\s*$/, '').replace(/\s+/g, ' ').trim();

/** Statements before the profiles that the first file does not have. Of a variable that both define, its further values. */
function preamble(base: ApparmorPart, other: ApparmorPart): readonly Edit[] {
  const own = new Set(base.tree.statements.map(({ start, statement }) => plain(textOf(base, start, statement.span))));
  const defined = new Set(base.tree.statements.flatMap(({ statement }) => (statement.kind === 'set-variable' ? [statement.name.raw] : [])));
  const lines = other.tree.statements.flatMap(({ start, statement }) => {
    if (!/^(?:include|alias|set-variable|boolean-variable)$/.test(statement.kind)) return [];
    const text = textOf(other, start, statement.span);
    if (own.has(plain(text))) return [];
    return [
      statement.kind === 'set-variable' && defined.has(statement.name.raw) ? text.replace(/[?:]?=/, '+=').replace('++=', '+=') : text,
    ];
  });
  const at = base.tree.statements.find(({ statement }) => statement.kind === 'profile');
  const place = at ? at.start + at.statement.span.start : base.text.length;
  return lines.length > 0 ? [{ span: span(place, place), text: `${lines.join('\n')}\n\n` }] : [];
}

/** The statements of a profile that the other one does not cover, in their order. */
function missingIn(
  base: ApparmorPart,
  same: NamedProfile,
  other: ApparmorPart,
  profile: NamedProfile,
  remarks: Markdown[],
): readonly string[] {
  const body = same.profile.body?.statements ?? [];
  const own = new Set(body.map(({ start, statement }) => plain(textOf(base, same.item.start + start, statement.span))));
  const shared = new Set(childrenIn(base, other, profile).map(({ profile: child }) => child));
  const has = rulesOf(base, same);
  const theirs = rulesOf(other, profile).all;
  return (profile.profile.body?.statements ?? []).flatMap(({ start, statement }) => {
    if (statement.kind === 'rest' || statement.kind === 'unknown' || statement.kind === 'abi') return [];
    const at = profile.item.start + start;
    const text = textOf(other, at, statement.span);
    if (own.has(plain(text)) || (statement.kind === 'profile' && shared.has(statement))) return [];
    if (statement.kind !== 'rule') return [text];
    const said = theirs.filter((rule) => rule.span.start >= at && rule.span.end <= at + statement.span.end);
    if (said.length > 0 && said.every((rule) => isCovered(rule.mode === 'deny' ? has.deny : has.allow, rule, rule.mode !== 'deny')))
      return [];
    if (said.some((rule) => rule.mode !== 'deny' && isCovered(has.deny, rule, false)))
      remarks.push(md`${code(plain(text))} stays denied: a deny rule of ${code(same.fullName)} covers it.`);
    return [text];
  });
}

/** The hats and children of a profile that the first file has too: they are merged by themselves. */
function childrenIn(base: ApparmorPart, other: ApparmorPart, { fullName }: NamedProfile): readonly NamedProfile[] {
  const names = new Set(ownProfiles(base).map((one) => one.fullName));
  return ownProfiles(other).filter((child) => child.fullName.startsWith(`${fullName}//`) && names.has(child.fullName));
}

function rulesOf(part: ApparmorPart, profile: NamedProfile) {
  const all: readonly NormalRule[] = normalRules(part, profile);
  return { all, allow: all.filter(({ mode }) => mode !== 'deny'), deny: all.filter(({ mode }) => mode === 'deny') };
}

/** Before the local include that ends the profile, else before its closing brace. */
function insertion(base: ApparmorPart, { profile, item }: NamedProfile, missing: readonly string[]): readonly Edit[] {
  const { body } = profile;
  if (missing.length === 0 || !body?.close) return [];
  const last = body.statements.findLast(({ statement }) => statement.kind !== 'rest');
  const isLocal = last?.statement.kind === 'include' && last.statement.file?.path.startsWith('local/');
  const before = isLocal ? item.start + last.start + last.statement.span.start : item.start + body.close.start;
  const indent = indentOf(base, item.start, body.statements);
  const line = base.text.slice(base.text.lastIndexOf('\n', before - 1) + 1, before);
  const alone = /^[ \t]*$/.test(line);
  const at = alone ? before - line.length : before;
  const text = missing.map((one) => `${indent}${one}\n`).join('');
  return [{ span: span(at, at), text: alone ? text : `\n${text}` }];
}

function indentOf({ text }: ApparmorPart, base: number, statements: readonly PlacedStatement[]): string {
  const [first] = statements;
  if (!first || first.statement.kind === 'rest') return '  ';
  const at = base + first.start + first.statement.span.start;
  return /^[ \t]*$/.exec(text.slice(text.lastIndexOf('\n', at - 1) + 1, at))?.[0] || '  ';
}

/** The result with the files that the includes of the merged ones led to. */
function partOf(text: string, ...from: readonly [ApparmorPart, ApparmorPart]): ApparmorPart {
  const [base] = from;
  const tree = parse(text);
  const root: LoadedFile = { ...base.root, tree, includes: new Map() };
  for (const { statement } of digestOf(tree).references) {
    for (const { root: known } of from) {
      const resolution = [...known.includes].find(([one]) => refersTo(one, statement))?.[1];
      if (resolution) root.includes.set(statement, resolution);
    }
  }
  return { text, uri: base.uri, tree, root, fragment: base.fragment };
}

const refersTo = (one: Include | Abi, other: Include | Abi): boolean =>
  one.kind === other.kind && one.file?.form === other.file?.form && one.file?.path === other.file?.path;
