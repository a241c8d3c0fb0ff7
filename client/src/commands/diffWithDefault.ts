import { commands, l10n, Uri, window } from 'vscode';
import { type DiffParams, type DiffResult, diffRequest } from '../../../server/src/lsp/protocol/compare';
import { showComparison } from '../reports';
import { type Command, fileOf, type Host, wire } from './command';

/** The file beside the default that the runtime would use without it, which is laid out in the file's own order. */
export const diffWithDefault: Command = {
  id: 'diffWithDefault',
  async run(host, argument) {
    const file = fileOf(argument);
    const result = file && (await compare(host, file));
    if (!file || !result) return;
    await commands.executeCommand('vscode.diff', Uri.parse(result.left), file, result.title, { preview: true });
  },
};

/** The same difference in meaning, as a report. */
export const reportDifferences: Command = {
  id: 'reportDifferences',
  async run(host, argument) {
    const file = fileOf(argument);
    if (file) await reportOn(host, file);
  },
};

export async function reportOn(host: Host, file: Uri, against?: DiffParams['against']): Promise<void> {
  const result = await compare(host, file, against);
  if (result) await showComparison(result.title, result.report, file);
}

/** The default alone, read-only. */
export const showDefault: Command = {
  id: 'showDefault',
  async run(host, argument) {
    const file = fileOf(argument);
    const result = file && (await compare(host, file));
    if (result) await commands.executeCommand('vscode.open', Uri.parse(result.left), { preview: true });
  },
};

async function compare(host: Host, file: Uri, against?: DiffParams['against']): Promise<DiffResult | null> {
  const params: DiffParams = { uri: wire(host, file), ...(against && { against }) };
  const result = await host.client.sendRequest<DiffResult | null>(diffRequest, params);
  if (!result)
    void window.showInformationMessage(
      against ? l10n.t('There is nothing to compare this file with.') : l10n.t('There is no runtime default to compare this file with.'),
    );
  return result;
}
