import {
  applyEdits,
  type Context,
  type Edit,
  type Files,
  type Finding,
  type Fix,
  type Language,
  meet,
  type Part,
  type Placed,
  type Severity,
  type Source,
  type Span,
  shift,
  shiftEdit,
} from '../core';
import { type Document, type OpenOptions, open, partAt, ruleOf } from './document';
import type { Settings } from './settings';
import { suppressionComment, unsuppressed } from './suppress';

/** A finding with the severity that the user sees. */
export interface Checked extends Finding {
  readonly severity: Severity;
}

export interface FixedFinding {
  readonly finding: Checked;
  readonly fixes: readonly Fix[];
}

const found = new WeakMap<Part, { readonly context: Context; readonly findings: readonly Finding[] }>();

/** Findings of one part, in its own offsets; kept as long as part and context are the same. */
function findingsOf(language: Language, part: Part, context: Context): readonly Finding[] {
  const known = found.get(part);
  if (known?.context === context) return known.findings;
  const findings: Finding[] = [];
  for (const rule of language.rules) {
    for (const report of rule.check(part, context)) findings.push({ code: rule.code, ...report });
  }
  findings.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end || (a.code < b.code ? -1 : 1));
  const heard = unsuppressed(part, findings);
  found.set(part, { context, findings: heard });
  return heard;
}

export function check(document: Document, context: Context, settings: Pick<Settings, 'rules'>): readonly Checked[] {
  return document.loaded.parts.flatMap((placed) => checkPart(document.language, placed, context, settings));
}

function checkPart(
  language: Language,
  { start, part }: Placed<Part>,
  context: Context,
  { rules }: Pick<Settings, 'rules'>,
): readonly Checked[] {
  return findingsOf(language, part, context).flatMap((finding) => {
    const severity = rules[finding.code] ?? finding.severity ?? ruleOf(finding.code)?.severity ?? 'warning';
    return severity === 'off' ? [] : [place({ ...finding, severity }, start)];
  });
}

function place(finding: Checked, start: number): Checked {
  if (start === 0) return finding;
  const related = finding.related?.map((other) => (other.uri ? other : { ...other, span: shift(other.span, start) }));
  return { ...finding, span: shift(finding.span, start), ...(related && { related }) };
}

/** A fix of a part, where the part stands in the file. */
export const placeFix = <F extends Fix>(fix: F, start: number): F => ({ ...fix, edits: fix.edits.map((edit) => shiftEdit(edit, start)) });

/** The findings that touch a place, each with its fixes. */
export function fixesAt(document: Document, at: Span, context: Context, settings: Pick<Settings, 'rules'>): readonly FixedFinding[] {
  return document.loaded.parts.flatMap((placed) => {
    const { start, part } = placed;
    if (!meet({ start, end: start + part.text.length }, at)) return [];
    return checkPart(document.language, placed, context, settings)
      .filter((finding) => meet(finding.span, at))
      .map((finding) => ({ finding, fixes: fixesOf(part, start, finding, context) }));
  });
}

function fixesOf(part: Part, start: number, finding: Checked, context: Context): readonly Fix[] {
  const rule = ruleOf(finding.code);
  const own = place(finding, -start);
  return (rule?.fixes?.(part, own, context) ?? []).filter((fix) => fix.edits.length > 0).map((fix) => placeFix(fix, start));
}

export interface FixSelection {
  /** Also fixes that change behaviour. */
  readonly harden: boolean;
}

/** Edits of the fixes that may be applied without asking, as far as they do not get in each other's way. */
export function fixAll(
  document: Document,
  context: Context,
  settings: Pick<Settings, 'rules'>,
  { harden }: FixSelection = { harden: false },
): readonly Edit[] {
  const chosen: Edit[] = [];
  for (const placed of document.loaded.parts) {
    for (const finding of checkPart(document.language, placed, context, settings)) {
      const fix = fixesOf(placed.part, placed.start, finding, context).find((candidate) => candidate.safe || harden);
      if (!fix) continue;
      // Two fixes may each bring the same missing key: what touches another's edit waits for the next round.
      const collides = fix.edits.some((edit) => chosen.some((other) => meet(edit.span, other.span)));
      if (!collides) chosen.push(...fix.edits);
    }
  }
  return chosen;
}

/** A text with fixes applied until none is left; stops after a few rounds whatever happens. */
export async function fixed(
  source: Source,
  files: Files,
  options: OpenOptions,
  settings: Pick<Settings, 'rules'>,
  selection: FixSelection,
): Promise<string> {
  let { text } = source;
  for (let round = 0; round < 50; round++) {
    const document = await open({ ...source, text }, files, options);
    const edits = document ? fixAll(document, options.context, settings, selection) : [];
    const next = applyEdits(text, edits);
    if (next === text) break;
    text = next;
  }
  return text;
}

/** What silences a finding, in a text that has comments. */
export function suppressionAt(document: Document, finding: Checked): Edit | undefined {
  if (/^\s*\{/.test(document.source.text)) return undefined;
  const comment = suppressionComment(document.source.text, finding.span.start, finding.code);
  return { span: { start: comment.at, end: comment.at }, text: `${comment.text}\n` };
}

/** Titles of a finding's fixes. */
export function fixTitles(document: Document, finding: Checked, context: Context): readonly string[] {
  const placed = partAt(document, finding.span.start);
  return placed ? fixesOf(placed.part, placed.start, finding, context).map((fix) => fix.title) : [];
}
