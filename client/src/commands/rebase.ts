import { l10n, type QuickPickItem, window } from 'vscode';
import {
  type RebaseParams,
  type RebaseResult,
  rebaseRequest,
  type SettingValue,
  type SettingValuesParams,
  settingValuesRequest,
} from '../../../server/src/lsp/protocol';
import { type ReviewItem, startReview } from '../review';
import { type Command, fileOf, wire } from './command';

const newest = l10n.t('The newest release of its runtime');

/** A fork of a runtime's default, moved onto a newer default, shown before it is made. */
export const rebase: Command = {
  id: 'rebase',
  async run(host, argument, release) {
    const file = fileOf(argument);
    if (!file) return;
    const uri = wire(host, file);
    const onto = typeof release === 'string' ? release : await pickRelease(host, uri);
    if (onto === undefined) return;
    const params: RebaseParams = { uri, ...(onto !== newest && { onto }) };
    const { title, problem, notes, edits } = await host.client.sendRequest<RebaseResult>(rebaseRequest, params);
    if (title === undefined) void window.showInformationMessage(problem ?? '');
    else
      await startReview({
        title,
        make: async (ticks) => {
          const ticked = ticks.get('whole') ?? true;
          const told = notes.map((note, i): ReviewItem => {
            const [kind = '', rest] = splitAt(note, ': ');
            return { id: `note ${i}`, title: kind, ...(rest && { reason: rest }) };
          });
          return { items: [{ id: 'whole', title, ticked }, ...told], files: ticked ? [{ uri, edits }] : [] };
        },
      });
  },
};

const splitAt = (text: string, separator: string): readonly [string, string?] => {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
};

async function pickRelease({ client }: Parameters<Command['run']>[0], uri: string): Promise<string | undefined> {
  const params: SettingValuesParams = { uri, setting: 'target' };
  const releases = await client.sendRequest<readonly SettingValue[]>(settingValuesRequest, params);
  const items: QuickPickItem[] = [{ label: newest }, ...releases.map(({ value, detail }) => ({ label: value, description: detail }))];
  return (await window.showQuickPick(items, { title: l10n.t('Rebase on a runtime default'), placeHolder: l10n.t('Onto which release') }))
    ?.label;
}
