import { commands, env, l10n, ProgressLocation, type QuickPickItem, Range, TextEditorRevealType, Uri, window, workspace } from 'vscode';
import {
  type Recognition,
  recognizesRequest,
  type WhyCandidate,
  type WhyParams,
  type WhyResult,
  whyRequest,
} from '../../../server/src/lsp/protocol/why';
import { preview } from '../preview';
import { showReport } from '../reports';
import type { Command, Host } from './command';

/** Which line of the workspace causes an error: of the selection, the clipboard, or what the user gives. The text goes to the server and is kept nowhere. */
export const explainError: Command = {
  id: 'explainError',
  async run(host, text) {
    const found = typeof text === 'string' ? text : await findError(host);
    if (found) await explain(host, found);
  },
};

/** The same for what is selected in the terminal, which extensions see through the clipboard alone: what that had is put back. */
export const explainTerminalError: Command = {
  id: 'explainTerminalError',
  async run(host) {
    const before = await env.clipboard.readText();
    // Where nothing is selected, VS Code says so and copies nothing: what the clipboard had is not the error.
    await env.clipboard.writeText('');
    await commands.executeCommand('workbench.action.terminal.copySelection');
    const text = await env.clipboard.readText();
    await env.clipboard.writeText(before);
    if (text.trim() !== '') await explain(host, text);
  },
};

async function findError(host: Host): Promise<string | undefined> {
  const editor = window.activeTextEditor;
  const selected = editor?.document.getText(editor.selection) ?? '';
  if (selected.trim() !== '') return selected;
  // A browser may refuse the clipboard.
  const copied = await Promise.resolve(env.clipboard.readText()).catch(() => '');
  if (copied.trim() !== '' && (await isKnown(host, copied))) return copied;
  return askError();
}

const isKnown = async ({ client }: Host, text: string): Promise<boolean> => {
  const params: WhyParams = { text: text.slice(0, 8000) };
  return (await client.sendRequest<Recognition>(recognizesRequest, params)).isKnown;
};

async function askError(): Promise<string | undefined> {
  const typed = { label: `$(edit) ${l10n.t('Paste an error…')}`, description: l10n.t('one line') };
  const file = { label: `$(file) ${l10n.t('Choose a log…')}`, description: l10n.t('events, kubectl describe, a journal') };
  const picked = await window.showQuickPick([typed, file], {
    title: l10n.t('Explain this error'),
    placeHolder: l10n.t('No error is selected or copied'),
  });
  if (picked === typed)
    return window.showInputBox({ title: l10n.t('Explain this error'), prompt: l10n.t('An error message, an event or a line of a log') });
  if (picked !== file) return undefined;
  const [chosen] = (await window.showOpenDialog({ canSelectMany: false, openLabel: l10n.t('Explain') })) ?? [];
  return chosen && new TextDecoder().decode((await workspace.fs.readFile(chosen)).slice(-mostBytes));
}

/** The end of a longer log is read. */
const mostBytes = 4_000_000;

async function explain(host: Host, text: string): Promise<void> {
  const params: WhyParams = { text };
  const location = { location: ProgressLocation.Window, title: l10n.t('Confine: explaining the error') };
  const result = await window.withProgress(location, (_, token) => host.client.sendRequest<WhyResult>(whyRequest, params, token));
  // The first page of a window takes seconds to appear; the list doesn't wait for it.
  await Promise.all([showReport(l10n.t('Why'), result.markdown), offer(choicesOf(result))]);
}

async function offer(items: readonly Choice[]): Promise<void> {
  if (items.length === 0) return;
  const options = {
    title: l10n.t('Why'),
    placeHolder: l10n.t('Preview a fix, open the line that decides, or copy a command'),
    ignoreFocusOut: true,
  };
  await (await window.showQuickPick(items, options))?.take();
}

interface Choice extends QuickPickItem {
  take(): Promise<void>;
}

/** What can be done about an answer: each fix with a preview, each place, each command. */
function choicesOf({ candidates, commands: toRun }: WhyResult): readonly Choice[] {
  const placed = candidates.flatMap(({ place, ...rest }) => (place ? [{ place, ...rest }] : []));
  const fixes = placed.flatMap(({ fixes: all, place, layer, certainty, message }) =>
    all.map(
      ({ title, edits }): Choice => ({
        label: `$(lightbulb) ${title}`,
        description: `${place.name} · ${certainty} ${layer}`,
        take: () => preview({ title, notes: [message], files: [{ uri: place.uri, edits }] }),
      }),
    ),
  );
  const places = placed.map(
    ({ place, layer, certainty, message }): Choice => ({
      label: `$(go-to-file) ${place.name}:${place.range.start.line + 1}`,
      description: `${certainty} ${layer}`,
      detail: message,
      take: () => open(place),
    }),
  );
  const copies = toRun.map(
    (command): Choice => ({
      label: `$(copy) ${command}`,
      description: l10n.t('copy'),
      take: async () => env.clipboard.writeText(command),
    }),
  );
  return [...fixes, ...unique(places), ...copies];
}

const unique = (choices: readonly Choice[]): readonly Choice[] =>
  choices.filter(({ label }, i) => choices.findIndex((other) => other.label === label) === i);

async function open({ uri, range: { start, end } }: NonNullable<WhyCandidate['place']>): Promise<void> {
  const selection = new Range(start.line, start.character, end.line, end.character);
  const editor = await window.showTextDocument(Uri.parse(uri), { selection });
  editor.revealRange(selection, TextEditorRevealType.InCenterIfOutsideViewport);
}
