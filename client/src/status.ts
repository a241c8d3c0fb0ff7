import { commands, Disposable, languages, type TextDocument, type TextEditor, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type FileParams, type Status, statusRequest } from '../../server/src/lsp/protocol';
import { languageIds } from './selector';

/** Milliseconds without typing before the server is asked again. */
const pause = 400;

/** Language ids of its own for what otherwise stays JSON. */
const ownLanguageIds: Partial<Record<Status['language'], string>> = { seccomp: 'seccomp', policy: 'containers-policy' };

/**
 * Keeps the language status items and the context keys that menus depend on in step with the active editor:
 * what the file is, how it is read, and which commands have an answer for it.
 */
export function registerStatus(client: BaseLanguageClient): Disposable {
  const selector = languageIds.map((language) => ({ language }));
  const kind = languages.createLanguageStatusItem('confine.kind', selector);
  kind.name = 'Confine';
  kind.command = { command: 'confine.chooseTarget', title: 'Change' };
  const mode = languages.createLanguageStatusItem('confine.mode', selector);
  mode.name = 'Confine: language mode';

  const show = (editor: TextEditor | undefined, status: Status | null) => {
    const shown = status && editor ? editor.document : undefined;
    kind.selector = shown && status ? { pattern: shown.uri.fsPath, scheme: shown.uri.scheme } : nowhere;
    mode.selector = nowhere;
    setContext(status);
    if (!status || !shown) return;
    kind.text = `$(shield) ${status.what}`;
    kind.detail = [status.description, ...status.targets.map(({ label, value }) => `${label}: ${value}`)].filter(Boolean).join(' · ');
    const own = ownLanguageIds[status.language];
    if (own && shown.languageId === 'json') {
      mode.selector = kind.selector;
      mode.text = `Read as plain JSON`;
      mode.detail = `Confine also completes, explains and formats it in the language mode ${own}`;
      mode.command = { command: 'confine.setLanguage', title: `Use ${own}`, arguments: [shown.uri, own] };
    }
  };

  let timer: ReturnType<typeof setTimeout> | undefined;
  const update = async () => {
    const editor = window.activeTextEditor;
    const status = editor ? await statusOf(client, editor.document) : null;
    if (editor === window.activeTextEditor) show(editor, status);
  };
  const updateSoon = (delay = pause) => {
    clearTimeout(timer);
    timer = setTimeout(() => void update(), delay);
  };
  void update();
  return Disposable.from(
    kind,
    mode,
    new Disposable(() => clearTimeout(timer)),
    commands.registerCommand('confine.setLanguage', async (uri, language) => {
      await languages.setTextDocumentLanguage(await workspace.openTextDocument(uri), language);
    }),
    window.onDidChangeActiveTextEditor(() => updateSoon(0)),
    workspace.onDidChangeTextDocument(({ document }) => document === window.activeTextEditor?.document && updateSoon()),
    workspace.onDidOpenTextDocument((document) => document === window.activeTextEditor?.document && updateSoon(0)),
    workspace.onDidChangeConfiguration((change) => change.affectsConfiguration('confine') && updateSoon()),
  );
}

/** What the server knows of a document; null for a file that is none of Confine's or while the server is down. */
export async function statusOf(client: BaseLanguageClient, document: TextDocument): Promise<Status | null> {
  if (!languageIds.includes(document.languageId) || !client.isRunning()) return null;
  const params: FileParams = { uri: client.code2ProtocolConverter.asUri(document.uri) };
  return client.sendRequest<Status | null>(statusRequest, params);
}

/** A selector that no document meets. */
const nowhere = { scheme: 'confine-nowhere' };

function setContext(status: Status | null): void {
  void commands.executeCommand('setContext', 'confine.language', status?.language ?? '');
  for (const ability of ['diff', 'showDefault', 'harden', 'ask', 'observe'] as const) {
    void commands.executeCommand('setContext', `confine.can.${ability}`, status?.can.includes(ability) ?? false);
  }
}
