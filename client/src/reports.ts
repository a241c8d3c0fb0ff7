import {
  commands,
  Disposable,
  EventEmitter,
  TabInputCustom,
  type TextDocumentShowOptions,
  Uri,
  ViewColumn,
  window,
  workspace,
} from 'vscode';

/** Menus know by the scheme that a report is a comparison. */
const schemes = { report: 'confine-report', comparison: 'confine-comparison' };

interface ShownReport {
  readonly text: string;
  /** The file that is compared. */
  readonly of?: Uri;
}

const reports = new Map<string, ShownReport>();
const changed = new EventEmitter<Uri>();

/** Serves the read-only Markdown documents that commands answer with. */
export function registerReports(): Disposable {
  const provider = {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri: Uri) => reports.get(uri.toString())?.text ?? '',
  };
  return Disposable.from(...Object.values(schemes).map((scheme) => workspace.registerTextDocumentContentProvider(scheme, provider)));
}

/** The file that a report compares: the one at whose head a command was clicked, or else the one that has the keyboard. */
export const comparedIn = (report = activeReport()): Uri | undefined => report && reports.get(report.toString())?.of;

/**
 * Shows Markdown beside the editor; a report of the same title is replaced. Links to files of the workspace become relative to
 * its folder, because the preview follows no `file:` links. The keyboard stays where it was: without an active text editor
 * the commands for its file would be gone.
 */
export const showReport = (title: string, markdown: string): Promise<void> => show(schemes.report, title, { text: markdown });

/** The same for a report in which the user can choose what the file is compared with. */
export const showComparison = (title: string, markdown: string, of: Uri): Promise<void> =>
  show(schemes.comparison, title, { text: markdown, of });

async function show(scheme: string, title: string, report: ShownReport): Promise<void> {
  const uri = Uri.from({ scheme, path: `/${title.replace(/[\\/:]/g, '-')}.md` });
  const folder = workspace.workspaceFolders?.[0]?.uri.toString();
  reports.set(uri.toString(), { ...report, text: folder ? report.text.replaceAll(`](${folder}/`, '](/') : report.text });
  changed.fire(uri);
  const viewColumn = activeReport() ? ViewColumn.Active : ViewColumn.Beside;
  const options: TextDocumentShowOptions = { viewColumn, preserveFocus: true, preview: true };
  await commands.executeCommand('vscode.openWith', uri, 'vscode.markdown.preview.editor', options);
}

/** A choice at the head of a report is answered in its place. */
function activeReport(): Uri | undefined {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof TabInputCustom && Object.values(schemes).includes(input.uri.scheme) ? input.uri : undefined;
}
