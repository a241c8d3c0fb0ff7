import { commands, type Disposable, EventEmitter, type TextDocumentShowOptions, Uri, ViewColumn, workspace } from 'vscode';

const scheme = 'confine-report';
const contents = new Map<string, string>();
const changed = new EventEmitter<Uri>();

/** Serves the read-only Markdown documents that commands answer with. */
export function registerReports(): Disposable {
  return workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => contents.get(uri.path) ?? '',
  });
}

/**
 * Shows Markdown beside the editor; a report of the same title is replaced. Links to files of the workspace become relative to
 * its folder, because the preview follows no `file:` links. The keyboard stays where it was: without an active text editor
 * the commands for its file would be gone.
 */
export async function showReport(title: string, markdown: string): Promise<void> {
  const uri = Uri.from({ scheme, path: `/${title.replace(/[\\/:]/g, '-')}.md` });
  const folder = workspace.workspaceFolders?.[0]?.uri.toString();
  contents.set(uri.path, folder ? markdown.replaceAll(`](${folder}/`, '](/') : markdown);
  changed.fire(uri);
  const options: TextDocumentShowOptions = { viewColumn: ViewColumn.Beside, preserveFocus: true, preview: true };
  await commands.executeCommand('vscode.openWith', uri, 'vscode.markdown.preview.editor', options);
}
