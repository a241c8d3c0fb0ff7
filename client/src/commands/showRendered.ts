import { commands, l10n, Uri, window } from 'vscode';
import { type Rendered, renderedRequest } from '../../../server/src/lsp/protocol/rendered';
import type { FileParams } from '../../../server/src/lsp/protocol/text';
import { type Command, fileOf, wire } from './command';

/** What a program writes from the file, such as the policy.json of an image policy; read-only. */
export const showRendered: Command = {
  id: 'showRendered',
  async run(host, argument) {
    const file = fileOf(argument);
    if (!file) return;
    const params: FileParams = { uri: wire(host, file) };
    const files = await host.client.sendRequest<Rendered[]>(renderedRequest, params);
    const chosen = files.length > 1 ? await choose(files) : files[0];
    if (chosen) await commands.executeCommand('vscode.open', Uri.parse(chosen.uri), { preview: true });
    else if (!files.length) void window.showInformationMessage(l10n.t('No program writes other files from this file.'));
  },
};

async function choose(files: readonly Rendered[]): Promise<Rendered | undefined> {
  const items = files.map((file) => ({ label: file.path, file }));
  const picked = await window.showQuickPick(items, { placeHolder: l10n.t('Files that are written from this one') });
  return picked?.file;
}
