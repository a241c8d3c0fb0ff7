import { type CodeAction, CodeActionKind, type CodeActionParams, type Range } from 'vscode-languageserver';
import type { Fix } from '../../core';
import { actionsAt, fixAll, fixesAt, isHarmless, isVerified, suppressionAt } from '../../service';
import { diagnosticOf, spanOf } from '../convert';
import type { Snapshot } from '../documents';
import type { Session } from '../session';
import { editOf } from '../workspaceEdit';

export const fixAllKind = `${CodeActionKind.SourceFixAll}.confine`;
export const hardenKind = `${CodeActionKind.RefactorRewrite}.harden`;

/** An action with what its edit is made of. */
interface Offer {
  readonly action: CodeAction;
  readonly fix: Fix;
  /** Whether the edit does what the title says; reads the text again. */
  readonly verify?: () => Promise<boolean>;
}

/** Longer texts are read again only for the action that is chosen, where the client asks for its edit then. */
const longText = 100_000;

/** What an action carries until it is resolved: where it was offered. */
interface Offered {
  readonly uri: string;
  readonly range: Range;
  readonly only?: readonly string[];
}

export async function codeActions(session: Session, { textDocument, range, context }: CodeActionParams): Promise<CodeAction[]> {
  const snapshot = await session.documents.get(textDocument.uri);
  if (!snapshot) return [];
  const resolves = session.client.textDocument?.codeAction?.resolveSupport?.properties.includes('edit') ?? false;
  const offered: Offered = { uri: textDocument.uri, range, ...(context.only && { only: context.only }) };
  const actions: CodeAction[] = [];
  for (const { action, fix, verify } of await offersAt(session, snapshot, offered)) {
    const later = resolves && ('make' in fix.edits || snapshot.document.source.text.length > longText);
    const edit = later || (await verify?.()) === false ? undefined : await editOf(session, snapshot.text, fix);
    if (later) actions.push({ ...action, data: offered });
    else if (edit) actions.push({ ...action, edit });
  }
  return actions;
}

/** Makes the edit of an action that was offered without. Titles are cheap, so it is looked up where it was offered. */
export async function resolveCodeAction(session: Session, action: CodeAction): Promise<CodeAction> {
  const offered = action.data as Offered | undefined;
  const snapshot = offered && (await session.documents.get(offered.uri));
  if (!snapshot) return action;
  const [code] = action.diagnostics?.map((diagnostic) => diagnostic.code) ?? [];
  const found = (await offersAt(session, snapshot, offered)).find(
    ({ action: other }) => other.title === action.title && other.kind === action.kind && other.diagnostics?.[0]?.code === code,
  );
  const edit = found && (await found.verify?.()) !== false && (await editOf(session, snapshot.text, found.fix));
  return edit ? { ...action, edit } : action;
}

async function offersAt(session: Session, { text, document, context }: Snapshot, { range, only }: Offered): Promise<readonly Offer[]> {
  const settings = session.settings.of(text.uri);
  const trial = { document, context, settings };
  const asked = (kind: string) => !only || only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`));
  const at = spanOf(text, range);
  const offers: Offer[] = [];
  if (asked(CodeActionKind.QuickFix)) {
    for (const { finding, fixes } of fixesAt(document, at, context, settings)) {
      const action = { kind: CodeActionKind.QuickFix, diagnostics: [diagnosticOf(text, finding)] };
      fixes.forEach((fix, i) => {
        offers.push({
          action: { ...action, title: fix.title, isPreferred: fix.preferred ?? (i === 0 && fix.safe) },
          fix,
          verify: () => isVerified(trial, finding, fix),
        });
      });
      const suppression = suppressionAt(document, finding);
      const title = `Ignore ${finding.code} here, with a reason`;
      if (suppression) offers.push({ action: { ...action, title }, fix: { title, edits: [suppression], safe: true } });
    }
  }
  if (asked(CodeActionKind.RefactorRewrite) || only?.some((wanted) => wanted.startsWith(CodeActionKind.RefactorRewrite))) {
    for (const fix of actionsAt(document, at, context)) {
      const kind = fix.kind === 'harden' ? hardenKind : CodeActionKind.RefactorRewrite;
      if (asked(kind)) offers.push({ action: { title: fix.title, kind }, fix, verify: () => isHarmless(trial, fix) });
    }
  }
  // Only on request: nobody looks for it in the light bulb's menu.
  if (only?.some((wanted) => fixAllKind === wanted || fixAllKind.startsWith(`${wanted}.`))) {
    const title = 'Apply all safe Confine fixes';
    const edits = await fixAll(trial);
    if (edits.length) offers.push({ action: { title, kind: fixAllKind }, fix: { title, edits, safe: true } });
  }
  return offers;
}
