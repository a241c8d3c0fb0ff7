import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Command,
  type Range,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { type Fix, mayBreak, oneLine } from '../../core';
import { actionsAt, fixAll, fixesAt, isHarmless, isVerified, regionAt } from '../../service';
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

/**
 * Longer texts are read again only for the action that is chosen, when the client requests its edit. For other clients each edit has to be made before the
 * list is shown, so that the list has what cures the findings there, and actions on the file only when it requests their kind. Each edit is tried as long
 * as that judges a short part again; where one part is so long, a trial of each would take as long as opening the file again and again.
 */
const longText = 100_000;

/** Where an action was offered: enough to find it again. */
export interface Offered {
  readonly uri: string;
  readonly range: Range;
  readonly only?: readonly string[];
}

/** The command of an action for clients that know no other kind of action. */
export const applyActionCommand = 'confine.applyAction';

/** What the arguments of that command say. */
export type Taken = Pick<CodeAction, 'title' | 'kind'> & { readonly code?: string };

export async function codeActions(session: Session, { textDocument, range, context }: CodeActionParams): Promise<CodeAction[] | Command[]> {
  const snapshot = await session.documents.get(textDocument.uri);
  if (!snapshot) return [];
  const can = session.client.textDocument?.codeAction;
  const offered: Offered = { uri: textDocument.uri, range, ...(context.only && { only: context.only }) };
  if (!can?.codeActionLiteralSupport) return commandsFor(session, snapshot, offered);
  const resolves = resolvesEdits(session.client);
  const isTried = (regionAt(snapshot.document, snapshot.text.offsetAt(range.start))?.part.text.length ?? 0) <= longText;
  const actions: CodeAction[] = [];
  for (const { action, fix, verify } of await offersAt(session, snapshot, offered)) {
    const later = resolves && ('make' in fix.edits || snapshot.document.source.text.length > longText);
    const edit = later || (isTried && (await verify?.()) === false) ? undefined : await editOf(session, snapshot.text, fix);
    if (later) actions.push({ ...action, data: offered });
    else if (edit) actions.push({ ...action, edit });
  }
  return actions;
}

function resolvesEdits({ textDocument }: Session['client']): boolean {
  const can = textDocument?.codeAction;
  return (can?.dataSupport && can.resolveSupport?.properties.includes('edit')) ?? false;
}

/** Makes the edit of an action that was offered without. Titles are cheap, so it is looked up where it was offered. */
export async function resolveCodeAction(session: Session, action: CodeAction): Promise<CodeAction> {
  const offered = action.data as Offered | undefined;
  const snapshot = offered && (await session.documents.get(offered.uri));
  if (!snapshot) return action;
  const edit = await editFor(session, snapshot, offered, { ...action, code: codeOf(action) });
  return edit ? { ...action, edit } : action;
}

const codeOf = ({ diagnostics }: CodeAction): string | undefined => diagnostics?.[0]?.code?.toString();

async function editFor(session: Session, snapshot: Snapshot, offered: Offered, taken: Taken): Promise<WorkspaceEdit | undefined> {
  const found = (await offersAt(session, snapshot, offered)).find(
    ({ action }) => action.title === taken.title && action.kind === taken.kind && codeOf(action) === taken.code,
  );
  if (!found || (await found.verify?.()) === false) return undefined;
  return editOf(session, snapshot.text, found.fix);
}

/** For such clients: what has an edit that the server can request. */
async function commandsFor(session: Session, snapshot: Snapshot, offered: Offered): Promise<Command[]> {
  if (!session.client.workspace?.applyEdit) return [];
  const commands: Command[] = [];
  for (const { action, fix, verify } of await offersAt(session, snapshot, offered)) {
    if ((await verify?.()) === false || !(await editOf(session, snapshot.text, fix))) continue;
    const { title, kind } = action;
    const code = codeOf(action);
    const taken: Taken = { title, ...(kind && { kind }), ...(code && { code }) };
    commands.push({ title, command: applyActionCommand, arguments: [offered.uri, offered, taken] });
  }
  return commands;
}

/** The edit of an action that was taken as a command. */
export async function editTaken(
  session: Session,
  snapshot: Snapshot,
  offered: unknown,
  taken: unknown,
): Promise<WorkspaceEdit | undefined> {
  const isOffered = typeof offered === 'object' && offered !== null && 'range' in offered;
  const isTaken = typeof taken === 'object' && taken !== null && 'title' in taken;
  return isOffered && isTaken ? editFor(session, snapshot, offered as Offered, taken as Taken) : undefined;
}

async function offersAt(session: Session, { text, document, context }: Snapshot, { range, only }: Offered): Promise<readonly Offer[]> {
  const settings = session.settings.of(text.uri);
  const trial = { document, context, settings };
  const { client } = session;
  const preferable = client.textDocument?.codeAction?.isPreferredSupport ?? false;
  const asked = (kind: string) => !only || only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`));
  const at = spanOf(text, range);
  const offers: Offer[] = [];
  if (asked(CodeActionKind.QuickFix)) {
    for (const { finding, fixes, suppression } of fixesAt(document, at, context, settings)) {
      const action = { kind: CodeActionKind.QuickFix, diagnostics: [diagnosticOf(client, text, finding)] };
      fixes.forEach((fix, i) => {
        // What may break is a choice of the user, never of a key that takes the best.
        const isPreferred = !mayBreak(fix) && (fix.preferred ?? (i === 0 && fix.safe));
        offers.push({
          action: { ...action, title: oneLine(fix.title, 200), ...(preferable && { isPreferred }) },
          fix,
          verify: () => isVerified(trial, finding, fix),
        });
      });
      const title = `Ignore ${finding.code} here, with a reason`;
      if (suppression) offers.push({ action: { ...action, title }, fix: { title, edits: [suppression], safe: true } });
    }
  }
  const isShort = resolvesEdits(client) || document.source.text.length <= longText;
  if (
    (asked(CodeActionKind.RefactorRewrite) && (only || isShort)) ||
    only?.some((wanted) => wanted.startsWith(CodeActionKind.RefactorRewrite))
  ) {
    for (const fix of actionsAt(document, at, context)) {
      const kind = fix.kind === 'harden' ? hardenKind : CodeActionKind.RefactorRewrite;
      if (asked(kind)) offers.push({ action: { title: oneLine(fix.title, 200), kind }, fix, verify: () => isHarmless(trial, fix) });
    }
  }
  // Only on request: it would clutter the light bulb's menu.
  if (only?.some((wanted) => fixAllKind === wanted || fixAllKind.startsWith(`${wanted}.`))) {
    const title = 'Apply all safe Confine fixes';
    const edits = await fixAll(trial);
    if (edits.length) offers.push({ action: { title, kind: fixAllKind }, fix: { title, edits, safe: true } });
  }
  return offers;
}
