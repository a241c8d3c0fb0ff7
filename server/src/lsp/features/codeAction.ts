import { type CodeAction, CodeActionKind, type CodeActionParams } from 'vscode-languageserver';
import { actionsAt, fixAll, fixesAt, suppressionAt } from '../../service';
import { diagnosticOf, spanOf } from '../convert';
import type { Session } from '../session';
import { editOf, plainEdit } from '../workspaceEdit';

export const fixAllKind = `${CodeActionKind.SourceFixAll}.confine`;
export const hardenKind = `${CodeActionKind.RefactorRewrite}.harden`;

export async function codeActions(session: Session, { textDocument, range, context: wanted }: CodeActionParams): Promise<CodeAction[]> {
  const snapshot = await session.documents.get(textDocument.uri);
  if (!snapshot) return [];
  const { text, document, context } = snapshot;
  const settings = session.settings();
  const asked = (kind: string) => !wanted.only || wanted.only.some((only) => kind === only || kind.startsWith(`${only}.`));
  const at = spanOf(text, range);
  const actions: CodeAction[] = [];
  if (asked(CodeActionKind.QuickFix)) {
    for (const { finding, fixes } of fixesAt(document, at, context, settings)) {
      const diagnostics = [diagnosticOf(text, finding)];
      for (const [i, fix] of fixes.entries()) {
        const edit = await editOf(session, text, fix);
        if (!edit) continue;
        const isPreferred = fix.preferred ?? (i === 0 && fix.safe);
        actions.push({ title: fix.title, kind: CodeActionKind.QuickFix, diagnostics, isPreferred, edit });
      }
      const suppression = suppressionAt(document, finding);
      if (suppression) {
        actions.push({
          title: `Ignore ${finding.code} here, with a reason`,
          kind: CodeActionKind.QuickFix,
          diagnostics,
          edit: plainEdit(text, [suppression]),
        });
      }
    }
  }
  if (asked(CodeActionKind.RefactorRewrite) || wanted.only?.some((only) => only.startsWith(CodeActionKind.RefactorRewrite))) {
    for (const action of actionsAt(document, at, context)) {
      const kind = action.kind === 'harden' ? hardenKind : CodeActionKind.RefactorRewrite;
      const edit = asked(kind) && (await editOf(session, text, action));
      if (edit) actions.push({ title: action.title, kind, edit });
    }
  }
  // Only on request: nobody looks for it in the light bulb's menu.
  if (wanted.only?.some((only) => fixAllKind === only || fixAllKind.startsWith(`${only}.`))) {
    const edits = fixAll(document, context, settings);
    if (edits.length) actions.push({ title: 'Apply all safe Confine fixes', kind: fixAllKind, edit: plainEdit(text, edits) });
  }
  return actions;
}
