import { type CodeAction, CodeActionKind, type CodeActionParams, type WorkspaceEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Edit, Fix } from '../../core';
import { actionsAt, fixAll, fixesAt, suppressionAt } from '../../service';
import { diagnosticOf, spanOf, textEditOf } from '../convert';
import type { Session } from '../session';

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
      fixes.forEach((fix, i) => {
        actions.push({
          title: fix.title,
          kind: CodeActionKind.QuickFix,
          diagnostics,
          isPreferred: fix.preferred ?? (i === 0 && fix.safe),
          edit: editOf(session, text, fix),
        });
      });
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
      if (asked(kind)) actions.push({ title: action.title, kind, edit: editOf(session, text, action) });
    }
  }
  // Only on request: nobody looks for it in the light bulb's menu.
  if (wanted.only?.some((only) => fixAllKind === only || fixAllKind.startsWith(`${only}.`))) {
    const edits = fixAll(document, context, settings);
    if (edits.length) actions.push({ title: 'Apply all safe Confine fixes', kind: fixAllKind, edit: plainEdit(text, edits) });
  }
  return actions;
}

const plainEdit = (text: TextDocument, edits: readonly Edit[]): WorkspaceEdit => ({
  documentChanges: [{ textDocument: { uri: text.uri, version: text.version }, edits: edits.map((edit) => textEditOf(text, edit)) }],
});

/** What may break a workload is confirmed in a preview, where the client can show one. */
function editOf(session: Session, text: TextDocument, fix: Fix): WorkspaceEdit {
  const annotates = session.client.workspace?.workspaceEdit?.changeAnnotationSupport !== undefined;
  if (fix.safe || !fix.note || !annotates) return plainEdit(text, fix.edits);
  const id = 'behaviour';
  return {
    documentChanges: [
      {
        textDocument: { uri: text.uri, version: text.version },
        edits: fix.edits.map((edit) => ({ ...textEditOf(text, edit), annotationId: id })),
      },
    ],
    changeAnnotations: { [id]: { label: fix.title, description: fix.note, needsConfirmation: true } },
  };
}
