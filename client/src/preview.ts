import { commands, Disposable, workspace } from 'vscode';
import {
  type BaseLanguageClient,
  type CodeAction,
  CodeActionResolveRequest,
  type Command,
  type Middleware,
  type TextDocumentEdit,
  type TextEdit,
} from 'vscode-languageclient';
import { type FileEdit, startReview } from './review';

/** An edit that may break something, or that touches files which are not looked at: shown first, made on request. */
export interface Proposal {
  /** What the edit does. */
  readonly title: string;
  /** What may break. */
  readonly notes: readonly string[];
  readonly files: readonly FileEdit[];
}

/** Registers the commands that a code action runs in place of its edit. */
export const registerPreview = (client: BaseLanguageClient): Disposable =>
  Disposable.from(
    commands.registerCommand('confine.previewEdit', preview),
    commands.registerCommand('confine.takeAction', (action: CodeAction) => take(client, action)),
  );

/** Reviews an edit that is made whole or not at all. */
export const preview = ({ title, notes, files }: Proposal): Promise<void> =>
  startReview({
    title,
    make: async (ticks) => {
      const ticked = ticks.get('whole') ?? true;
      return { items: [{ id: 'whole', title, ...(notes.length > 0 && { risk: notes.join(' ') }), ticked }], files: ticked ? files : [] };
    },
  });

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
