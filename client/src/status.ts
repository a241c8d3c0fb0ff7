import {
  commands,
  Disposable,
  l10n,
  languages,
  MarkdownString,
  StatusBarAlignment,
  type TextDocument,
  type TextEditor,
  ThemeColor,
  Uri,
  window,
  workspace,
} from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import { longestSilence } from '../../server/src/lsp/protocol/heartbeat';
import { type Status, statusRequest } from '../../server/src/lsp/protocol/status';
import type { FileParams } from '../../server/src/lsp/protocol/text';
import type { LeftOut } from './leftOut';
import { languageIds } from './selector';

/** Milliseconds without typing before the server is asked again. */
const pause = 400;

/** Left of what the editor says of the cursor and the language. */
const priority = 110;

/**
 * Keeps the status bar and the context keys that menus depend on in step with the active editor: what the file is, how it
 * is read, and which commands have an answer for it.
 */
export function registerStatus(client: BaseLanguageClient, leftOut: LeftOut): Disposable {
  const item = window.createStatusBarItem('confine.status', StatusBarAlignment.Right, priority);
  item.name = 'Confine';
  const mode = languages.createLanguageStatusItem('confine.mode', nowhere);
  mode.name = l10n.t('Confine: language mode');

  const show = (editor: TextEditor | undefined, status: Status | null) => {
    const document = status && editor ? editor.document : undefined;
    mode.selector = nowhere;
    setContext(status);
    const isLeftOut = editor !== undefined && leftOut.includes(uriOf(client, editor.document));
    item.backgroundColor = isLeftOut ? new ThemeColor('statusBarItem.warningBackground') : undefined;
    item.command = isLeftOut ? 'confine.showOutput' : 'confine.chooseTarget';
    if (isLeftOut) {
      item.text = `$(warning) ${l10n.t('Left out')}`;
      item.accessibilityInformation = { label: l10n.t('Confine left this file out. Select to show the output.') };
      item.tooltip = withLeftOut(new MarkdownString(), leftOut);
      return item.show();
    }
    if (!status || !document) return item.hide();
    item.text = `$(shield) ${[status.what, status.description].filter(Boolean).join(' · ')}`;
    item.tooltip = withLeftOut(tooltipOf(status), leftOut);
    item.accessibilityInformation = { label: spokenOf(status) };
    item.show();
    const own = status.ownLanguageId;
    if (own && document.languageId === 'json') {
      mode.selector = { pattern: document.uri.fsPath, scheme: document.uri.scheme };
      mode.text = l10n.t('{0} in plain JSON', status.what);
      mode.command = { command: 'confine.setLanguage', title: l10n.t('Use {0}', own), arguments: [document.uri, own] };
    }
  };

  let timer: ReturnType<typeof setTimeout> | undefined;
  const update = async () => {
    const editor = window.activeTextEditor;
    const status = editor ? await statusOf(client, editor.document).catch(() => null) : null;
    if (editor === window.activeTextEditor) show(editor, status);
  };
  const updateSoon = (delay = pause) => {
    clearTimeout(timer);
    timer = setTimeout(() => void update(), delay);
  };
  void update();
  leftOut.onChange(() => updateSoon());
  return Disposable.from(
    item,
    mode,
    new Disposable(() => clearTimeout(timer)),
    commands.registerCommand('confine.setLanguage', async (uri, language) => {
      await languages.setTextDocumentLanguage(await workspace.openTextDocument(uri), language);
    }),
    window.onDidChangeActiveTextEditor(() => updateSoon(0)),
    workspace.onDidChangeTextDocument(({ document }) => document === window.activeTextEditor?.document && updateSoon()),
    workspace.onDidOpenTextDocument((document) => document === window.activeTextEditor?.document && updateSoon(0)),
    // Another file refers to this one, as the server may find after its first answer; then the findings are asked for anew.
    languages.onDidChangeDiagnostics(({ uris }) => {
      const shown = window.activeTextEditor?.document.uri.toString();
      if (uris.some((uri) => uri.toString() === shown)) updateSoon();
    }),
    client.onDidChangeState(({ newState }) => newState === State.Running && updateSoon(0)),
    workspace.onDidChangeConfiguration((change) => change.affectsConfiguration('confine') && updateSoon()),
  );
}

/** What the server knows of a document; null for a file that Confine does not handle or while the server is down. */
export async function statusOf(client: BaseLanguageClient, document: TextDocument): Promise<Status | null> {
  if (!languageIds.includes(document.languageId) || !client.isRunning()) return null;
  const params: FileParams = { uri: uriOf(client, document) };
  return client.sendRequest<Status | null>(statusRequest, params);
}

const uriOf = (client: BaseLanguageClient, { uri }: TextDocument): string => client.code2ProtocolConverter.asUri(uri);

/** Says which files are not read, and why. */
function withLeftOut(text: MarkdownString, { files }: LeftOut): MarkdownString {
  for (const { uri } of files) {
    const name = workspace.asRelativePath(Uri.parse(uri));
    text
      .appendMarkdown(text.value ? '\n\n' : '')
      .appendText(l10n.t("Left out: {0}, because reading it took more than {1} s. It's read again when it changes.", name, longestSilence));
  }
  return text;
}

function tooltipOf({ what, description, targets, settingsFile }: Status): MarkdownString {
  const text = new MarkdownString().appendMarkdown('**').appendText(what).appendMarkdown('**');
  if (description) text.appendMarkdown('\n\n').appendText(description);
  for (const { label, value } of targets) text.appendMarkdown('\n- ').appendText(`${label}: ${value}`);
  text.appendMarkdown('\n\n').appendText(l10n.t('Settings: {0}', sourceOf(settingsFile)));
  return text.appendMarkdown('\n\n').appendText(l10n.t('Click to change how it is read.'));
}

const sourceOf = (settingsFile: string | undefined): string =>
  settingsFile ? workspace.asRelativePath(Uri.parse(settingsFile)) : l10n.t("the editor's settings");

/** The same in words: a screen reader would spell the icon and the marks of a tooltip. */
function spokenOf({ what, description, targets, settingsFile }: Status): string {
  const words = [
    what,
    description,
    ...targets.map(({ label, value }) => `${label}: ${value}`),
    l10n.t('Settings: {0}', sourceOf(settingsFile)),
  ];
  return [...words.filter(Boolean), l10n.t('Select to change how it is read.')].join(', ');
}

/** A selector that no document meets. */
const nowhere = { scheme: 'confine-nowhere' };

function setContext(status: Status | null): void {
  // VS Code takes no notice of a step of a walkthrough that is already done when the walkthrough opens. With this key it is done a moment later.
  if (status?.language) void commands.executeCommand('setContext', 'confine.recognized', true);
  void commands.executeCommand('setContext', 'confine.language', status?.language ?? '');
  for (const ability of ['diff', 'showDefault', 'showRendered', 'harden', 'ask', 'observe', 'rebase'] as const) {
    void commands.executeCommand('setContext', `confine.can.${ability}`, status?.can.includes(ability) ?? false);
  }
}
