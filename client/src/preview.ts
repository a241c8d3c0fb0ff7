import { commands, Disposable, Range, TabInputTextDiff, type TextDocument, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import {
  type BaseLanguageClient,
  type CodeAction,
  CodeActionResolveRequest,
  type Command,
  type Middleware,
  type TextDocumentEdit,
  type TextEdit,
} from 'vscode-languageclient';
import { inNotice } from './notice';

/** An edit that may break something, or that touches files which are not looked at: shown first, made on request. */
export interface Proposal {
  /** What the edit does. */
  readonly title: string;
  /** What may break. */
  readonly notes: readonly string[];
  readonly files: readonly FileEdit[];
}

interface FileEdit {
  /** As the server knows the file. */
  readonly uri: string;
  readonly edits: readonly TextEdit[];
  /** The file is not there yet. */
  readonly made?: boolean;
}

/** One file of a proposal: its sides on show, and the version that the edits were made for. */
interface Side {
  readonly file: Uri;
  readonly left: Uri;
  readonly right: Uri;
  readonly text: string;
  readonly edits: readonly TextEdit[];
  /** Undefined where the file has to be made. */
  readonly version: number | undefined;
}

interface Shown {
  readonly title: string;
  readonly sides: readonly Side[];
}

const scheme = 'confine-preview';

/** What is on show, by the path of each file. */
const shown = new Map<string, Shown>();

/** Registers the read-only sides of previews, and the commands that open and apply them. */
export function registerPreview(client: BaseLanguageClient): Disposable {
  const textOf = ({ path, query }: Uri) =>
    query === 'missing' ? '' : (shown.get(path)?.sides.find(({ right }) => right.path === path)?.text ?? '');
  return Disposable.from(
    workspace.registerTextDocumentContentProvider(scheme, { provideTextDocumentContent: textOf }),
    commands.registerCommand('confine.previewEdit', preview),
    commands.registerCommand('confine.takeAction', (action: CodeAction) => take(client, action)),
    commands.registerCommand('confine.applyPreview', (uri?: unknown) =>
      apply(shown.get((uri instanceof Uri ? uri : activePreview())?.path ?? '')),
    ),
  );
}

/** Shows each file beside what it would become. */
export async function preview(proposal: Proposal): Promise<void> {
  const sides = await Promise.all(proposal.files.map(sideOf));
  const entry: Shown = { title: `${proposal.title} (preview)`, sides };
  for (const { right } of sides) shown.set(right.path, entry);
  const [first, ...others] = sides;
  if (!first) return;
  if (others.length) {
    const triples = sides.map(({ file, left, right }) => [file, left, right]);
    await commands.executeCommand('vscode.changes', entry.title, triples);
  } else await commands.executeCommand('vscode.diff', first.left, first.right, entry.title, { preview: true });
  const choice = await window.showInformationMessage(inNotice([`${proposal.title}.`, ...proposal.notes].join(' ')), 'Apply');
  if (choice) await apply(entry);
}

async function sideOf({ uri, edits, made }: FileEdit): Promise<Side> {
  const file = Uri.parse(uri);
  const document = made ? undefined : await workspace.openTextDocument(file);
  return {
    file,
    left: document ? file : file.with({ scheme, query: 'missing' }),
    right: file.with({ scheme, query: `version=${document?.version}` }),
    text: document ? textAfter(document, edits) : edits.map(({ newText }) => newText).join(''),
    edits,
    version: document?.version,
  };
}

/** Makes the edits of a preview and closes it; what has changed since is left alone. */
async function apply(entry: Shown | undefined): Promise<void> {
  if (!entry) return;
  const { title, sides } = entry;
  const edit = new WorkspaceEdit();
  const beside: TextDocument[] = [];
  for (const [i, { file, text, edits, version }] of sides.entries()) {
    if (version === undefined) {
      edit.createFile(file, { contents: new TextEncoder().encode(text) });
      continue;
    }
    const document = await workspace.openTextDocument(file);
    if (document.version !== version) {
      void window.showWarningMessage('The file has changed since the preview was made, so nothing was applied.');
      return;
    }
    if (i > 0 && !document.isDirty) beside.push(document);
    for (const { range, newText } of edits) edit.replace(file, rangeOf(range), newText);
  }
  if (!(await workspace.applyEdit(edit))) {
    void window.showWarningMessage('The files have changed since the preview was made, so nothing was applied.');
    return;
  }
  // The other files are not open in an editor: they are saved at once.
  for (const document of beside) await document.save();
  for (const { right } of sides) shown.delete(right.path);
  await window.tabGroups.close(window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ label }) => label.startsWith(title)));
  if (sides[0]) await window.showTextDocument(sides[0].file);
}

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
    return answer.map((action: CodeAction | Command) =>
      'edit' in action ? withPreview(action) : isUnmade(action) ? toBeMade(action) : action,
    ) as typeof answer;
  },
};

/** The server makes the edit when it is asked to. What runs on save is left to the editor, which then asks itself. */
const isUnmade = (action: CodeAction | Command): action is CodeAction => 'data' in action && !action.kind?.startsWith('source');

/** An edit that is returned can't be previewed, so the command requests it. Without `data` the editor does not ask too. */
function toBeMade({ data, ...rest }: CodeAction): CodeAction {
  return { ...rest, command: { title: rest.title, command: 'confine.takeAction', arguments: [{ ...rest, data }] } };
}

/** Has the edit made, and shows it first where it wants to be confirmed. */
async function take(client: BaseLanguageClient, action: CodeAction): Promise<void> {
  const { command, edit } = withPreview(await client.sendRequest(CodeActionResolveRequest.type, action));
  if (command) await commands.executeCommand(command.command, ...(command.arguments ?? []));
  else if (edit) await workspace.applyEdit(await client.protocol2CodeConverter.asWorkspaceEdit(edit));
}

function withPreview(action: CodeAction): CodeAction {
  const annotations = Object.values(action.edit?.changeAnnotations ?? {});
  const changes = action.edit?.documentChanges ?? [];
  if (!annotations.some(({ needsConfirmation }) => needsConfirmation)) return action;
  const made = new Set(changes.flatMap((change) => ('kind' in change && change.kind === 'create' ? change.uri : [])));
  const proposal: Proposal = {
    title: action.title.replace(/…$/, ''),
    notes: annotations.flatMap(({ description }) => description ?? []),
    files: changes
      .filter((change): change is TextDocumentEdit => 'textDocument' in change)
      .map(({ textDocument: { uri }, edits }) => ({ uri, edits: edits as TextEdit[], made: made.has(uri) })),
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
