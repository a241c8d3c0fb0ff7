import { commands, Disposable, Range, TabInputTextDiff, type TextDocument, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import type { CodeAction, Command, Middleware, TextDocumentEdit, TextEdit } from 'vscode-languageclient';

/** An edit that may break something: shown first, made on request. */
export interface Proposal {
  /** As the server knows the file. */
  readonly uri: string;
  /** What the edit does. */
  readonly title: string;
  /** What may break. */
  readonly notes: readonly string[];
  readonly edits: readonly TextEdit[];
}

const scheme = 'confine-preview';

/** What is on show, by the path of the file; the version that the edits were made for goes with it. */
const shown = new Map<string, { readonly proposal: Proposal; readonly version: number; readonly text: string }>();

/** Registers the read-only right side of previews, and the commands that open and apply them. */
export function registerPreview(): Disposable {
  return Disposable.from(
    workspace.registerTextDocumentContentProvider(scheme, { provideTextDocumentContent: ({ path }) => shown.get(path)?.text ?? '' }),
    commands.registerCommand('confine.previewEdit', preview),
    commands.registerCommand('confine.applyPreview', (uri?: unknown) => apply(uri instanceof Uri ? uri : activePreview())),
  );
}

/** Shows the file beside what it would become. */
export async function preview(proposal: Proposal): Promise<void> {
  const file = Uri.parse(proposal.uri);
  const document = await workspace.openTextDocument(file);
  const right = file.with({ scheme, query: `version=${document.version}` });
  shown.set(right.path, { proposal, version: document.version, text: textAfter(document, proposal.edits) });
  await commands.executeCommand('vscode.diff', file, right, `${proposal.title} (preview)`, { preview: true });
  const choice = await window.showInformationMessage([`${proposal.title}.`, ...proposal.notes].join(' '), 'Apply');
  if (choice) await apply(right);
}

/** Makes the edits of a preview and closes it; a file that has changed since is left alone. */
async function apply(right: Uri | undefined): Promise<void> {
  const entry = right && shown.get(right.path);
  if (!right || !entry) return;
  const document = await workspace.openTextDocument(Uri.parse(entry.proposal.uri));
  if (document.version !== entry.version) {
    void window.showWarningMessage('The file has changed since the preview was made, so nothing was applied.');
    return;
  }
  const edit = new WorkspaceEdit();
  for (const { range, newText } of entry.proposal.edits) edit.replace(document.uri, rangeOf(range), newText);
  await workspace.applyEdit(edit);
  shown.delete(right.path);
  await window.tabGroups.close(tabsOf(right));
  await window.showTextDocument(document);
}

const tabsOf = (right: Uri) =>
  window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof TabInputTextDiff && input.modified.scheme === scheme && input.modified.path === right.path);

function activePreview(): Uri | undefined {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof TabInputTextDiff && input.modified.scheme === scheme ? input.modified : undefined;
}

/**
 * Code actions that want to be confirmed open the preview. The editor's own refactoring preview shows such edits
 * unticked, so that confirming it would change nothing.
 */
export const previewCodeActions: Required<Pick<Middleware, 'sendRequest'>> = {
  async sendRequest(type, params, token, next) {
    const answer = await next(type, params, token);
    const method = typeof type === 'string' ? type : type.method;
    if (method !== 'textDocument/codeAction' || !Array.isArray(answer)) return answer;
    return answer.map((action: CodeAction | Command) => ('edit' in action ? withPreview(action) : action)) as typeof answer;
  },
};

function withPreview(action: CodeAction): CodeAction {
  const annotations = Object.values(action.edit?.changeAnnotations ?? {});
  const change = action.edit?.documentChanges?.[0] as TextDocumentEdit | undefined;
  if (!change || !annotations.some(({ needsConfirmation }) => needsConfirmation)) return action;
  const proposal: Proposal = {
    uri: change.textDocument.uri,
    title: action.title.replace(/…$/, ''),
    notes: annotations.flatMap(({ description }) => description ?? []),
    edits: change.edits as TextEdit[],
  };
  const { edit: _, ...rest } = action;
  return { ...rest, command: { title: action.title, command: 'confine.previewEdit', arguments: [proposal] } };
}

function textAfter(document: TextDocument, edits: readonly TextEdit[]): string {
  const offset = ({ line, character }: TextEdit['range']['start']) =>
    document.offsetAt(rangeOf({ start: { line, character }, end: { line, character } }).start);
  const placed = edits.map(({ range, newText }) => ({ start: offset(range.start), end: offset(range.end), newText }));
  placed.sort((a, b) => a.start - b.start || a.end - b.end);
  const text = document.getText();
  let result = '';
  let position = 0;
  for (const { start, end, newText } of placed) {
    result += text.slice(position, start) + newText;
    position = end;
  }
  return result + text.slice(position);
}

const rangeOf = ({ start, end }: TextEdit['range']) => new Range(start.line, start.character, end.line, end.character);
