import {
  type Context,
  type DividedPart,
  deferred,
  editsOf,
  editsToHost,
  type Finding,
  type Findings,
  type Fix,
  finish,
  hasEffect,
  type Language,
  memoPair,
  type Part,
  type PositionMap,
  type Related,
  type RenderedFrom,
  type Report,
  type Rule,
  reports,
  type Severity,
  type Steps,
  severityRank,
  shortened,
  spanInHost,
  spanToHost,
} from '../core';
import type { Document } from './document';
import { judgePieces, reportsByPiece } from './pieces';
import type { Region } from './region';
import { ruleOf } from './registry';
import type { RuleSettings } from './settings';
import { unsuppressed } from './suppress';

/** A finding with the severity that the user sees. */
export interface Checked extends Finding {
  readonly severity: Severity;
  /** What cures it; made when it is asked for. Dropped where a finding must be plain. */
  readonly cure?: (() => readonly Fix[]) | undefined;
}

interface Found {
  readonly context: Context;
  /** Of the rules that were called. */
  readonly byRule: Map<Rule<Part>, readonly Checked[]>;
  /** Of those that were asked for last, in the order of the text. */
  together?: { readonly rules: readonly Rule<Part>[]; readonly findings: readonly Checked[] };
}

const found = new WeakMap<Part, Found>();

/** How often a rule was called, for tests. */
export const calledRules = { count: 0 };

/** Called when a rule throws. With a handler the other rules still run; without one the error propagates. */
export type OnFault = (code: string, error: unknown) => void;

const none: readonly Checked[] = [];

/** The rules of a language whose findings the settings can show. */
function askedRules(language: Language, { rules, preset }: RuleSettings): readonly Rule<Part>[] {
  const known = askedBySettings(rules, language);
  const asked = known.get(preset) ?? language.rules.filter((rule) => isAsked(rule, rules[rule.code], preset));
  known.set(preset, asked);
  return asked;
}

const askedBySettings = memoPair((_: RuleSettings['rules'], __: Language) => new Map<RuleSettings['preset'], readonly Rule<Part>[]>());

function isAsked(rule: Rule<Part>, chosen: Severity | 'off' | undefined, preset: RuleSettings['preset']): boolean {
  if (chosen !== undefined) return chosen !== 'off';
  return !preset || !rule.steady || reports(preset, rule, rule.severity);
}

/** Undefined where it can't be told; then each rule finds out itself. */
function presentIn(language: Language, part: Part, context: Context): ReadonlySet<string> | undefined {
  try {
    return language.present?.(part, context);
  } catch {
    return undefined;
  }
}

/** Findings of one part, in its own offsets; kept by rule as long as part and context are the same. Pauses after each rule, and while it does what they share. */
function* findingsOf(
  language: Language,
  part: Part,
  context: Context,
  settings: RuleSettings,
  onFault?: OnFault,
): Steps<readonly Checked[]> {
  const before = found.get(part);
  const known: Found = before?.context === context ? before : { context, byRule: new Map() };
  found.set(part, known);
  const rules = askedRules(language, settings);
  if (known.together?.rules === rules) return known.together.findings;
  if (language.isEmpty?.(part)) {
    yield;
    return none;
  }
  const broken = language.isBroken?.(part) ?? false;
  let divided: DividedPart<Part> | undefined;
  try {
    if (language.judging && known.byRule.size === 0) yield* language.judging(part, context);
    divided = language.divide?.(part, context);
  } catch (error) {
    // The rules that need it fail in the same way, and each is reported.
    if (!onFault) throw error;
  }
  const inPieces = divided && (yield* judgePieces(language, divided, context));
  const present = presentIn(language, part, context);
  for (const rule of rules) {
    if (known.byRule.has(rule) || (present && rule.reads !== undefined && !present.has(rule.reads))) continue;
    calledRules.count++;
    const own: Checked[] = [];
    known.byRule.set(rule, own);
    try {
      const reports =
        divided && inPieces && rule.byPiece ? reportsByPiece(rule, part, divided, inPieces, context) : rule.check(part, context);
      for (const report of reports)
        own.push(findingOf(rule, report, part, broken && !rule.syntax, language.renderedFrom?.(part, report.span)));
    } catch (error) {
      if (!onFault) {
        known.byRule.delete(rule);
        throw error;
      }
      onFault(rule.code, error);
    }
    yield;
  }
  const findings = rules.flatMap((rule) => known.byRule.get(rule) ?? none);
  findings.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end || (a.code < b.code ? -1 : 1));
  const heard = unsuppressed(part, findings);
  known.together = { rules, findings: heard };
  return heard;
}

/** Findings of one part that the settings neither silence nor make milder, in its own offsets and with the severity of their rule. */
export function heardFindings(
  language: Language,
  part: Part,
  context: Context,
  { rules }: RuleSettings,
  onFault?: OnFault,
): ReturnType<Findings> {
  return finish(findingsOf(language, part, context, { rules }, onFault)).flatMap((finding) => {
    const { code, severity } = finding;
    const set = rules[code] ?? severity;
    const category = ruleOf(code)?.category;
    return category && set !== 'off' && severityRank(set) >= severityRank(severity) ? [{ ...finding, category }] : [];
  });
}

/** One object shape for every finding, since a keystroke can make thousands. The user’s severities are applied later. */
function findingOf({ code, severity, steady }: Rule<Part>, report: Report, part: Part, incurable: boolean, from?: RenderedFrom): Checked {
  const cure = incurable ? undefined : report.cure;
  return {
    code,
    span: report.span,
    message: shortened(from ? `${report.message.replace(/\.$/, '')} (rendered from ${from.name})` : report.message),
    severity: (steady ? undefined : report.severity) ?? severity,
    related: from ? [...(report.related ?? []), from.related] : report.related,
    tags: report.tags,
    standard: report.standard,
    cure:
      cure &&
      (() =>
        cure().flatMap((fix) => (fix && hasEffect(fix) && !writesTheSame(part.text, fix) ? { ...fix, title: shortened(fix.title) } : []))),
  };
}

/** Whether the edits of a fix write what is there already; edits that are made later are not asked. */
const writesTheSame = (text: string, { edits, others }: Fix): boolean =>
  !('make' in edits) && !others?.length && edits.every(({ span, text: written }) => text.slice(span.start, span.end) === written);

export function check(document: Document, context: Context, settings: RuleSettings, onFault?: OnFault): readonly Checked[] {
  return finish(checkInSteps(document, context, settings, onFault));
}

/** The same, with a pause after each rule of each region. What was found of a region is kept, also if the rest is never asked for. */
export function* checkInSteps(document: Document, context: Context, settings: RuleSettings, onFault?: OnFault): Steps<readonly Checked[]> {
  const findings: Checked[] = [];
  const built: Checked[] = [];
  for (const region of document.judged) {
    const all = region.map.placeOf ? built : findings;
    for (const finding of yield* regionInSteps(region, context, settings, onFault)) all.push(finding);
  }
  if (built.length) findings.push(...unsuppressed(document.source, once(built)));
  // What is embedded comes after what is around it.
  const mixed = built.length > 0 || document.judged.some(({ name }) => name !== undefined);
  return mixed ? findings.sort((a, b) => a.span.start - b.span.start) : findings;
}

/** One value may be in many of the texts that a file becomes a piece of. */
function once(findings: readonly Checked[]): readonly Checked[] {
  const known = new Set<string>();
  return findings.filter(({ code, span }) => {
    const key = `${code} ${span.start} ${span.end}`;
    return !known.has(key) && known.add(key);
  });
}

interface Placing {
  readonly findings: readonly Checked[];
  readonly rules: RuleSettings['rules'];
  readonly preset: RuleSettings['preset'];
  readonly map: PositionMap;
  readonly checked: readonly Checked[];
}

const placed = new WeakMap<Part, Placing>();

/** Findings of one region, at their places in the file, with the severities of the settings; the same list as long as nothing of that differs. */
export const checkRegion = (region: Region, context: Context, settings: RuleSettings, onFault?: OnFault): readonly Checked[] =>
  finish(regionInSteps(region, context, settings, onFault));

function* regionInSteps(
  { language, part, map, uri }: Region,
  context: Context,
  settings: RuleSettings,
  onFault?: OnFault,
): Steps<readonly Checked[]> {
  const { rules, preset } = settings;
  const findings = yield* findingsOf(language, part, context, settings, onFault);
  const before = placed.get(part);
  if (before?.findings === findings && before.rules === rules && before.preset === preset && before.map === map) return before.checked;
  const checked: Checked[] = [];
  for (const finding of findings) {
    if (map.shows && !map.shows(finding.span)) continue;
    const severity = reportedSeverity(finding, settings);
    if (severity === 'off') continue;
    const placed = place(severity === finding.severity ? finding : { ...finding, severity }, map, uri);
    if (placed) checked.push(placed);
  }
  placed.set(part, { findings, rules, preset, map, checked });
  return checked;
}

/** A severity that the user chose for the rule counts before the preset. */
function reportedSeverity({ code, severity }: Checked, { rules, preset }: RuleSettings): Severity | 'off' {
  const rule = preset && ruleOf(code);
  return rules[code] ?? (rule && !reports(preset, rule, severity) ? 'off' : severity);
}

/** A finding of a part, at its place in the file; `uri` is the part's own. Undefined where another file is to blame. */
function place(finding: Checked, map: PositionMap, uri: string): Checked | undefined {
  const { cure } = finding;
  if (map.start === 0) return finding;
  const span = spanInHost(map, finding.span);
  if (!span) return undefined;
  const related = finding.related?.flatMap((one) => (one.uri === undefined || one.uri === uri ? placeRelated(one, map) : [one]));
  return {
    ...finding,
    span,
    ...(related && { related }),
    ...(cure && { cure: () => cure().flatMap((fix) => placeFix(fix, map) ?? []) }),
  };
}

function placeRelated({ span, message }: Related, map: PositionMap): readonly Related[] {
  if (!map.placeOf) return [{ span: spanToHost(map, span), message }];
  const place = map.placeOf(span);
  return place ? [{ ...place, message }] : [];
}

/** A fix of a part, at its place in the file; undefined where the file has no way to write it there. */
export function placeFix<F extends Fix>(fix: F, map: PositionMap): F | undefined {
  const { edits } = fix;
  if (map.start === 0) return fix;
  if ('make' in edits && map.start !== undefined) return { ...fix, edits: deferred(() => editsToHost(map, edits.make()) ?? []) };
  const placed = editsToHost(map, editsOf(fix));
  return placed && { ...fix, edits: placed };
}
