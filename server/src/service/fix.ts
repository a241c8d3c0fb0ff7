import {
  applyEdits,
  type Context,
  type Edit,
  editsOf,
  type Files,
  type Fix,
  meet,
  noteOf,
  type OtherFile,
  type Source,
  type Span,
} from '../core';
import { format } from './ask/editing';
import { type Checked, checkRegion } from './check';
import { type Document, type OpenOptions, open } from './document';
import type { Region } from './region';
import type { RuleSettings } from './settings';
import { suppressionComment } from './suppress';
import { areVerified, type OfferedFix, type Trial } from './verify';

export interface FixedFinding {
  readonly finding: Checked;
  readonly fixes: readonly Fix[];
  /** What silences the finding, in a text that has comments. */
  readonly suppression: Edit | undefined;
}

/** The findings that touch a place, each with its fixes. */
export function fixesAt(document: Document, at: Span, context: Context, settings: RuleSettings): readonly FixedFinding[] {
  return document.judged.flatMap((region) => {
    if (!meet(region.map.extent, at)) return [];
    return checkRegion(region, context, settings)
      .filter((finding) => meet(finding.span, at))
      .map((finding) => ({ finding, fixes: fixesOf(finding), suppression: suppressionIn(region, finding) }));
  });
}

const fixesOf = ({ cure }: Checked): readonly Fix[] => cure?.() ?? [];

/** What happens to another file: its text as it was read, undefined where it has to be made, and the edits of it. */
export interface OtherChange {
  readonly uri: string;
  readonly text: string | undefined;
  readonly edits: readonly Edit[];
}

/** Reads the other files of a fix; undefined where one of them cannot be changed as the fix needs it. */
export async function changesOfOthers(others: readonly OtherFile[], files: Files): Promise<readonly OtherChange[] | undefined> {
  const changes = await Promise.all(
    others.map(async ({ uri, edits }): Promise<OtherChange> => {
      const text = await files.read(uri);
      return { uri, text, edits: edits(text ?? '') };
    }),
  );
  return changes.every(({ edits }) => edits.length > 0) ? changes : undefined;
}

export interface FixSelection {
  /** Also fixes that change behavior; none that permits more, or that only a person can decide about. */
  readonly harden: boolean;
  /** Lays the text out after that, as the editor's formatter does. */
  readonly layOut?: boolean;
  /** Names of breaking changes that may be made all the same. */
  readonly allowed?: ReadonlySet<string>;
}

/** Edits of the fixes that may be applied without asking, as far as they do not get in each other's way. */
export async function fixAll(trial: Trial, selection: FixSelection = { harden: false }): Promise<readonly Edit[]> {
  return (await roundOf(trial, selection, new Set())).flatMap(({ fix }) => editsOf(fix));
}

/**
 * What a person chooses from: the same, each with its finding; then for each error without a safe fix, such as a misspelled word, the first of its fixes that
 * can be made beside the others.
 */
export async function fixesToChoose(trial: Trial): Promise<readonly OfferedFix[]> {
  const chosen = [...(await roundOf(trial, { harden: false }, new Set()))];
  const { document, context, settings } = trial;
  const taken = chosen.flatMap(({ fix }) => editsOf(fix));
  for (const finding of document.judged.flatMap((region) => checkRegion(region, context, settings))) {
    if (finding.severity !== 'error') continue;
    for (const fix of fixesOf(finding)) {
      const edits = editsOf(fix);
      if (fix.safe || fix.others || edits.some(({ span }) => taken.some((other) => meet(span, other.span)))) continue;
      if (!(await areVerified(trial, [{ finding, fix }]))) continue;
      taken.push(...edits);
      chosen.push({ finding, fix });
      break;
    }
  }
  return chosen.sort((a, b) => a.finding.span.start - b.finding.span.start);
}

/** Fixes that can be made at once, and together do what they say. Those that do not cure are added to `refused`. */
async function roundOf(trial: Trial, selection: FixSelection, refused: Set<string>): Promise<readonly OfferedFix[]> {
  const chosen = chosenFixes(trial, selection, refused);
  if (await areVerified(trial, chosen)) return chosen;
  const verified: OfferedFix[] = [];
  for (const cure of chosen) {
    if (await areVerified(trial, [cure])) verified.push(cure);
    else refused.add(nameOf(cure.finding, cure.fix));
  }
  return (await areVerified(trial, verified)) ? verified : verified.slice(0, 1);
}

/** `pod/privileged: Set privileged: false`. */
const nameOf = ({ code }: Checked, { title }: Fix): string => `${code}: ${title}`;

function chosenFixes(
  { document, context, settings }: Trial,
  { harden, allowed }: FixSelection,
  refused: ReadonlySet<string>,
): readonly OfferedFix[] {
  const chosen: OfferedFix[] = [];
  const taken: Span[] = [];
  for (const region of document.judged) {
    for (const finding of checkRegion(region, context, settings)) {
      const fix = fixesOf(finding).find(
        (one) => (one.safe || (harden && !one.manual && isAllowed(one, allowed))) && !refused.has(nameOf(finding, one)),
      );
      if (!fix) continue;
      const spans = editsOf(fix).map((edit) => edit.span);
      // Two fixes may each add the same missing key: what touches another's edit waits for the next round.
      if (spans.some((span) => taken.some((other) => meet(span, other)))) continue;
      taken.push(...spans);
      chosen.push({ finding, fix });
    }
  }
  return chosen;
}

const isAllowed = ({ breaks }: Fix, allowed: FixSelection['allowed']): boolean => breaks === undefined || allowed?.has(breaks) === true;

/** Hardenings that were left out because what they break was not named: the note of each with that name. */
function leftOut({ document, context, settings }: Trial, { harden, allowed }: FixSelection): ReadonlyMap<string, string> {
  const notes = new Map<string, string>();
  if (!harden) return notes;
  for (const region of document.judged) {
    for (const finding of checkRegion(region, context, settings)) {
      const [fix] = fixesOf(finding).filter(({ safe, manual }) => !safe && !manual);
      if (fix?.breaks && !isAllowed(fix, allowed)) notes.set(noteOf(fix) ?? fix.title, fix.breaks);
    }
  }
  return notes;
}

/** A file's text after its fixes, and that of the other files which they change. */
export interface Fixed {
  readonly text: string;
  /** By URI; `before` is undefined where the file has to be made. */
  readonly others: ReadonlyMap<string, { readonly before: string | undefined; readonly after: string }>;
  /** Fixes that were left out, because the text would have kept the finding or got an error: rule and title. */
  readonly refused: readonly string[];
  /** What the changes may break: the title of each such fix with its note, once. */
  readonly notes: ReadonlyMap<string, string>;
  /** What was left out, since it loses data or changes who runs: the note with the name that allows it. */
  readonly leftOut: ReadonlyMap<string, string>;
}

/** A text with fixes applied until none is left; stops after a few rounds whatever happens. */
export async function fixed(
  source: Source,
  files: Files,
  options: OpenOptions,
  settings: RuleSettings,
  selection: FixSelection,
): Promise<Fixed> {
  const others = new Map<string, { before: string | undefined; after: string }>();
  const changed: Files = { ...files, read: async (uri) => others.get(uri)?.after ?? files.read(uri) };
  const refused = new Set<string>();
  const notes = new Map<string, string>();
  let left: ReadonlyMap<string, string> = new Map();
  let { text } = source;
  for (let round = 0; round < 50; round++) {
    const document = await open({ ...source, text }, changed, options);
    let idle = true;
    const edits: Edit[] = [];
    // Hardening uses all advice, whatever the preset.
    const trial = document && { document, context: options.context, settings: selection.harden ? { rules: settings.rules } : settings };
    if (trial) left = leftOut(trial, selection);
    for (const { fix } of trial ? await roundOf(trial, selection, refused) : []) {
      const changes = await changesOfOthers(fix.others ?? [], changed);
      if (!changes) continue;
      edits.push(...editsOf(fix));
      const note = fix.safe ? undefined : noteOf(fix);
      if (note) notes.set(fix.title.replace(/…$/, ''), note);
      for (const { uri, text: before, edits: own } of changes) {
        const after = applyEdits(before ?? '', own);
        if (after === before) continue;
        others.set(uri, { before: others.has(uri) ? others.get(uri)?.before : before, after });
        idle = false;
      }
    }
    const next = applyEdits(text, edits);
    if (next === text && idle) break;
    text = next;
  }
  const last = selection.layOut ? await open({ ...source, text }, changed, options) : undefined;
  if (last) text = applyEdits(text, format(last, { indent: '  ' }));
  return { text, others, refused: [...refused], notes, leftOut: left };
}

function suppressionIn({ part, map }: Region, finding: Checked): Edit | undefined {
  const at = map.toRegion(finding.span.start);
  if (at === undefined || /^\s*\{/.test(part.text)) return undefined;
  const comment = suppressionComment(part.text, at, finding.code);
  return map.editToHost({ span: { start: comment.at, end: comment.at }, text: `${comment.text}\n` });
}

/** Titles of a finding's fixes. */
export const fixTitles = (finding: Checked): readonly string[] => fixesOf(finding).map((fix) => fix.title);
